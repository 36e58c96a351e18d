using LungSeg.Thresholding.Contours;

namespace LungSeg.Thresholding.Refinement;

/// <summary>Finds what is no image: values darker than air, and round the field of view values that air may have too.</summary>
internal sealed class PaddingFinder
{
    // Air itself is -1000 give or take noise.
    private const double DarkestAirHu = -1100;
    private const double LightestHu = -1000;

    // A circle drawn on a grid leaves its radius by less.
    private const double CircleSlack = 2;

    // Noise in the air beside it may have its value and hang on.
    private const double MostInside = 0.1;

    private readonly BitSlice _alike = new();
    private readonly BitSlice _areas = new();
    private readonly CornerAreas _corners = new();

    /// <summary>Sets the pixels of padding.</summary>
    /// <param name="hu">HU values, [row, col] in C order.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="columns">Number of columns.</param>
    /// <param name="padding">Receives them.</param>
    public void Find(ReadOnlySpan<double> hu, int rows, int columns, BitSlice padding)
    {
        padding.LoadLess(hu, rows, columns, DarkestAirHu);
        var corner = hu[0];
        if (double.IsNaN(corner))
        {
            _alike.LoadBelow(hu, rows, columns, double.NegativeInfinity);
            _corners.Add(_alike, padding);
        }
        else if (corner is >= DarkestAirHu and <= LightestHu)
        {
            _alike.LoadLess(hu, rows, columns, Math.BitIncrement(corner));
            _areas.Clear(rows, columns);
            _corners.Add(_alike, _areas);
            if (IsRoundAbout(_areas))
            {
                padding.Add(_areas);
            }
        }
    }

    // A scanner's field of view is a circle about the middle of the image; air that is flat because it was clipped has the outline of what is in it.
    private static bool IsRoundAbout(BitSlice areas)
    {
        if (areas.IsEmpty)
        {
            return false;
        }

        var farthest = 0.0;
        for (var row = 0; row < areas.Rows; row++)
        {
            for (var column = 0; column < areas.Columns; column++)
            {
                farthest = areas[row, column] ? farthest : Math.Max(farthest, SquaredDistance(areas, row, column));
            }
        }

        var radius = Math.Max(0, Math.Sqrt(farthest) - CircleSlack);
        var inside = 0;
        for (var row = 0; row < areas.Rows; row++)
        {
            for (var column = 0; column < areas.Columns; column++)
            {
                inside += areas[row, column] && SquaredDistance(areas, row, column) < radius * radius ? 1 : 0;
            }
        }

        return inside <= MostInside * areas.Count();
    }

    private static double SquaredDistance(BitSlice areas, int row, int column)
    {
        var (down, across) = (row - ((areas.Rows - 1) / 2.0), column - ((areas.Columns - 1) / 2.0));
        return (down * down) + (across * across);
    }
}
