namespace LungSeg.Core.Bytes;

/// <summary>Paths that come from an input.</summary>
internal static class RelativePath
{
    /// <summary>
    /// Whether a path, its parts between slashes, stays in the folder that it starts from, and is a name on every system.
    /// </summary>
    public static bool StaysInside(string path) =>
        !path.Any(char.IsControl) && !path.Contains('\\') && !Path.IsPathRooted(path) && !path.Split('/').Any(part => part is "" or "..");
}
