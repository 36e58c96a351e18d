using LungSeg.Core.Datasets;
using LungSeg.Core.Formats;
using LungSeg.Core.Formats.Arrays;

namespace LungSeg.Core.Conversion.Metadata;

/// <summary>What the name of a column's type in its file, <see cref="TableColumn.Storage"/>, says of its elements.</summary>
internal static class ColumnStorage
{
    private const string Sparse = "Sparse[";

    /// <summary>The type of the elements of a sparse column; other types as they are.</summary>
    public static string GetElement(string storage) =>
        storage.StartsWith(Sparse, StringComparison.Ordinal) ? storage[Sparse.Length..^1] : storage;

    /// <summary>numpy's type of the elements, little endian; null where they are objects.</summary>
    public static DType? FindType(string storage)
    {
        if (storage is ['d' or 't', ..] && storage.IndexOf('[', StringComparison.Ordinal) is > 0 and var open)
        {
            var unit = TimeUnits.Parse(storage.AsSpan(open + 1).TrimEnd(']').ToString().Split(',')[0]);
            return unit == TimeUnit.None ? null : new DType(storage[0] == 'd' ? 'M' : 'm', 8, ByteOrder.Little) { Unit = unit };
        }
        var name = storage == "boolean" ? "bool" : storage.ToLowerInvariant();
        return DType.TryFindNumeric(name, out var type) ? type : null;
    }

    /// <summary>Whether it is one of pandas' nullable types of integers or truth values.</summary>
    public static bool IsNullable(string storage) => storage is "boolean" or ['I' or 'U', ..];

    /// <summary>Whether a column is one of Python objects in a DataFrame. Lists of other containers have no type of their own.</summary>
    public static bool HoldsObjects(TableColumn column, DatasetInput input) =>
        column.Storage == "object" && input.Container.Contains("DataFrame", StringComparison.Ordinal);

    /// <summary>Whether a value can be a category of a written column.</summary>
    public static bool IsCategory(object value) => value is string or long or double or bool;

    /// <summary>Whether a zone has a name that all versions of pandas look up.</summary>
    public static bool IsZone(string? zone) => zone is [>= 'A' and <= 'Z', ..] && zone.AsSpan().IndexOfAnyExcept(ZoneCharacters) < 0;

    private static readonly System.Buffers.SearchValues<char> ZoneCharacters = System.Buffers.SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789/_+-"
    );
}
