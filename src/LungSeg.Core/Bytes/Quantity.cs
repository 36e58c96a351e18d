using System.Globalization;

namespace LungSeg.Core.Bytes;

/// <summary>A count with its word, in messages.</summary>
public static class Quantity
{
    /// <summary>For example <c>1 row</c> and <c>2 rows</c>.</summary>
    /// <param name="count">How many.</param>
    /// <param name="one">The word for one.</param>
    /// <param name="many">The word for several; by default that for one, and an s.</param>
    public static string Of(long count, string one, string? many = null) =>
        string.Create(CultureInfo.InvariantCulture, $"{count} {(count == 1 ? one : many ?? one + "s")}");

    /// <summary>A size in decimal units, as disks and downloads are sold: <c>999 bytes</c>, <c>5.8 MB</c>, <c>3.16 GB</c>.</summary>
    public static string OfBytes(long bytes) =>
        bytes switch
        {
            < 1_000 => Of(bytes, "byte"),
            < 1_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e3:0.#} kB"),
            < 1_000_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0.#} MB"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e9:0.##} GB"),
        };
}
