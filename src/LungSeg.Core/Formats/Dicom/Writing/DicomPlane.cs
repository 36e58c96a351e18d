using LungSeg.Core.Model;

namespace LungSeg.Core.Formats.Dicom.Writing;

/// <summary>Position of a slice in the patient and spacing of its pixels.</summary>
internal sealed record DicomPlane
{
    /// <summary>Where the slice lies.</summary>
    public required SlicePlace Place { get; init; }

    /// <summary>Thickness of the slice, mm; null where it is not known.</summary>
    public double? ThicknessMm { get; init; }

    /// <summary>Frame of Reference UID.</summary>
    public required string FrameUid { get; init; }

    /// <summary>ImagePositionPatient.</summary>
    public IReadOnlyList<double> Origin => [Place.Origin.X, Place.Origin.Y, Place.Origin.Z];

    /// <summary>ImageOrientationPatient.</summary>
    public IReadOnlyList<double> Orientation =>
        [Place.AlongRow.X, Place.AlongRow.Y, Place.AlongRow.Z, Place.AlongColumn.X, Place.AlongColumn.Y, Place.AlongColumn.Z];
}
