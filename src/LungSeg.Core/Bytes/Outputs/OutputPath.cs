namespace LungSeg.Core.Bytes.Outputs;

/// <summary>Resolves the path of an output, and refuses paths at which no file can be written.</summary>
internal static class OutputPath
{
    private static readonly string[] SystemFolders = ["/dev", "/proc", "/sys"];

    /// <summary>Full path, with links resolved, of a file or folder that may not exist yet.</summary>
    public static string Resolve(string path)
    {
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        if (Path.GetDirectoryName(full) is not { } parent)
        {
            return full;
        }
        full = Path.Combine(Resolve(parent), Path.GetFileName(full));
        FileSystemInfo info = Directory.Exists(full) ? new DirectoryInfo(full) : new FileInfo(full);
        return info.LinkTarget is not null && info.ResolveLinkTarget(returnFinalTarget: true) is { } target
            ? Resolve(target.FullName)
            : full;
    }

    /// <summary>Whether a path is a folder or lies in it. Both paths have their links resolved.</summary>
    public static bool IsOrLiesIn(string path, string folder) =>
        path == folder
        || path.StartsWith(Path.EndsInDirectorySeparator(folder) ? folder : folder + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    /// <summary>As <see cref="Resolve"/>, for an output that is written beside its final name and then renamed.</summary>
    /// <exception cref="IOException">The path lies in a system folder such as <c>/dev</c>.</exception>
    public static string ResolveFile(string path)
    {
        var real = Resolve(path);
        return Array.Exists(SystemFolders, folder => IsOrLiesIn(real, folder))
            ? throw new IOException($"{path} lies in a system folder; choose another name")
            : real;
    }
}
