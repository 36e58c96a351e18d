namespace LungSeg.Core.Bytes;

/// <summary>Writes a whole file at once.</summary>
public static class OutputFile
{
    /// <summary>Writes <paramref name="content"/> under a temporary name beside <paramref name="path"/> and renames it when it is whole.</summary>
    /// <param name="path">File to write.</param>
    /// <param name="content">Its bytes.</param>
    /// <param name="overwrite">Whether a file of that name is replaced.</param>
    /// <exception cref="IOException">The file exists and is not to be replaced, or cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">There is no permission to write it.</exception>
    public static void Save(string path, ReadOnlySpan<byte> content, bool overwrite)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using var file = AtomicFile.Create(path, overwrite);
        RandomAccess.Write(file.Handle, content, 0);
        file.Commit();
    }
}
