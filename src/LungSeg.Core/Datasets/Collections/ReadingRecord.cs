using LungSeg.Core.Formats.Coco;
using LungSeg.Core.Formats.Lidc;

namespace LungSeg.Core.Datasets.Collections;

/// <summary>What one reader drew of one nodule on one slice.</summary>
public sealed record ReadingRecord
{
    /// <summary>Readers of a scan.</summary>
    public const int MaxReaders = 4;

    /// <summary>Names of the characteristics that readers rate.</summary>
    public static IReadOnlyList<string> Characteristics => LidcNodule.Characteristics;

    /// <summary>SOP Instance UID of the slice.</summary>
    public required string SopUid { get; init; }

    /// <summary>The reader's own id of the nodule; null where the reading has none.</summary>
    public string? NoduleId { get; init; }

    /// <summary>Number of the nodule in its scan, from 1: outlines of several readers with one number are of one nodule.</summary>
    public int Nodule { get; init; }

    /// <summary>Number of the reader, from 1.</summary>
    public int Reader { get; init; }

    /// <summary>Whether the area belongs to the nodule; else it is cut out of it.</summary>
    public bool Inclusion { get; init; } = true;

    /// <summary>The area, as COCO's compressed run lengths over the whole slice.</summary>
    public required string Rle { get; init; }

    /// <summary>Ratings in the order of <see cref="Characteristics"/>; null where the reader gave none.</summary>
    public IReadOnlyList<int?> Ratings { get; init; } = new int?[LidcNodule.Characteristics.Length];

    /// <summary>Whether the reader rated it, as nodules of 3 mm and more are.</summary>
    public bool IsRated => Ratings.Any(rating => rating is not null);

    /// <summary>Sets the pixels of the area to 1 in a slice [row, col].</summary>
    /// <returns>False where the area is of a slice of another size.</returns>
    internal bool TryFill(Span<byte> mask, int height) =>
        CocoRle.TryDecompress(Rle, out var counts) && CocoRle.TryFill(counts, mask, height);
}
