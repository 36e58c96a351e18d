namespace LungSeg.Core.Bytes.Outputs;

/// <summary>The outputs that are being written, so that a process that is told to end leaves none of them half done.</summary>
public static class OpenOutputs
{
    private static readonly Lock Gate = new();
    private static readonly HashSet<string> Folders = [];
    private static bool _isOver;
    private static bool _hasPublished;

    /// <summary>
    /// Deletes what is only half written, for a process that ends now. Waits for an output that takes its name at this moment.
    /// </summary>
    /// <returns>
    /// False where nothing is half written and an output has its name: the run has done its work, and is to be let go on to its end.
    /// </returns>
    public static bool DeleteAll()
    {
        lock (Gate)
        {
            if (_hasPublished && Folders.Count == 0)
            {
                return false;
            }
            _isOver = true;
            foreach (var folder in Folders)
            {
                Delete(folder);
            }
            return true;
        }
    }

    /// <summary>Makes a folder that is deleted when the process is told to end.</summary>
    /// <exception cref="OperationCanceledException">The process ends: made now, the folder would be left.</exception>
    internal static void Add(string folder)
    {
        lock (Gate)
        {
            Folders.Add(folder);
            MakeFolder(folder);
        }
    }

    internal static void Remove(string folder)
    {
        lock (Gate)
        {
            Folders.Remove(folder);
        }
    }

    /// <summary>Makes a folder in one of them.</summary>
    /// <exception cref="OperationCanceledException">All of them were deleted: made now, the folder would be left.</exception>
    internal static void MakeFolder(string path)
    {
        lock (Gate)
        {
            ThrowIfOver();
            Directory.CreateDirectory(path);
        }
    }

    /// <summary>Gives an output its name; a signal waits until that is done, and then finds nothing half written.</summary>
    /// <param name="folder">The folder in which it was written, which is only to be cleared away after that.</param>
    /// <param name="publish">Gives the name.</param>
    /// <exception cref="OperationCanceledException">The process ends, and what was to be named is deleted.</exception>
    internal static void Publish(string folder, Action publish)
    {
        lock (Gate)
        {
            ThrowIfOver();
            publish();
            _hasPublished = true;
            Folders.Remove(folder);
        }
    }

    private static void ThrowIfOver()
    {
        if (_isOver)
        {
            throw new OperationCanceledException();
        }
    }

    private static void Delete(string folder)
    {
        try
        {
            // Under another name first: threads that still write then find no folder, and cannot fill it while it is emptied.
            var gone = folder + "-gone";
            Directory.Move(folder, gone);
            Directory.Delete(gone, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // There is nobody left to tell; the next run that writes this output deletes it.
        }
    }
}
