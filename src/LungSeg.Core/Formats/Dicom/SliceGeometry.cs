namespace LungSeg.Core.Formats.Dicom;

/// <summary>
/// Position of a slice and size of its pixels, in mm and DICOM's axes (left, back, head). Values that the file lacks are null.
/// </summary>
internal sealed record SliceGeometry
{
    /// <summary>Centre of the first pixel: x, y, z.</summary>
    public double[]? Origin { get; init; }

    /// <summary>Directions of rows and of columns, three cosines each.</summary>
    public double[]? Orientation { get; init; }

    /// <summary>Position along the normal of the slice's plane.</summary>
    public double? PositionMm { get; init; }

    public double? RowSpacingMm { get; init; }

    public double? ColumnSpacingMm { get; init; }

    public double? ThicknessMm { get; init; }

    /// <summary>Geometry of one frame.</summary>
    /// <exception cref="Bytes.DatasetFormatException">An attribute does not hold the expected number of numbers.</exception>
    public static SliceGeometry FromFrame(DicomObject dicom, int frame)
    {
        var origin = dicom.GetFrameValues(frame, DicomTags.ImagePositionPatient).Numbers(DicomTags.ImagePositionPatient, 3);
        var orientation = dicom.GetFrameValues(frame, DicomTags.ImageOrientationPatient).Numbers(DicomTags.ImageOrientationPatient, 6);
        var spacing = dicom.GetFrameValues(frame, DicomTags.PixelSpacing).Numbers(DicomTags.PixelSpacing, 2);
        return new SliceGeometry
        {
            Origin = origin,
            Orientation = orientation,
            PositionMm = origin is null || orientation is null ? null : AlongNormal(origin, orientation),
            RowSpacingMm = spacing?[0],
            ColumnSpacingMm = spacing?[1],
            ThicknessMm = dicom.GetFrameValues(frame, DicomTags.SliceThickness).Number(DicomTags.SliceThickness),
        };
    }

    /// <summary>Component of <paramref name="origin"/> along the cross product of the two directions.</summary>
    public static double AlongNormal(IReadOnlyList<double> origin, IReadOnlyList<double> o) =>
        (origin[0] * ((o[1] * o[5]) - (o[2] * o[4])))
        + (origin[1] * ((o[2] * o[3]) - (o[0] * o[5])))
        + (origin[2] * ((o[0] * o[4]) - (o[1] * o[3])));
}
