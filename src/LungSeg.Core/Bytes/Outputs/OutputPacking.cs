namespace LungSeg.Core.Bytes.Outputs;

/// <summary>How a file to write is packed, by the suffix of its name.</summary>
public static class OutputPacking
{
    private static readonly string[] ReadOnlyPackings = [".bz2", ".xz", ".zip"];
    private static readonly string[] Packings = [".gz", ".zst", .. ReadOnlyPackings];

    /// <summary>Why no file of that name is written, being packed in a way that is read only; null where one is.</summary>
    public static string? FindRefusal(string path)
    {
        var suffix = Path.GetExtension(path ?? throw new ArgumentNullException(nameof(path)));
        return ReadOnlyPackings.Contains(suffix, StringComparer.OrdinalIgnoreCase)
            ? $"{path}: {suffix} is read, not written; name the file .gz, .zst or without"
            : null;
    }

    /// <summary>
    /// Why no file of that name is written, being packed, where only files of another kind are packed; null where one is.
    /// </summary>
    /// <param name="path">Name of the file.</param>
    /// <param name="format">What it holds.</param>
    public static string? FindRefusalOfAny(string path, string format)
    {
        var suffix = Path.GetExtension(path ?? throw new ArgumentNullException(nameof(path)));
        return Packings.Contains(suffix, StringComparer.OrdinalIgnoreCase)
            ? $"{path}: {format} is not packed as {suffix}; name the file without"
            : null;
    }
}
