namespace LungSeg.Core.Bytes;

/// <summary>Files and folders that are only half written, so that a process that is told to end can take them away.</summary>
public static class TemporaryPaths
{
    private static readonly Lock Gate = new();
    private static readonly HashSet<string> Paths = [];
    private static bool _isOver;

    internal static void Add(string path)
    {
        lock (Gate)
        {
            Paths.Add(path);
        }
    }

    internal static void Remove(string path)
    {
        lock (Gate)
        {
            Paths.Remove(path);
        }
    }

    internal static bool Contains(string path)
    {
        lock (Gate)
        {
            return Paths.Contains(path);
        }
    }

    /// <summary>Makes a folder in one of them.</summary>
    /// <exception cref="OperationCanceledException">All of them were deleted: made now, the folder would be left.</exception>
    internal static void MakeFolder(string path)
    {
        lock (Gate)
        {
            if (_isOver)
            {
                throw new OperationCanceledException();
            }
            Directory.CreateDirectory(path);
        }
    }

    /// <summary>Deletes all of them; what cannot be deleted stays, its name says what it is. Only for a process that ends now.</summary>
    public static void DeleteAll()
    {
        lock (Gate)
        {
            _isOver = true;
            foreach (var path in Paths)
            {
                Delete(path);
            }
        }
    }

    private static void Delete(string path)
    {
        try
        {
            if (Directory.Exists(path))
            {
                // Under another name first: threads that still write then find no folder, and cannot fill it while it is emptied.
                var gone = path + "-gone";
                Directory.Move(path, gone);
                Directory.Delete(gone, recursive: true);
                return;
            }

            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // There is nobody left to tell; the name says what it is.
        }
    }
}
