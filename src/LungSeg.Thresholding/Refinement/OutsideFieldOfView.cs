using LungSeg.Thresholding.Contours;

namespace LungSeg.Thresholding.Refinement;

/// <summary>
/// Finds what lies outside the field of view and is not an image: values darker than air, and around its circle values of air.
/// </summary>
/// <remarks>Not the padding of figures and rules, which is the minimum of the slice at its corners whatever its shape.</remarks>
internal sealed class OutsideFieldOfView
{
    // Air itself is -1000 give or take noise.
    private const double DarkestAirHu = -1100;
    private const double LightestHu = -1000;

    // A circle drawn on a grid leaves its radius by less.
    private const double CircleSlack = 2;

    // Noise in the air beside it may have its value and hang on.
    private const double MaxInside = 0.1;

    private readonly BitSlice _alike = new();
    private readonly BitSlice _areas = new();
    private readonly BitSlice _image = new();
    private readonly CornerAreas _corners = new();

    /// <summary>Sets the pixels outside the field of view.</summary>
    /// <param name="hu">HU values, [row, col] in C order.</param>
    /// <param name="height">Height in pixels.</param>
    /// <param name="width">Width in pixels.</param>
    /// <param name="outside">Receives them.</param>
    public void Find(ReadOnlySpan<double> hu, int height, int width, BitSlice outside)
    {
        outside.LoadLess(hu, height, width, DarkestAirHu);
        var corner = hu[0];
        if (double.IsNaN(corner))
        {
            _alike.LoadBelow(hu, height, width, double.NegativeInfinity);
            _corners.Add(_alike, outside);
        }
        else if (corner is >= DarkestAirHu and <= LightestHu)
        {
            _alike.LoadLess(hu, height, width, Math.BitIncrement(corner));
            _areas.Clear(height, width);
            _corners.Add(_alike, _areas);
            if (IsRoundAbout(_areas))
            {
                outside.Add(_areas);
            }
        }
    }

    // A scanner's field of view is a circle about the middle of the image; air that is flat because it was clipped has the outline of what
    // is in it.
    private bool IsRoundAbout(BitSlice areas)
    {
        if (areas.IsEmpty)
        {
            return false;
        }

        var (middleRow, middleColumn) = ((areas.Height - 1) / 2.0, (areas.Width - 1) / 2.0);
        _image.FillAll(areas.Height, areas.Width);
        _image.Remove(areas);
        var farthest = 0.0;
        for (var row = 0; row < areas.Height; row++)
        {
            if (_image.First(row) is >= 0 and var first)
            {
                var across = Math.Max(middleColumn - first, _image.Last(row) - middleColumn);
                farthest = Math.Max(farthest, ((row - middleRow) * (row - middleRow)) + (across * across));
            }
        }

        var radius = Math.Max(0, Math.Sqrt(farthest) - CircleSlack);
        var inside = 0;
        for (var row = 0; row < areas.Height; row++)
        {
            var reach = Math.Sqrt(Math.Max(0, (radius * radius) - ((row - middleRow) * (row - middleRow))));
            var start = Math.Max(0, (int)Math.Floor(middleColumn - reach) + 1);
            var end = Math.Min(areas.Width, (int)Math.Ceiling(middleColumn + reach));
            inside += start < end ? areas.Count(row, start, end) : 0;
        }

        return inside <= MaxInside * areas.Count();
    }
}
