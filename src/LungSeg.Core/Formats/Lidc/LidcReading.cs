namespace LungSeg.Core.Formats.Lidc;

/// <summary>The outlines of all readers of one scan.</summary>
internal sealed class LidcReading
{
    /// <summary>Series UID of the scan; null where the file does not state it.</summary>
    public string? SeriesUid { get; set; }

    /// <summary>Number of readers, one for each reading session.</summary>
    public int Readers { get; set; }

    /// <summary>The nodules of all readers, in the order of the file.</summary>
    public List<LidcNodule> Nodules { get; } = [];

    /// <summary>Outlines by the slice's SOP Instance UID.</summary>
    public Dictionary<string, SliceOutlines> Slices { get; } = [];
}

/// <summary>A nodule as one reader marked it.</summary>
/// <param name="Reader">Index of the reading session.</param>
internal sealed record LidcNodule(int Reader)
{
    /// <summary>Names of the characteristics that readers rated, in the order of the file.</summary>
    public static readonly string[] Characteristics =
    [
        "subtlety",
        "internalStructure",
        "calcification",
        "sphericity",
        "margin",
        "lobulation",
        "spiculation",
        "texture",
        "malignancy",
    ];

    /// <summary>The nodule's id, which readers chose themselves; null where the file does not state it.</summary>
    public string? Id { get; set; }

    /// <summary>Ratings in the order of <see cref="Characteristics"/>; null where there is none, as for nodules under 3 mm.</summary>
    public int?[] Ratings { get; } = new int?[Characteristics.Length];
}

/// <summary>One closed outline of one reader on one slice.</summary>
/// <param name="Reader">Index of the reading session.</param>
/// <param name="Nodule">Index of the nodule within the file.</param>
/// <param name="IsHole">Whether the enclosed area is removed from the nodule.</param>
/// <param name="Points">Pixels of the outline in order, column and row from 0.</param>
internal sealed record LidcOutline(int Reader, int Nodule, bool IsHole, IReadOnlyList<OutlinePoint> Points);

/// <summary>A pixel of an outline.</summary>
/// <param name="X">Column, from 0.</param>
/// <param name="Y">Row, from 0.</param>
internal readonly record struct OutlinePoint(int X, int Y);
