using System.Globalization;

namespace LungSeg.Core.Bytes;

/// <summary>
/// Lists the files below a folder, through links: two links to one file give two files. A link back to a folder that the walk is in is not
/// followed. Entries that cannot be read are listed in <see cref="Unread"/>.
/// </summary>
internal sealed class FolderWalk
{
    // Without a limit, N folders that link to each other would be walked in up to N! orders.
    private const int MaxLinkedFolders = 10_000;

    private static readonly EnumerationOptions Everything = new() { AttributesToSkip = 0, IgnoreInaccessible = false };
    private readonly string? _realBounds;
    private readonly Stack<Folder> _folders = [];
    private readonly List<string> _again = [];
    private int _hidden;
    private int _linkedFolders;

    private readonly bool _takesHidden;

    private FolderWalk(string? bounds, bool takesHidden) =>
        (_realBounds, _takesHidden) = (bounds is null ? null : RealPath.Resolve(bounds), takesHidden);

    /// <summary>Paths relative to the folder with forward slashes, in ordinal order.</summary>
    public List<string> Files { get; } = [];

    /// <summary>Total size of the files, bytes.</summary>
    public long TotalBytes { get; private set; }

    /// <summary>Entries that cannot be read.</summary>
    public List<UnreadEntry> Unread { get; } = [];

    /// <summary>Links that lead out of the bounds and were not followed, and where they lead.</summary>
    public List<(string Name, string Target)> Outside { get; } = [];

    /// <summary>Notes on what was left out.</summary>
    public IEnumerable<string> Notes
    {
        get
        {
            if (_hidden > 0)
            {
                yield return string.Create(
                    CultureInfo.InvariantCulture,
                    $"{_hidden} hidden {(_hidden == 1 ? "file or folder was" : "files or folders were")} left out"
                );
            }
            if (_again.Count > 0)
            {
                yield return $"links back to a folder that is being read were not followed: {ShortList.Join(_again, 3)}";
            }
        }
    }

    /// <summary>Walks a folder and all folders below it.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="bounds">A folder that links must not lead out of; null to follow all.</param>
    /// <param name="takesHidden">Whether hidden files and folders are listed too.</param>
    /// <exception cref="DatasetFormatException">Links lead to too many folders.</exception>
    /// <exception cref="IOException">The folder is missing or cannot be read.</exception>
    public static FolderWalk Walk(string path, string? bounds = null, bool takesHidden = false)
    {
        var walk = new FolderWalk(bounds, takesHidden);
        walk.List(new Folder(path, string.Empty, RealPath.Resolve(path), null));
        while (walk._folders.TryPop(out var folder))
        {
            try
            {
                walk.List(folder);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                walk.Unread.Add(new UnreadEntry(folder.Relative.TrimEnd('/'), UnreadEntry.GetReason(e)));
            }
        }

        walk.Files.Sort(StringComparer.Ordinal);
        walk.Unread.Sort((a, b) => string.CompareOrdinal(a.Name, b.Name));
        return walk;
    }

    private void List(Folder folder)
    {
        var entries = new DirectoryInfo(folder.Path).GetFileSystemInfos("*", Everything);
        if (entries.Any(entry => RawNames.IsSuspect(entry.Name)))
        {
            var undecodable = RawNames.ListUndecodable(folder.Path);
            Unread.AddRange(undecodable.Select(name => new UnreadEntry(folder.Relative + name, "its name is not UTF-8")));
            entries = [.. entries.Where(entry => !RawNames.IsSuspect(entry.Name) || Path.Exists(entry.FullName))];
        }

        foreach (var entry in entries)
        {
            var relative = folder.Relative + entry.Name;
            if (!_takesHidden && (entry.Name.StartsWith('.') || entry.Attributes.HasFlag(FileAttributes.Hidden)))
            {
                _hidden++;
                continue;
            }
            try
            {
                Add(entry, relative, folder);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                Unread.Add(new UnreadEntry(relative, UnreadEntry.GetReason(e)));
            }
        }
    }

    private void Add(FileSystemInfo entry, string relative, Folder folder)
    {
        if (!entry.Attributes.HasFlag(FileAttributes.ReparsePoint))
        {
            if (entry is FileInfo file)
            {
                AddFile(relative, file);
                return;
            }
            _folders.Push(new Folder(entry.FullName, relative + "/", Path.Join(folder.RealPath, entry.Name), folder));
            return;
        }

        // .NET resolves a relative link from the path by which the walk reached it, and not from the folder that holds the link.
        var real = RealPath.Resolve(Path.Join(folder.RealPath, entry.Name));
        if (_realBounds is not null && !RealPath.IsOrLiesIn(real, _realBounds))
        {
            Outside.Add((relative, real));
        }
        else if (Directory.Exists(real))
        {
            AddLinkedFolder(entry, relative, folder, real);
        }
        else if (File.Exists(real))
        {
            AddFile(relative, new FileInfo(real));
        }
        else
        {
            Unread.Add(new UnreadEntry(relative, "a link to nowhere"));
        }
    }

    private void AddFile(string relative, FileInfo file)
    {
        // Only an entry without length may be another thing than a file; to open a pipe would wait for whoever writes to it.
        if (file.Length == 0 && FileStatus.Find(file.FullName) is { IsRegular: false })
        {
            Unread.Add(new UnreadEntry(relative, "a pipe, a socket or a device"));
            return;
        }
        TotalBytes += file.Length;
        Files.Add(relative);
    }

    private void AddLinkedFolder(FileSystemInfo entry, string relative, Folder folder, string real)
    {
        if (folder.IsWithin(real))
        {
            _again.Add(relative);
            return;
        }
        if (++_linkedFolders > MaxLinkedFolders)
        {
            throw FormatError.TooLarge(
                new SourceName(folder.Path, null, "folder"),
                "the number of folders behind links",
                _linkedFolders,
                MaxLinkedFolders
            );
        }
        _folders.Push(new Folder(entry.FullName, relative + "/", real, folder));
    }

    /// <summary>A folder on the walk.</summary>
    /// <param name="Path">Path by which the walk reached the folder.</param>
    /// <param name="Relative">Path relative to the root, with a trailing slash; empty for the root.</param>
    /// <param name="RealPath">Path with links resolved.</param>
    /// <param name="Parent">The folder from which the walk reached this one; null for the root.</param>
    private sealed record Folder(string Path, string Relative, string RealPath, Folder? Parent)
    {
        /// <summary>Whether a folder, by its path with links resolved, is this folder or one of its parents on the walk.</summary>
        public bool IsWithin(string real)
        {
            for (var folder = this; folder is not null; folder = folder.Parent)
            {
                if (folder.RealPath == real)
                {
                    return true;
                }
            }

            return false;
        }
    }
}

/// <summary>An entry of a folder that cannot be read.</summary>
/// <param name="Name">Path relative to the root of the walk, with bytes that are not UTF-8 escaped.</param>
/// <param name="Reason">Why the entry cannot be read, in a few words.</param>
internal readonly record struct UnreadEntry(string Name, string Reason)
{
    /// <summary>Describes an exception as a reason.</summary>
    public static string GetReason(Exception e) =>
        e switch
        {
            UnauthorizedAccessException => "no permission",
            FileNotFoundException or DirectoryNotFoundException => "it is gone",
            _ => e.Message,
        };
}
