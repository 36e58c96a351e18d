using System.Globalization;

namespace LungSeg.Core.Model;

/// <summary>Where a slice lies in the patient (PS3.3 C.7.6.2.1.1): mm, in DICOM's axes (left, back, head).</summary>
/// <param name="Origin">Centre of pixel [0, 0].</param>
/// <param name="AlongRow">Direction from one column to the next, of length 1.</param>
/// <param name="AlongColumn">Direction from one row to the next, of length 1 and at a right angle to <paramref name="AlongRow"/>.</param>
/// <param name="Spacing">Distance of neighbouring pixels.</param>
public sealed record SlicePlace(Vector3D Origin, Vector3D AlongRow, Vector3D AlongColumn, PixelSpacing Spacing)
{
    /// <summary>Tolerance of cosines for the right angle and the length 1, since files round them.</summary>
    private const double CosineTolerance = 1e-3;

    /// <summary>Direction at right angles to the slice: row direction x column direction.</summary>
    public Vector3D Normal => AlongRow.Cross(AlongColumn);

    /// <summary>Position along the normal, mm.</summary>
    public double PositionMm => Origin.Dot(Normal);

    /// <summary>The place of a slice by the texts of its columns; null where they are missing or give no place.</summary>
    /// <param name="position">Three numbers with backslashes between them.</param>
    /// <param name="orientation">Six cosines with backslashes between them.</param>
    /// <param name="spacing">Spacing; null where it is not known.</param>
    public static SlicePlace? Parse(string? position, string? orientation, PixelSpacing? spacing) =>
        spacing is { } known && ParseNumbers(position, 3) is { } origin && ParseNumbers(orientation, 6) is { } cosines
            ? From(origin, cosines, known)
            : null;

    /// <summary>The place by DICOM's numbers; null where the cosines are no two perpendicular directions.</summary>
    /// <param name="origin">ImagePositionPatient.</param>
    /// <param name="cosines">ImageOrientationPatient.</param>
    /// <param name="spacing">PixelSpacing.</param>
    public static SlicePlace? From(IReadOnlyList<double> origin, IReadOnlyList<double> cosines, PixelSpacing spacing)
    {
        ArgumentNullException.ThrowIfNull(origin);
        ArgumentNullException.ThrowIfNull(cosines);
        return AreDirections(cosines)
            ? new SlicePlace(
                new(origin[0], origin[1], origin[2]),
                new(cosines[0], cosines[1], cosines[2]),
                new(cosines[3], cosines[4], cosines[5]),
                spacing
            )
            : null;
    }

    /// <summary>Whether six cosines are two perpendicular directions.</summary>
    public static bool AreDirections(IReadOnlyList<double> cosines)
    {
        ArgumentNullException.ThrowIfNull(cosines);
        var (row, column) = (new Vector3D(cosines[0], cosines[1], cosines[2]), new Vector3D(cosines[3], cosines[4], cosines[5]));
        return Math.Abs(row.Dot(row) - 1) < CosineTolerance
            && Math.Abs(column.Dot(column) - 1) < CosineTolerance
            && Math.Abs(row.Dot(column)) < CosineTolerance;
    }

    /// <summary>Parses numbers separated by backslashes; null unless there are <paramref name="count"/> finite numbers.</summary>
    public static double[]? ParseNumbers(string? text, int count)
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

    /// <summary>Numbers as the columns of a table hold them, with backslashes between them.</summary>
    public static string Join(params IEnumerable<double> numbers) =>
        string.Join('\\', numbers.Select(number => number.ToString("R", CultureInfo.InvariantCulture)));

    /// <summary>The origin as the column <see cref="DatasetColumns.ImagePositionMm"/> holds it.</summary>
    public string PositionText => Join(Origin.X, Origin.Y, Origin.Z);

    /// <summary>The directions as the column <see cref="DatasetColumns.ImageOrientation"/> holds them.</summary>
    public string OrientationText => Join(AlongRow.X, AlongRow.Y, AlongRow.Z, AlongColumn.X, AlongColumn.Y, AlongColumn.Z);

    /// <summary>The point at a pixel, which need not be whole.</summary>
    public Vector3D At(double row, double column) =>
        Origin + (AlongRow * (column * Spacing.ColumnMm)) + (AlongColumn * (row * Spacing.RowMm));

    /// <summary>The place of the slice after it is cropped and scaled.</summary>
    /// <param name="top">First row of the crop.</param>
    /// <param name="left">First column of the crop.</param>
    /// <param name="scale">Number of pixels that become one pixel, in each direction.</param>
    public SlicePlace Cut(int top, int left, double scale)
    {
        // The centre of a scaled pixel lies in the middle of its source pixels.
        var middle = (scale - 1) / 2;
        return this with
        {
            Origin = At(top + middle, left + middle),
            Spacing = new PixelSpacing(Spacing.RowMm * scale, Spacing.ColumnMm * scale),
        };
    }

    /// <summary>The place in words, for messages.</summary>
    public override string ToString() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"pixel [0, 0] at {Origin} mm, rows along {AlongRow}, columns along {AlongColumn}, "
                + $"{Spacing.RowMm:0.####} x {Spacing.ColumnMm:0.####} mm"
        );
}
