namespace LungSeg.Core.Comparison.Integrity;

/// <summary>Paths in a manifest, which must stay below the folder that they are relative to.</summary>
internal static class EntryPath
{
    private static readonly char[] Separators = Path.DirectorySeparatorChar == '/' ? ['/'] : ['/', '\\'];

    /// <summary>A path with forward slashes and without parts that mean nothing, such as the <c>./</c> that find(1) prints.</summary>
    /// <param name="path">The path as the manifest states it.</param>
    /// <param name="reason">Receives why it is refused; null where it is not.</param>
    public static string Normalize(string path, out string? reason)
    {
        var parts = path.Split(Separators).Where(part => part is not ("" or ".")).ToArray();
        reason =
            path.Contains('\0', StringComparison.Ordinal) ? "holds a NUL"
            : Path.IsPathRooted(path) ? "is absolute"
            : parts.Contains("..") ? "leads out of the folder"
            : parts.Length == 0 ? "names no file"
            : null;
        return string.Join('/', parts);
    }
}
