using System.Globalization;

namespace LungSeg.Core.Formats.Dicom.Writing;

/// <summary>Where a slice lies in the patient and how far apart its pixels are. Millimetres, in DICOM's axes (left, back, head).</summary>
internal sealed record DicomPlane
{
    /// <summary>How far cosines may be from a right angle and from length 1: the digits that they are written with.</summary>
    private const double CosineTolerance = 1e-3;

    /// <summary>Centre of the first pixel: x, y, z.</summary>
    public required IReadOnlyList<double> Origin { get; init; }

    /// <summary>Directions of a row and of a column, three cosines each.</summary>
    public required IReadOnlyList<double> Orientation { get; init; }

    /// <summary>Distance between rows.</summary>
    public required double RowSpacingMm { get; init; }

    /// <summary>Distance between columns.</summary>
    public required double ColumnSpacingMm { get; init; }

    /// <summary>Thickness of the slice; null where it is not known.</summary>
    public double? ThicknessMm { get; init; }

    /// <summary>Name of the axes.</summary>
    public required string FrameUid { get; init; }

    /// <summary>Position along the normal of the plane.</summary>
    public double PositionMm => SliceGeometry.AlongNormal(Origin, Orientation);

    /// <summary>The plane of pixels that were cut out and brought farther apart.</summary>
    /// <param name="top">First row of the cut.</param>
    /// <param name="left">First column of the cut.</param>
    /// <param name="scale">How many pixels became one, in each direction.</param>
    public DicomPlane Cut(int top, int left, double scale)
    {
        // The centre of a pixel of several lies between theirs.
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

    /// <summary>Reads numbers with backslashes between them; null where they are not as many finite numbers.</summary>
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

    /// <summary>Whether cosines are two directions at a right angle (PS3.3 C.7.6.2.1.1).</summary>
    public static bool AreDirections(IReadOnlyList<double> o)
    {
        double Product(int a, int b) => (o[a] * o[b]) + (o[a + 1] * o[b + 1]) + (o[a + 2] * o[b + 2]);
        return Math.Abs(Product(0, 0) - 1) < CosineTolerance
            && Math.Abs(Product(3, 3) - 1) < CosineTolerance
            && Math.Abs(Product(0, 3)) < CosineTolerance;
    }
}
