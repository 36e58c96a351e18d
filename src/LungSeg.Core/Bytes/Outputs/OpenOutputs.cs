namespace LungSeg.Core.Bytes.Outputs;

/// <summary>The folders of outputs that are being written, so that a process that ends on a signal can delete them.</summary>
public static class OpenOutputs
{
    private static readonly Lock Gate = new();
    private static readonly HashSet<string> Folders = [];
    private static bool _isOver;
    private static bool _hasPublished;

    /// <summary>
    /// Deletes all half-written outputs, for a process that ends on a signal. Waits while an output is being published.
    /// </summary>
    /// <param name="endsByItself">
    /// Whether the run ends once it has published its outputs; a server, which saves now and then, does not.
    /// </param>
    /// <returns>
    /// False where an output is published and none is half written: the run has done its work, and the caller should let it end by itself.
    /// </returns>
    public static bool DeleteAll(bool endsByItself)
    {
        lock (Gate)
        {
            if (endsByItself && _hasPublished && Folders.Count == 0)
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

    /// <summary>Creates a folder that <see cref="DeleteAll"/> deletes.</summary>
    /// <exception cref="OperationCanceledException">The process is ending; a folder created now would be left behind.</exception>
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

    /// <summary>Creates a folder inside a half-written output.</summary>
    /// <exception cref="OperationCanceledException">The process is ending; a folder created now would be left behind.</exception>
    internal static void MakeFolder(string path)
    {
        lock (Gate)
        {
            ThrowIfOver();
            Directory.CreateDirectory(path);
        }
    }

    /// <summary>Gives an output its name. A signal waits until that is done, and then finds the output published.</summary>
    /// <param name="folder">The folder in which the output was written. Afterwards it is only cleaned up.</param>
    /// <param name="publish">Renames the output.</param>
    /// <exception cref="OperationCanceledException">The process is ending, and the output is deleted.</exception>
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
            // The folder is renamed first, so that threads that still write do not find it and cannot add files while it is deleted.
            var gone = folder + "-gone";
            Directory.Move(folder, gone);
            Directory.Delete(gone, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The process ends, so nothing can be reported. The next run that writes this output deletes the folder.
        }
    }
}
