namespace LungSeg.Core.Evaluation;

/// <summary>
/// Distances between the borders of two masks: their pixels with one of the 4 neighbours outside the mask or the image.
/// </summary>
/// <param name="Hd">Larger of the two maxima (Hausdorff distance).</param>
/// <param name="Hd95">Larger of the two 95th percentiles, or that of both sets joined.</param>
/// <param name="Assd">Mean over both sets joined.</param>
public readonly record struct BorderDistances(double Hd, double Hd95, double Assd)
{
    private const double Share = 0.95;

    /// <summary>Measures two masks that both have pixels.</summary>
    /// <param name="pair">The masks.</param>
    /// <param name="rowStep">Distance of two rows, 1 px or mm.</param>
    /// <param name="columnStep">Distance of two columns.</param>
    /// <param name="isPooled">Whether the percentile is that of both sets joined, as medpy computes it.</param>
    internal static BorderDistances Measure(MaskPair pair, double rowStep, double columnStep, bool isPooled)
    {
        var truth = Border(pair.Truth, pair.Height, pair.Width);
        var predicted = Border(pair.Predicted, pair.Height, pair.Width);
        var there = Directed(truth, predicted, pair.Height, pair.Width, rowStep, columnStep);
        var back = Directed(predicted, truth, pair.Height, pair.Width, rowStep, columnStep);
        double[] joined = [.. there, .. back];
        Array.Sort(there);
        Array.Sort(back);
        var sum = joined.Sum();
        Array.Sort(joined);
        return new BorderDistances(
            joined[^1],
            isPooled ? Percentile.Get(joined, Share) : Math.Max(Percentile.Get(there, Share), Percentile.Get(back, Share)),
            sum / joined.Length
        );
    }

    private static byte[] Border(byte[] mask, int height, int width)
    {
        var border = new byte[mask.Length];
        for (var row = 0; row < height; row++)
        {
            for (var column = 0; column < width; column++)
            {
                var at = (row * width) + column;
                var isInner =
                    row > 0
                    && row < height - 1
                    && column > 0
                    && column < width - 1
                    && (mask[at - width] & mask[at + width] & mask[at - 1] & mask[at + 1]) != 0;
                border[at] = mask[at] != 0 && !isInner ? (byte)1 : (byte)0;
            }
        }
        return border;
    }

    private static double[] Directed(byte[] from, byte[] to, int height, int width, double rowStep, double columnStep)
    {
        var nearest = new NearestPixel(to, height, width);
        var distances = new double[from.AsSpan().Count((byte)1)];
        var count = 0;
        for (var at = 0; at < from.Length; at++)
        {
            if (from[at] != 0)
            {
                distances[count++] = Math.Sqrt(nearest.Squared(at / width, at % width, rowStep, columnStep));
            }
        }
        return distances;
    }
}
