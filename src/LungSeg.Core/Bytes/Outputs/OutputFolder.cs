namespace LungSeg.Core.Bytes.Outputs;

/// <summary>The folder that an output is written to.</summary>
public static class OutputFolder
{
    /// <summary>Throws where nothing can be written beside an output, so that no long work is done for nothing.</summary>
    /// <param name="path">File or folder to write.</param>
    /// <exception cref="IOException">The parent folder is missing or cannot be written to.</exception>
    /// <exception cref="UnauthorizedAccessException">Access to the parent folder is denied.</exception>
    /// <exception cref="OperationCanceledException">The process is ending on a signal.</exception>
    public static void Try(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        // What a killed process leaves of it is the next run's to delete, as of any output.
        Staging.Create(path).Dispose();
    }

    /// <summary>The parent folder of an output.</summary>
    /// <exception cref="IOException">It does not exist.</exception>
    internal static string Find(string path)
    {
        var parent = Path.GetDirectoryName(OutputPath.Resolve(path))!;
        return Directory.Exists(parent) ? parent : throw new IOException($"{path}: folder {parent} not found; make it first");
    }
}
