namespace LungSeg.Core.Bytes.Outputs;

/// <summary>Checks whether the suffix of a file's name asks for a packing that can be written.</summary>
public static class OutputPacking
{
    private static readonly string[] ReadOnlyPackings = [".bz2", ".xz", ".zip"];
    private static readonly string[] Packings = [".gz", ".zst", .. ReadOnlyPackings];

    /// <summary>
    /// Why no file of that name can be written: its suffix is a packing that can only be read. Null where the file can be written.
    /// </summary>
    public static string? FindRefusal(string path)
    {
        var suffix = Path.GetExtension(path ?? throw new ArgumentNullException(nameof(path)));
        return ReadOnlyPackings.Contains(suffix, StringComparer.OrdinalIgnoreCase)
            ? $"{path}: {suffix} can be read, but not written; use .gz, .zst or no suffix"
            : null;
    }

    /// <summary>
    /// Why no file of that name can be written in a format that is never packed: its suffix is a packing. Null where the file can be
    /// written.
    /// </summary>
    /// <param name="path">Name of the file.</param>
    /// <param name="format">Name of the format.</param>
    public static string? FindRefusalOfAny(string path, string format)
    {
        var suffix = Path.GetExtension(path ?? throw new ArgumentNullException(nameof(path)));
        return Packings.Contains(suffix, StringComparer.OrdinalIgnoreCase)
            ? $"{path}: {format} is not packed as {suffix}; leave out the suffix"
            : null;
    }
}
