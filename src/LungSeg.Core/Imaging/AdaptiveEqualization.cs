namespace LungSeg.Core.Imaging;

/// <summary>
/// Contrast-limited adaptive histogram equalisation (CLAHE) as <c>skimage.exposure.equalize_adapthist</c> computes it with its defaults:
/// regions of 1/8 of the sides, clip limit 0.01, 256 bins.
/// </summary>
/// <remarks>
/// Equal to scikit-image 0.19 bit for bit, its steps in float32 included. Source: K. Zuiderveld, "Contrast Limited Adaptive Histogram
/// Equalization", Graphics Gems IV, 1994.
/// </remarks>
public static class AdaptiveEqualization
{
    private const int Levels = 1 << 14;
    private const int Bins = 256;
    private const int LevelsOfBin = 1 + (Levels / Bins);
    private const double ClipLimit = 0.01;

    /// <summary>
    /// Scales a slice to 0 to 1 by its minimum and maximum, and equalises it. A slice of a single value counts as 0 everywhere.
    /// </summary>
    /// <param name="values">Finite values [row, col].</param>
    /// <param name="height">Rows, at least 1.</param>
    /// <param name="width">Columns, at least 1.</param>
    /// <returns>Values from 0 to 1 [row, col].</returns>
    /// <exception cref="ArgumentException">The number of values is not height x width.</exception>
    public static double[] Apply(ReadOnlySpan<double> values, int height, int width)
    {
        if (height < 1 || width < 1 || values.Length != (long)height * width)
        {
            throw new ArgumentException($"{values.Length} values, expected {height} x {width}");
        }
        var levels = Quantize(values);
        var (rows, columns) = (new Tiling(height), new Tiling(width));
        var bins = Pad(levels, rows, columns);
        var maps = CreateMaps(bins, rows, columns);
        var result = new double[values.Length];
        for (var row = 0; row < height; row++)
        {
            for (var column = 0; column < width; column++)
            {
                var (r, c) = (row + rows.Before, column + columns.Before);
                result[(row * width) + column] = Interpolate(maps, bins[(r * columns.Padded) + c], (r, c), rows, columns);
            }
        }
        Stretch(result);
        return result;
    }

    // 0 to 1 as unsigned integers of 16 bits, stretched to 14 bits in float32.
    private static int[] Quantize(ReadOnlySpan<double> values)
    {
        var (low, high) = Range(values);
        var words = new double[values.Length];
        for (var i = 0; i < words.Length; i++)
        {
            words[i] = high > low ? Math.Round((values[i] - low) / (high - low) * ushort.MaxValue, MidpointRounding.ToEven) : 0;
        }
        var (least, most) = Range(words);
        var levels = new int[words.Length];
        for (var i = 0; i < levels.Length; i++)
        {
            levels[i] =
                most > least
                    ? (int)MathF.Round(((float)words[i] - (float)least) / (float)(most - least) * (Levels - 1), MidpointRounding.ToEven)
                    : (int)Math.Min(words[i], Levels - 1);
        }
        return levels;
    }

    // The bins of the image, reflected beyond its edges by half a region before and to whole regions and a half behind.
    private static byte[] Pad(int[] levels, Tiling rows, Tiling columns)
    {
        var bins = new byte[rows.Padded * columns.Padded];
        for (var row = 0; row < rows.Padded; row++)
        {
            var from = rows.Reflect(row) * columns.Length;
            for (var column = 0; column < columns.Padded; column++)
            {
                bins[(row * columns.Padded) + column] = (byte)(levels[from + columns.Reflect(column)] / LevelsOfBin);
            }
        }
        return bins;
    }

