using LungSeg.Thresholding.Contours;

namespace LungSeg.Thresholding.Refinement;

/// <summary>
/// Finds the pixels outside the field of view: values darker than air, and values of air around the circle of the field of view.
/// </summary>
/// <remarks>This is not the padding of figures and rules, which consists of the slice's minimum at the corners, in any shape.</remarks>
internal sealed class OutsideFieldOfView
{
    // Air is -1000 HU, give or take noise.
    private const double DarkestAirHu = -1100;
    private const double LightestHu = -1000;

    // Pixels of a circle on a grid differ from the radius by less.
    private const double CircleSlack = 2;

    // Noise in adjacent air may have the same value and be connected.
    private const double MaxInside = 0.1;

    private readonly BitSlice _alike = new();
    private readonly BitSlice _areas = new();
    private readonly BitSlice _image = new();

    /// <summary>Sets the pixels outside the field of view.</summary>
    /// <param name="hu">HU values, [row, col] in C order.</param>
    /// <param name="height">Height in pixels.</param>
    /// <param name="width">Width in pixels.</param>
    /// <param name="outside">Receives the pixels.</param>
    /// <param name="map">Working memory.</param>
    public void Find(ReadOnlySpan<double> hu, int height, int width, BitSlice outside, ComponentMap map)
    {
        outside.LoadLess(hu, height, width, DarkestAirHu);
        var corner = hu[0];
        if (double.IsNaN(corner))
        {
            _alike.LoadBelow(hu, height, width, double.NegativeInfinity);
            CornerAreas.Add(_alike, outside, map);
        }
        else if (corner is >= DarkestAirHu and <= LightestHu)
        {
            _alike.LoadLess(hu, height, width, Math.BitIncrement(corner));
            _areas.Clear(height, width);
            CornerAreas.Add(_alike, _areas, map);
            if (IsRoundAbout(_areas))
            {
                outside.Add(_areas);
            }
        }
    }

    // The field of view of a scanner is a circle around the middle of the image. Air that is flat because its values were clipped has
    // another outline, that of the body.
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
