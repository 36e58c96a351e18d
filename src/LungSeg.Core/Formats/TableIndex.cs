using LungSeg.Core.Bytes;
using LungSeg.Core.Formats.Pickle;

namespace LungSeg.Core.Formats;

/// <summary>What a format's reader finds in one pass: rows and columns as places in the file.</summary>
internal sealed record TableIndex
{
    /// <summary>Name of the one column of an array that stands alone: what it is, mask or HU, its values decide.</summary>
    public const string BareColumn = "array";

    /// <summary>What the file holds, in words: <c>pandas DataFrame</c>, <c>dict of lists</c>, <c>array [n, row, col]</c>.</summary>
    public required string Container { get; init; }

    public required long Rows { get; init; }

    public required IReadOnlyList<TableColumn> Columns { get; init; }

    /// <summary>What is odd about the file as such.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>What must live as long as the columns, and goes with the input: unpacked members.</summary>
    public IReadOnlyList<IDisposable> Owned { get; init; } = [];

    /// <summary>Why the rest of the file could not be read, where only a part could.</summary>
    public DatasetFormatException? Damage { get; init; }

    /// <summary>Names a pickle mentions; empty for other formats.</summary>
    public IReadOnlyCollection<PickleGlobal> Globals { get; init; } = [];
}
