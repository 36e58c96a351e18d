namespace LungSeg.Core.Formats.Dicom.Writing;

/// <summary>One slice as a DICOM object: its UIDs, size and position.</summary>
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

    /// <summary>Position of the slice. Null where it is unknown; the object is then a Secondary Capture instead of a CT Image.</summary>
    public DicomPlane? Plane { get; init; }

    /// <summary>Distance between rows and between columns in mm, where only the spacing is known; else null.</summary>
    public (double Row, double Column)? SpacingMm { get; init; }

    /// <summary>Comment with the label; null without a label.</summary>
    public string? Comment { get; init; }

    /// <summary>Class of the object.</summary>
    public string ClassUid => Plane is null ? SopClass.MultiframeWordSecondaryCapture : SopClass.Ct;
}
