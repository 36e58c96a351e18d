using LungSeg.Core.Datasets;
using LungSeg.Core.Datasets.Collections;
using LungSeg.Core.Model;

namespace LungSeg.Core.Matching;

/// <summary>How a row was found in an index.</summary>
public enum SourceKind
{
    /// <summary>Equal value for value.</summary>
    Exact,

    /// <summary>Equal where values of -1000 HU and less are not told apart.</summary>
    PaddingBlind,

    /// <summary>Equal but for a constant, as copies have that lack slope and intercept.</summary>
    Offset,

    /// <summary>Alike: the same slice, moved or with changed values. Never taken for equal.</summary>
    Shifted,

    /// <summary>Alike: another slice of the same scan, close by. Never taken for equal.</summary>
    Neighbour,

    /// <summary>Not found.</summary>
    None,
}

/// <summary>Where a row comes from.</summary>
public sealed record SliceMatch
{
    /// <summary>The row.</summary>
    public required DatasetRow Row { get; init; }

    /// <summary>Its content key; null for a row without one.</summary>
    public string? Key { get; init; }

    /// <summary>How it was found.</summary>
    public SourceKind Kind { get; init; } = SourceKind.None;

    /// <summary>The image that it is equal to, or alike; null where none was found.</summary>
    public SliceRecord? Source { get; init; }

    /// <summary>More images that it is equal to.</summary>
    public IReadOnlyList<SliceRecord> OtherSources { get; init; } = [];

    /// <summary>Why it was not found, or what else is to be said of how it was found; null for nothing.</summary>
    public string? Reason { get; init; }

    /// <summary>What readers drew on the lesion; null where no reading of the slice or no mask of the row is known.</summary>
    public ReaderAgreement? Readers { get; init; }

    /// <summary>Whether the row is the image <see cref="Source"/>, and not only alike.</summary>
    public bool IsEqual => Kind <= SourceKind.Offset;

    /// <summary>Whether it is the same slice, as far as pixels say.</summary>
    public bool IsSameSlice => Kind <= SourceKind.Shifted;

    /// <summary>Where the row's pixels lie; null where that is not known.</summary>
    public SlicePlace? Place { get; init; }

    /// <summary>Centre of its first pixel, as <see cref="DatasetColumns.ImagePositionMm"/>.</summary>
    public string? ImagePositionMm => IsEqual ? Place?.PositionText ?? Source?.ImagePositionMm : null;

    /// <summary>Directions of its rows and columns, as <see cref="DatasetColumns.ImageOrientation"/>.</summary>
    public string? ImageOrientation => IsEqual ? Place?.OrientationText ?? Source?.ImageOrientation : null;

    /// <summary>Position along the normal, mm.</summary>
    public double? PositionMm => IsEqual ? Place?.PositionMm ?? Source?.PositionMm : null;

    /// <summary>The name of a kind in documents.</summary>
    public static string GetName(SourceKind kind) =>
        kind switch
        {
            SourceKind.Exact => "exact",
            SourceKind.PaddingBlind => "padding_blind",
            SourceKind.Offset => "offset",
            SourceKind.Shifted => "shifted",
            SourceKind.Neighbour => "neighbour",
            _ => "none",
        };
}
