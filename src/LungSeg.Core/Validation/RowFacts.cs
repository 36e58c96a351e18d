using LungSeg.Core.Datasets;

namespace LungSeg.Core.Validation;

/// <summary>What is remembered of a row once its arrays are gone.</summary>
internal sealed record RowFacts(DatasetRow Row)
{
    /// <summary>Hash of shape and values of the slice; null where there is none.</summary>
    public UInt128? SliceHash { get; init; }

    /// <summary>Hash of the lesion; null where there is no mask.</summary>
    public UInt128? LesionHash { get; init; }

    /// <summary>What is asked for of a row.</summary>
    public static RowFacts Of(RowCase row, RowFactKinds needs) => new(row.Row)
    {
        SliceHash = needs.HasFlag(RowFactKinds.Hashes) ? row.SliceHash() : null,
        LesionHash = needs.HasFlag(RowFactKinds.Hashes) ? row.LesionHash() : null,
    };
}
