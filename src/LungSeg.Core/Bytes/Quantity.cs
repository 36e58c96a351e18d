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
}
