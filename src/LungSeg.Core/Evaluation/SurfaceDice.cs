namespace LungSeg.Core.Evaluation;

/// <summary>
/// Surface Dice at a tolerance (normalised surface distance), by contours between pixel centres as google-deepmind/surface-distance draws
/// them in two dimensions.
/// </summary>
/// <remarks>
/// Each corner of four pixels has a code of the pixels that are set around it, and a code has the length of the contour through it.
/// Distances lie between corners, and each counts with its length.
/// </remarks>
internal sealed class SurfaceDice
{
    private const int AllSet = 15;
    private readonly (double Distance, double Length)[] _truth;
    private readonly (double Distance, double Length)[] _predicted;

    /// <summary>Measures two masks that both have pixels.</summary>
    /// <param name="pair">The masks.</param>
    /// <param name="rowStep">Distance of two rows, 1 px or mm.</param>
    /// <param name="columnStep">Distance of two columns.</param>
    public SurfaceDice(MaskPair pair, double rowStep, double columnStep)
    {
        var (height, width) = (pair.Height + 1, pair.Width + 1);
        var truth = Codes(pair.Truth, height, width);
        var predicted = Codes(pair.Predicted, height, width);
        _truth = Measure(truth, predicted, height, width, rowStep, columnStep);
        _predicted = Measure(predicted, truth, height, width, rowStep, columnStep);
    }

    /// <summary>Share of both contours that lies within the tolerance of the other.</summary>
    public double Get(double tolerance)
    {
        var (near, all) = (0.0, 0.0);
        foreach (var (distance, length) in _truth.Concat(_predicted))
        {
            near += distance <= tolerance ? length : 0;
            all += length;
        }
        return near / all;
    }

    private static byte[] Codes(byte[] mask, int height, int width)
    {
        var codes = new byte[height * width];
        var (rows, columns) = (height - 1, width - 1);
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < columns; column++)
            {
                if (mask[(row * columns) + column] == 0)
                {
                    continue;
                }
                var at = (row * width) + column;
                codes[at] |= 1;
                codes[at + 1] |= 2;
                codes[at + width] |= 4;
                codes[at + width + 1] |= 8;
            }
        }
        return codes;
    }

    private static (double Distance, double Length)[] Measure(
        byte[] from,
        byte[] to,
        int height,
        int width,
        double rowStep,
        double columnStep
    )
    {
        var lengths = Lengths(rowStep, columnStep);
        var nearest = new NearestPixel([.. to.Select(code => code is not 0 and not AllSet ? (byte)1 : (byte)0)], height, width);
        var found = new List<(double, double)>();
        for (var at = 0; at < from.Length; at++)
        {
            if (from[at] is not 0 and not AllSet and var code)
            {
                found.Add((Math.Sqrt(nearest.Squared(at / width, at % width, rowStep, columnStep)), lengths[code]));
            }
        }
        return [.. found];
    }

    // By code: 8 and 4 are the pixels above, 2 and 1 those below, the left one first.
    private static double[] Lengths(double rowStep, double columnStep)
    {
        var diagonal = 0.5 * Math.Sqrt((rowStep * rowStep) + (columnStep * columnStep));
        return
        [
            0,
            diagonal,
            diagonal,
            columnStep,
            diagonal,
            rowStep,
            2 * diagonal,
            diagonal,
            diagonal,
            2 * diagonal,
            rowStep,
            diagonal,
            columnStep,
            diagonal,
            diagonal,
            0,
        ];
    }
}
