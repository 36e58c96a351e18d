namespace LungSeg.Core.Bytes;

/// <summary>Checks paths that come from an input.</summary>
internal static class RelativePath
{
    /// <summary>
    /// Whether a path with forward slashes stays inside the folder that it is relative to, and is valid on every system.
    /// </summary>
    public static bool StaysInside(string path) =>
        !path.Any(char.IsControl) && !path.Contains('\\') && !Path.IsPathRooted(path) && !path.Split('/').Any(part => part is "" or "..");
}
