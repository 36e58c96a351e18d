using System.Globalization;

namespace LungSeg.Core.Formats.Dicom.Writing;

/// <summary>Position of a slice in the patient and spacing of its pixels, in mm and DICOM's axes (left, back, head).</summary>
internal sealed record DicomPlane
{
    /// <summary>Tolerance of cosines for the right angle and the length 1, since files round them.</summary>
    private const double CosineTolerance = 1e-3;

    /// <summary>Centre of the first pixel: x, y, z.</summary>
    public required IReadOnlyList<double> Origin { get; init; }

    /// <summary>Directions of rows and of columns, three cosines each.</summary>
    public required IReadOnlyList<double> Orientation { get; init; }

    /// <summary>Distance between rows.</summary>
    public required double RowSpacingMm { get; init; }

    /// <summary>Distance between columns.</summary>
    public required double ColumnSpacingMm { get; init; }

    /// <summary>Thickness of the slice; null where it is not known.</summary>
    public double? ThicknessMm { get; init; }

    /// <summary>Frame of Reference UID.</summary>
    public required string FrameUid { get; init; }

    /// <summary>Position along the normal of the plane.</summary>
    public double PositionMm => SliceGeometry.AlongNormal(Origin, Orientation);

    /// <summary>The plane of the slice after it is cropped and scaled.</summary>
    /// <param name="top">First row of the crop.</param>
    /// <param name="left">First column of the crop.</param>
    /// <param name="scale">Number of pixels that become one pixel, in each direction.</param>
    public DicomPlane Cut(int top, int left, double scale)
    {
        // The centre of a scaled pixel lies in the middle of its source pixels.
        var middle = (scale - 1) / 2;
        var (alongRow, alongColumn) = ((left + middle) * ColumnSpacingMm, (top + middle) * RowSpacingMm);
        return this with
        {
            Origin =
            [
                .. Enumerable
                    .Range(0, 3)
                    .Select(axis => Origin[axis] + (Orientation[axis] * alongRow) + (Orientation[axis + 3] * alongColumn)),
            ],
            RowSpacingMm = RowSpacingMm * scale,
            ColumnSpacingMm = ColumnSpacingMm * scale,
        };
    }

    /// <summary>Parses numbers separated by backslashes; null unless there are <paramref name="count"/> finite numbers.</summary>
    public static double[]? Parse(string? text, int count)
    {
        var parts = text?.Split('\\') ?? [];
        var numbers = new double[count];
        if (parts.Length != count)
        {
            return null;
        }
        for (var i = 0; i < count; i++)
        {
            if (
                !double.TryParse(parts[i], NumberStyles.Float, CultureInfo.InvariantCulture, out numbers[i]) || !double.IsFinite(numbers[i])
            )
            {
                return null;
            }
        }

        return numbers;
    }

    /// <summary>Whether cosines are two perpendicular directions (PS3.3 C.7.6.2.1.1).</summary>
    public static bool AreDirections(IReadOnlyList<double> o)
    {
        double Product(int a, int b) => (o[a] * o[b]) + (o[a + 1] * o[b + 1]) + (o[a + 2] * o[b + 2]);
        return Math.Abs(Product(0, 0) - 1) < CosineTolerance
            && Math.Abs(Product(3, 3) - 1) < CosineTolerance
            && Math.Abs(Product(0, 3)) < CosineTolerance;
    }
}
