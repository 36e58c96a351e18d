namespace LungSeg.Core.Bytes;

/// <summary>
/// The files below a folder, by their paths relative to it. Opens one at a time: a folder may hold more files than a process may.
/// </summary>
internal sealed class FolderSource
{
    private readonly string _path;
    private readonly RunFiles? _run = RunFiles.Current;

    private FolderSource(string path, string[] files, long totalBytes)
    {
        _path = path;
        Files = files;
        TotalBytes = totalBytes;
    }

    /// <summary>Path as the user gave it.</summary>
    public string Path => _path;

    /// <summary>Paths relative to the folder with forward slashes, in ordinal order; hidden files and links are left out.</summary>
    public IReadOnlyList<string> Files { get; }

    /// <summary>Bytes of all files together.</summary>
    public long TotalBytes { get; }

    /// <summary>Lists a folder and all below it.</summary>
    /// <exception cref="IOException">The folder is missing or cannot be read.</exception>
    public static FolderSource Open(string path)
    {
        var options = new EnumerationOptions
        {
            RecurseSubdirectories = true,
            IgnoreInaccessible = false,

            // A link may lead out of the folder, or round in circles.
            AttributesToSkip = FileAttributes.ReparsePoint | FileAttributes.Hidden,
        };
        var (files, total) = (new List<string>(), 0L);
        foreach (var file in new DirectoryInfo(path).EnumerateFiles("*", options))
        {
            files.Add(System.IO.Path.GetRelativePath(path, file.FullName).Replace(System.IO.Path.DirectorySeparatorChar, '/'));
            total += file.Length;
        }

        files.Sort(StringComparer.Ordinal);
        RunFiles.Current?.AddFolder(path);
        return new FolderSource(path, [.. files], total);
    }

    /// <summary>Name of one of the files in messages.</summary>
    public SourceName GetName(string file, string format) => new(System.IO.Path.Combine(_path, file), null, format);

    /// <summary>Opens one of the files.</summary>
    /// <exception cref="IOException">The file is gone or cannot be read.</exception>
    public IByteSource OpenFile(string file, string format) =>
        FileByteSource.Open(System.IO.Path.Combine(_path, file), GetName(file, format), _run);
}