    private static int[][] CreateMaps(byte[] bins, Tiling rows, Tiling columns)
    {
        var (pixels, maps) = (rows.Side * columns.Side, new int[rows.Regions * columns.Regions][]);
        var limit = (int)Math.Max(ClipLimit * pixels, 1);
        for (var i = 0; i < maps.Length; i++)
        {
            var (top, left) = (rows.Before + (i / columns.Regions * rows.Side), columns.Before + (i % columns.Regions * columns.Side));
            var histogram = new int[Bins];
            for (var row = top; row < top + rows.Side; row++)
            {
                for (var column = left; column < left + columns.Side; column++)
                {
                    histogram[bins[(row * columns.Padded) + column]]++;
                }
            }
            Clip(histogram, limit);
            maps[i] = new int[Bins];
            var (sum, scale) = (0L, (double)(Levels - 1) / pixels);
            for (var bin = 0; bin < Bins; bin++)
            {
                sum += histogram[bin];
                maps[i][bin] = (int)Math.Min(sum * scale, Levels - 1);
            }
        }
        return maps;
    }

    // Cuts bins at the limit, and spreads what was cut over the others.
    private static void Clip(int[] histogram, int limit)
    {
        var excess = 0;
        for (var i = 0; i < Bins; i++)
        {
            excess += Math.Max(0, histogram[i] - limit);
            histogram[i] = Math.Min(histogram[i], limit);
        }
        var step = excess / Bins;
        var upper = limit - step;
        for (var i = 0; i < Bins; i++)
        {
            var added = histogram[i] < upper ? step : 0;

            // What the step lifts to the upper part is filled up with it.
            added = histogram[i] + added >= upper ? limit - histogram[i] : added;
            excess -= added;
            histogram[i] += added;
        }
        for (var before = -1; excess > 0 && excess != before; )
        {
            before = excess;
            for (var first = 0; first < Bins && excess > 0; first++)
            {
                var stride = Math.Max(1, histogram.Count(count => count < limit) / excess);
                for (var i = first; i < Bins; i += stride)
                {
                    if (histogram[i] < limit)
                    {
                        histogram[i]++;
                        excess--;
                    }
                }
            }
        }
    }

    private static double Interpolate(int[][] maps, byte bin, (int Row, int Column) at, Tiling rows, Tiling columns)
    {
        var (down, across) = ((double)(at.Row % rows.Side) / rows.Side, (double)(at.Column % columns.Side) / columns.Side);
        var sum = 0f;
        for (var edge = 0; edge < 4; edge++)
        {
            var (lower, right) = (edge >> 1, edge & 1);
            var row = Math.Clamp((at.Row / rows.Side) + lower - 1, 0, rows.Regions - 1);
            var column = Math.Clamp((at.Column / columns.Side) + right - 1, 0, columns.Regions - 1);
            var share = (right == 1 ? across : 1 - across) * (lower == 1 ? down : 1 - down);
            sum += (float)(maps[(row * columns.Regions) + column][bin] * share);
        }
        return (ushort)sum;
    }

    private static void Stretch(double[] values)
    {
        var (low, high) = Range(values);
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = high > low ? (values[i] - low) / (high - low) : Math.Clamp(values[i], 0, 1);
        }
    }

    private static (double Low, double High) Range(ReadOnlySpan<double> values)
    {
        var (low, high) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (var value in values)
        {
            (low, high) = (Math.Min(low, value), Math.Max(high, value));
        }
        return (low, high);
    }

    /// <summary>Regions along one side of the image.</summary>
    private sealed class Tiling
    {
        public Tiling(int length)
        {
            (Length, Side) = (length, Math.Max(length / 8, 1));
            Before = Side / 2;
            Padded = Before + length + ((Side - (length % Side)) % Side) + ((Side + 1) / 2);
            Regions = (Padded / Side) - 1;
        }

        public int Length { get; }

        /// <summary>Length of a region.</summary>
        public int Side { get; }

        /// <summary>Pixels added before the image.</summary>
        public int Before { get; }

        /// <summary>Length with the pixels that are added.</summary>
        public int Padded { get; }

        /// <summary>Number of regions with a histogram.</summary>
        public int Regions { get; }

        /// <summary>The pixel that stands at a place of the padded image: mirrored at the edge pixels, which are not repeated.</summary>
        public int Reflect(int at)
        {
            if (Length == 1)
            {
                return 0;
            }
            var period = 2 * (Length - 1);
            var place = (((at - Before) % period) + period) % period;
            return place < Length ? place : period - place;
        }
    }
}
