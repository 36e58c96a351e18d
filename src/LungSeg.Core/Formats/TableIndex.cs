using LungSeg.Core.Bytes;
using LungSeg.Core.Formats.Columns;
using LungSeg.Core.Formats.Masks;
using LungSeg.Core.Formats.Pickle;

namespace LungSeg.Core.Formats;

/// <summary>The index of an input: rows, and columns that know where their values lie. A reader makes it in one pass.</summary>
internal sealed record TableIndex
{
    /// <summary>Name of the column of a file that holds one array without a name. Its values decide whether it is a mask or HU.</summary>
    public const string BareColumn = "array";

    /// <summary>Description of the content: for example <c>pandas DataFrame</c>, <c>dict of columns</c> or <c>array</c>.</summary>
    public required string Container { get; init; }

    public required long Rows { get; init; }

    public required IReadOnlyList<TableColumn> Columns { get; init; }

    /// <summary>Whether images hold HU; else they hold grey values, of which nothing says how to make HU.</summary>
    public bool HoldsHu { get; init; } = true;

    /// <summary>Notes about the file.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Notes that every command says, since what it prints or writes depends on them.</summary>
    public IReadOnlyList<RequestNote> Warnings { get; init; } = [];

    /// <summary>Classes that the file names for the values of its masks.</summary>
    public MaskClasses MaskClasses { get; init; } = MaskClasses.None;

    /// <summary>Classes of the masks that were read, where these do not hold them; null where their values are the classes.</summary>
    public MaskValues? FoundClasses { get; init; }

    /// <summary>
    /// Why there are no masks: a file draws several structures, and none is chosen. The index is used only to list them; null elsewhere.
    /// </summary>
    public DatasetFormatException? Undecided { get; init; }

    /// <summary>Whether the masks are those of <see cref="FolderReading.MaskPath"/>.</summary>
    public bool HasGivenMasks { get; init; }

    /// <summary>Says why the mask of a row is not that of its image; null where no row has such a mask.</summary>
    public Func<long, string?>? MaskFaults { get; init; }

    /// <summary>Objects that the columns need, such as unpacked members; disposed of with the input.</summary>
    public IReadOnlyList<IDisposable> Owned { get; init; } = [];

    /// <summary>Why the rest of the file could not be read; null where all of it was read.</summary>
    public DatasetFormatException? Damage { get; init; }

    /// <summary>Rows that the file states, where <see cref="Damage"/> left fewer of them; null where it does not say.</summary>
    public long? StatedRows { get; init; }

    /// <summary>Of columns that were cut short the number of their cells that are complete; these are the first ones.</summary>
    public IReadOnlyList<CutColumn> CutColumns => [.. Columns.OfType<CutColumn>()];

    /// <summary><see cref="Damage"/>, where a pickle's unsafe names, whose values are opaque, are not damage.</summary>
    public DatasetFormatException? DamageWithoutNames { get; init; }

    /// <summary>Names that a pickle imports; empty for other formats.</summary>
    public IReadOnlyCollection<PickleGlobal> Globals { get; init; } = [];
}
