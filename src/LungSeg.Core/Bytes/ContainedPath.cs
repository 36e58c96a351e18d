namespace LungSeg.Core.Bytes;

/// <summary>Whether a file that a document names lies in the document's own folder, by its name and where links lead.</summary>
public static class ContainedPath
{
    /// <summary>Whether a path is a folder, or lies in it, both by its name and with all links resolved.</summary>
    /// <param name="path">Full or relative path; it need not exist.</param>
    /// <param name="folder">The folder.</param>
    /// <exception cref="IOException">Links lead back to themselves.</exception>
    public static bool IsWithin(string path, string folder) =>
        RealPath.IsOrLiesIn(Path.GetFullPath(path), Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)))
        && RealPath.IsOrLiesIn(RealPath.Resolve(path), RealPath.Resolve(folder));

    /// <summary>A link below a folder that leads out of another folder, and where it leads; null where there is none.</summary>
    /// <param name="folder">The folder in which links are looked for. A file has none.</param>
    /// <param name="bounds">The folder that they must not lead out of.</param>
    /// <exception cref="DatasetFormatException">Links lead to too many folders.</exception>
    /// <exception cref="IOException">The folder cannot be read, or links lead back to themselves.</exception>
    public static (string Name, string Target)? FindLinkOut(string folder, string bounds) =>
        Directory.Exists(folder) && FolderWalk.Walk(folder, bounds).Outside is [var first, ..] ? first : null;

    /// <summary>Length of a file, after links, in bytes; 0 where there is none.</summary>
    public static long GetLength(string path) => FileStatus.Find(path)?.Length ?? 0;

    /// <summary>Whether a path is a regular file, after links: no folder, pipe or device, which reading might never end of.</summary>
    public static bool IsRegularFile(string path) => FileStatus.Find(path) is { IsRegular: true };
}
