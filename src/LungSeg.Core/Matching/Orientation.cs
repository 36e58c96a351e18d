using LungSeg.Core.Datasets.Collections;
using LungSeg.Core.Model;

namespace LungSeg.Core.Matching;

/// <summary>One of the seven ways in which a slice is flipped or transposed.</summary>
/// <param name="IsTransposed">Whether rows become columns, before anything is flipped.</param>
/// <param name="FlipsRows">Whether the order of the rows is reversed: upside down.</param>
/// <param name="FlipsColumns">Whether the order of the columns is reversed: left to right.</param>
internal readonly record struct Orientation(bool IsTransposed, bool FlipsRows, bool FlipsColumns)
{
    private const double AlongAxis = 0.999;

    /// <summary>All of them.</summary>
    public static Orientation[] All { get; } =
    [
        new(false, false, true),
        new(false, true, false),
        new(false, true, true),
        new(true, false, false),
        new(true, false, true),
        new(true, true, false),
        new(true, true, true),
    ];

    /// <summary>What it does, in words.</summary>
    public string Name =>
        (IsTransposed, FlipsRows, FlipsColumns) switch
        {
            (false, false, true) => "flipped left to right",
            (false, true, false) => "flipped upside down",
            (false, true, true) => "turned by 180 degrees",
            (true, false, false) => "transposed",
            (true, true, true) => "transposed and turned by 180 degrees",
            _ => "turned by 90 degrees",
        };

    /// <summary>A slice [row, col] in this orientation.</summary>
    public double[] Apply(ReadOnlySpan<double> hu, int height, int width)
    {
        var (rows, columns) = IsTransposed ? (width, height) : (height, width);
        var turned = new double[hu.Length];
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < columns; column++)
            {
                var (y, x) = (FlipsRows ? rows - 1 - row : row, FlipsColumns ? columns - 1 - column : column);
                turned[(row * columns) + column] = IsTransposed ? hu[(x * width) + y] : hu[(y * width) + x];
            }
        }

        return turned;
    }

    /// <summary>
    /// The place of a row whose flipped pixels are those of a volume's slice, where the volume's directions say that it is stored so; else
    /// null.
    /// </summary>
    public SlicePlace? Undo(SliceRecord slice)
    {
        if (slice.SopUid is not null || IsTransposed || slice is not { RowSpacingMm: { } row, ColumnSpacingMm: { } column })
        {
            return null;
        }
        if (SlicePlace.Parse(slice.ImagePositionMm, slice.ImageOrientation, new PixelSpacing(row, column)) is not { } place)
        {
            return null;
        }
        var (along, down) = (FlipsColumns ? -1.0 : 1.0, FlipsRows ? -1.0 : 1.0);
        return place.AlongRow.X * along > AlongAxis && place.AlongColumn.Y * down > AlongAxis
            ? new SlicePlace(
                place.At(FlipsRows ? slice.Rows - 1 : 0, FlipsColumns ? slice.Columns - 1 : 0),
                place.AlongRow * along,
                place.AlongColumn * down,
                place.Spacing
            )
            : null;
    }
}
