using System.Globalization;

namespace LungSeg.Core.Bytes;

/// <summary>
/// The files below a folder, by their relative paths. Files are opened one at a time: a folder may hold more files than a process may open.
/// </summary>
internal sealed class FolderSource
{
    private const int MaxShown = 5;
    private readonly string _path;
    private readonly IReadOnlyList<UnreadEntry> _unread;
    private readonly RunFiles? _run = RunFiles.Current;

    private FolderSource(string path, IReadOnlyList<string> files, IReadOnlyList<UnreadEntry> unread)
    {
        _path = path;
        Files = files;
        _unread = unread;
    }

    /// <summary>Path as the user gave it.</summary>
    public string Path => _path;

    /// <summary>
    /// Paths relative to the folder with forward slashes, in ordinal order. Files behind links are listed, hidden files are not.
    /// </summary>
    public IReadOnlyList<string> Files { get; }

    /// <summary>Total size of the files, bytes.</summary>
    public long TotalBytes { get; private init; }

    /// <summary>Notes on what was left out.</summary>
    public IReadOnlyList<string> Notes { get; private init; } = [];

    /// <summary>The error that names the entries that cannot be read; null where all can be read.</summary>
    public DatasetFormatException? Damage =>
        _unread.Count == 0
            ? null
            : FormatError.Corrupt(
                new SourceName(_path, null, "folder"),
                (_unread.Count == 1 ? "an entry" : string.Create(CultureInfo.InvariantCulture, $"{_unread.Count} entries"))
                    + $" cannot be read: {ShortList.Join(_unread, MaxShown, entry => $"{entry.Name} ({entry.Reason})")}"
            );

    /// <summary>Lists the files of a folder and of all folders below it.</summary>
    /// <exception cref="DatasetFormatException">Links lead to too many folders.</exception>
    /// <exception cref="IOException">The folder is missing or cannot be read.</exception>
    public static FolderSource Open(string path)
    {
        var walk = FolderWalk.Walk(path);
        RunFiles.Current?.AddFolder(path);
        return new FolderSource(path, walk.Files, walk.Unread) { TotalBytes = walk.TotalBytes, Notes = [.. walk.Notes] };
    }

    /// <summary>One file, as the folder that holds it and nothing else.</summary>
    public static FolderSource OfFile(string path) =>
        new(System.IO.Path.GetDirectoryName(path) is { Length: > 0 } folder ? folder : ".", [System.IO.Path.GetFileName(path)], []);

    /// <summary>Tries to open each file, and returns the folder without the files that cannot be opened.</summary>
    public FolderSource WithoutUnopened()
    {
        var (files, unread) = (new List<string>(), new List<UnreadEntry>(_unread));
        foreach (var file in Files)
        {
            try
            {
                OpenFile(file, "file").Dispose();
                files.Add(file);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                unread.Add(new UnreadEntry(file, UnreadEntry.GetReason(e)));
            }
        }

        return new FolderSource(_path, files, unread) { TotalBytes = TotalBytes, Notes = Notes };
    }

    /// <summary>Name of a file for messages.</summary>
    public SourceName GetName(string file, string format) => new(System.IO.Path.Combine(_path, file), null, format);

    /// <summary>Opens one of the files.</summary>
    /// <exception cref="IOException">The file is gone or cannot be read.</exception>
    public IByteSource OpenFile(string file, string format) =>
        FileByteSource.Open(System.IO.Path.Combine(_path, file), GetName(file, format), _run);
}
