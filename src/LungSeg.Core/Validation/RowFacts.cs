using LungSeg.Core.Datasets;
using LungSeg.Core.Grouping;

namespace LungSeg.Core.Validation;

/// <summary>What is kept of a row after its arrays are released.</summary>
internal sealed record RowFacts(DatasetRow Row)
{
    /// <summary>Descriptor of the slice, or null.</summary>
    public SliceDescriptor? Slice { get; init; }

    /// <summary>Whether <see cref="Slice"/> is of hu_array_old, and not of hu_array in its place.</summary>
    public bool IsOfHuOld => SliceShape.IsSlice(Row.HuOld);

    /// <summary>Hash of the lesion; null without a mask.</summary>
    public UInt128? LesionHash { get; init; }

    /// <summary>HU of the slice's padding; null where it has none.</summary>
    public double? PaddingHu { get; init; }

    /// <summary>A copy whose descriptor may lie in <paramref name="store"/>.</summary>
    public RowFacts KeptBy(SliceStore store) => Slice is null ? this : this with { Slice = store.Keep(Slice) };

    /// <summary>Adds facts of one kind, for which the row's arrays are read.</summary>
    public RowFacts With(RowFactKinds kind, RowCase row, bool withMirrors) =>
        kind switch
        {
            RowFactKinds.Likeness => this with { Slice = row.DescribeSlice(withMirrors), LesionHash = row.HashLesion() },
            RowFactKinds.Padding => this with { PaddingHu = row.FindPaddingHu() },
            _ => this,
        };
}

/// <summary>Facts of a row that rules about the set need.</summary>
[Flags]
internal enum RowFactKinds
{
    /// <summary>Only what the index holds.</summary>
    None = 0,

    /// <summary>Descriptor of the slice and hash of the lesion.</summary>
    Likeness = 1,

    /// <summary>The padding of the slice.</summary>
    Padding = 2,
}
