using LungSeg.Core.Datasets;
using LungSeg.Core.Grouping;

namespace LungSeg.Core.Validation;

/// <summary>What is remembered of a row once its arrays are gone.</summary>
internal sealed record RowFacts(DatasetRow Row)
{
    /// <summary>What the slice is compared by, or null.</summary>
    public SliceDescriptor? Slice { get; init; }

    /// <summary>Hash of the lesion; null without a mask.</summary>
    public UInt128? LesionHash { get; init; }

    /// <summary>HU of the slice's padding; null where it has none.</summary>
    public double? PaddingHu { get; init; }

    /// <summary>The same with the most of the slice in a store.</summary>
    public RowFacts KeptBy(SliceStore store) => Slice is null ? this : this with { Slice = store.Keep(Slice) };

    /// <summary>What is asked for of a row.</summary>
    public static RowFacts Create(RowCase row, RowFactKinds needs, bool withMirrors)
    {
        var facts = new RowFacts(row.Row);
        if (needs.HasFlag(RowFactKinds.Likeness))
        {
            facts = facts with { Slice = row.DescribeSlice(withMirrors), LesionHash = row.HashLesion() };
        }
        return needs.HasFlag(RowFactKinds.Padding) ? facts with { PaddingHu = row.FindPaddingHu() } : facts;
    }
}

/// <summary>What is remembered of each row for the rules about the set.</summary>
[Flags]
internal enum RowFactKinds
{
    /// <summary>Only what the index says.</summary>
    None = 0,

    /// <summary>What slices and lesions are compared by.</summary>
    Likeness = 1,

    /// <summary>The padding of the slice.</summary>
    Padding = 2,
}
