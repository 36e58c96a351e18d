namespace LungSeg.Core.Formats.Dicom;

/// <summary>An RT Structure Set (PS3.3 A.19): regions of interest (ROIs), drawn as contours in the space of a CT series.</summary>
internal sealed record StructureSet
{
    public required DicomFile File { get; init; }

    public required TransferSyntax Syntax { get; init; }

    /// <summary>Length of the file, against which memory is checked.</summary>
    public required long SourceLength { get; init; }

    /// <summary>The ROIs in the order of the file, also those without contours.</summary>
    public required IReadOnlyList<Roi> Rois { get; init; }

    /// <summary>UIDs of the series that it was drawn on; empty where the file does not say.</summary>
    public required IReadOnlySet<string> Series { get; init; }
}

/// <summary>A region of interest.</summary>
internal sealed class Roi
{
    /// <summary>Its number in the file; null where the file does not state it.</summary>
    public int? Number { get; set; }

    public string? GivenName { get; set; }

    /// <summary>Name by which it is chosen.</summary>
    public string Name => GivenName ?? (Number is { } number ? FormattableString.Invariant($"ROI {number}") : "ROI");

    /// <summary>The space of its points; null where the file does not say.</summary>
    public string? FrameOfReferenceUid { get; set; }

    /// <summary>Whether the file describes it; else it has contours alone.</summary>
    public bool IsDescribed { get; init; }

    public List<RoiContour> Contours { get; } = [];

    /// <summary>The ROI as a class of masks, which it shares with ROIs of the same name alone.</summary>
    public Segment AsSegment() => new(Number ?? 0, Name, $"ROI {Name.ToUpperInvariant()}", Name);
}

/// <summary>A contour, whose points stay in the file until they are needed.</summary>
internal sealed class RoiContour
{
    // The second is its name since 2020, where areas that others enclose are holes; by the even-odd rule they always are.
    private static readonly string[] Closed = ["CLOSED_PLANAR", "CLOSEDPLANAR_XOR"];

    /// <summary>Its geometric type; null where the file does not state it.</summary>
    public string? Type { get; set; }

    /// <summary>Number of its points as the file states it; null where it does not.</summary>
    public int? StatedPoints { get; set; }

    /// <summary>Offset of the text of its points.</summary>
    public long Offset { get; set; }

    /// <summary>Length of that text, bytes.</summary>
    public long Length { get; set; }

    /// <summary>UIDs of the images that it was drawn on.</summary>
    public List<string> Images { get; } = [];

    /// <summary>Whether it encloses an area.</summary>
    public bool IsClosed => Type is not null && Closed.Contains(Type);
}
