namespace LungSeg.Core.Formats.Dicom.Writing;

/// <summary>One slice as an object of its own: what it is called, and where it lies.</summary>
internal sealed record DicomImage
{
    public required string StudyUid { get; init; }

    public required string SeriesUid { get; init; }

    public required string SopUid { get; init; }

    /// <summary>Patient; null where it is not known.</summary>
    public string? PatientId { get; init; }

    /// <summary>Number in its series, from 1.</summary>
    public required long InstanceNumber { get; init; }

    /// <summary>Rows of pixels.</summary>
    public required int Rows { get; init; }

    /// <summary>Columns of pixels.</summary>
    public required int Columns { get; init; }

    /// <summary>Where it lies; null where that is not known, and then it is not a CT Image but a Secondary Capture.</summary>
    public DicomPlane? Plane { get; init; }

    /// <summary>Distance between rows and between columns, mm, where that is all that is known; else null.</summary>
    public (double Row, double Column)? SpacingMm { get; init; }

    /// <summary>Comment with the label; null without.</summary>
    public string? Comment { get; init; }

    /// <summary>Class of the object.</summary>
    public string ClassUid => Plane is null ? SopClass.MultiframeWordSecondaryCapture : SopClass.Ct;
}
