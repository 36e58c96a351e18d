using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace LungSeg.Core.Datasets;

/// <summary>
/// One of several equal parts of a data set: row r, counted over all inputs, belongs to shard r mod <paramref name="Count"/>.
/// </summary>
/// <param name="Index">Index of the shard, from 0.</param>
/// <param name="Count">Number of shards.</param>
public sealed record Shard(int Index, int Count)
{
    /// <summary>Reads <c>I/N</c>, for example <c>0/4</c>.</summary>
    /// <returns>False where the text is not two integers with I below N.</returns>
    public static bool TryParse(string text, [NotNullWhen(true)] out Shard? shard)
    {
        ArgumentNullException.ThrowIfNull(text);
        shard = null;
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (
            slash < 0
            || !int.TryParse(text.AsSpan(0, slash), NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            || !int.TryParse(text.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            || index >= count
        )
        {
            return false;
        }
        shard = new Shard(index, count);
        return true;
    }

    /// <summary>Whether a row belongs to the shard.</summary>
    /// <param name="row">Number of the row, from 0 over all inputs.</param>
    public bool Contains(long row) => row % Count == Index;

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Index}/{Count}");
}
