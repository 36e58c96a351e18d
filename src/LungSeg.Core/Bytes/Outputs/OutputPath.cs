namespace LungSeg.Core.Bytes.Outputs;

/// <summary>Where an output really lies, links followed, and whether it may be put there.</summary>
internal static class OutputPath
{
    private static readonly string[] SystemFolders = ["/dev", "/proc", "/sys"];

    /// <summary>Full path of a file or folder that is there or is to be, without links.</summary>
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

    /// <summary>Whether a path is a folder, or lies in it; both without links.</summary>
    public static bool IsOrLiesIn(string path, string folder) =>
        path == folder
        || path.StartsWith(Path.EndsInDirectorySeparator(folder) ? folder : folder + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    /// <summary>As <see cref="Resolve"/>, of a file that is written beside its place and then renamed.</summary>
    /// <exception cref="IOException">It is a device, or a stream of a process.</exception>
    public static string ResolveFile(string path)
    {
        var real = Resolve(path);
        return Array.Exists(SystemFolders, folder => IsOrLiesIn(real, folder))
            ? throw new IOException($"{path} is not a place for a file; choose another name")
            : real;
    }
}
