using LungSeg.Core.Model;

namespace LungSeg.Core.Formats.Dicom;

/// <summary>
/// What a file says of the place of a frame, in mm and DICOM's axes. Values that it lacks, or that are no numbers, are null.
/// </summary>
internal sealed record FramePlane
{
    /// <summary>Centre of the first pixel: x, y, z.</summary>
    public double[]? Origin { get; init; }

    /// <summary>Directions of rows and of columns, three cosines each.</summary>
    public double[]? Orientation { get; init; }

    public PixelSpacing? SpacingMm { get; init; }

    public double? ThicknessMm { get; init; }

    /// <summary>Place of the frame; null where a part of it is missing.</summary>
    public SlicePlace? Place => SpacingMm is { } spacing ? GetPlace(spacing) : null;

    /// <summary>Position along the normal of the plane.</summary>
    public double? PositionMm => GetPlace(default)?.PositionMm;

    /// <summary>Reads the plane of one frame.</summary>
    public static FramePlane FromFrame(DicomObject dicom, int frame)
    {
        double[]? Numbers(DicomTag tag, int count) => dicom.GetFrameValues(frame, tag).OptionalNumbers(tag, count);
        return new FramePlane
        {
            Origin = Numbers(DicomTags.ImagePositionPatient, 3),
            Orientation = Numbers(DicomTags.ImageOrientationPatient, 6),
            SpacingMm = Numbers(DicomTags.PixelSpacing, 2) is [> 0 and var row, > 0 and var column] ? new PixelSpacing(row, column) : null,
            ThicknessMm = Numbers(DicomTags.SliceThickness, 1)?[0],
        };
    }

    /// <summary>Place of the frame with a spacing that is known from elsewhere.</summary>
    public SlicePlace? GetPlace(PixelSpacing spacing) =>
        Origin is not null && Orientation is not null ? SlicePlace.From(Origin, Orientation, spacing) : null;
}
