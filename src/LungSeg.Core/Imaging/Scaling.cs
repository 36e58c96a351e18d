using LungSeg.Core.Model;

namespace LungSeg.Core.Imaging;

/// <summary>Scales pictures and masks, [row, col], in exact integer arithmetic.</summary>
/// <remarks>
/// With R source rows and r target rows, target row i covers the source from i * R / r to (i + 1) * R / r; columns likewise.
/// </remarks>
public static class Scaling
{
    /// <summary>
    /// Scales a picture by area averaging: the weight of a source pixel is the area it shares with the target pixel. Results are rounded
    /// half up.
    /// </summary>
    /// <param name="image">Picture to scale.</param>
    /// <param name="height">Height of the result, at least 1.</param>
    /// <param name="width">Width of the result, at least 1.</param>
    /// <returns>A new picture.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A side is under 1.</exception>
    public static RgbImage Area(RgbImage image, int height, int width)
    {
        ArgumentNullException.ThrowIfNull(image);
        var result = new RgbImage(height, width);
        // Along each axis the weight of a source pixel is its overlap in units of 1/target; the weights of a target pixel sum to the source
        // side.
        var area = (long)image.Height * image.Width;
        var sums = new long[width * 3];
        for (var row = 0; row < height; row++)
        {
            Array.Clear(sums);
            var (first, last) = Cover(row, image.Height, height);
            for (var source = first; source < last; source++)
            {
                AddRow(image.Row(source), Overlap(row, source, image.Height, height), sums);
            }
            var target = result.Row(row);
            for (var column = 0; column < width; column++)
            {
                var at = column * 3;
                target[column] = new RgbColor(Round(sums[at], area), Round(sums[at + 1], area), Round(sums[at + 2], area));
            }
        }
        return result;
    }

    /// <summary>Nearest neighbour: each target pixel gets the source pixel under its centre.</summary>
    /// <param name="image">Picture to scale.</param>
    /// <param name="height">Height of the result, at least 1.</param>
    /// <param name="width">Width of the result, at least 1.</param>
    /// <returns>A new picture.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A side is under 1.</exception>
    public static RgbImage Nearest(RgbImage image, int height, int width)
    {
        ArgumentNullException.ThrowIfNull(image);
        var result = new RgbImage(height, width);
        for (var row = 0; row < height; row++)
        {
            var source = image.Row(Resampler.Centre(row, image.Height, height));
            var target = result.Row(row);
            for (var column = 0; column < width; column++)
            {
                target[column] = source[Resampler.Centre(column, image.Width, width)];
            }
        }
        return result;
    }

    /// <summary>Scales a mask without losing small areas: a target pixel is set where it shares area with any set source pixel.</summary>
    /// <param name="mask">Mask [row, col] in C order; non-zero is inside.</param>
    /// <param name="size">Rows and columns of the mask.</param>
    /// <param name="target">Rows and columns of the result, each at least 1.</param>
    /// <returns>The scaled mask, 0 or 1.</returns>
    /// <exception cref="ArgumentException">The mask's length is not its height x width.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A target side is under 1.</exception>
    public static byte[] AnyOf(ReadOnlySpan<byte> mask, SliceSize size, SliceSize target)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(target.Height, 1, nameof(target));
        ArgumentOutOfRangeException.ThrowIfLessThan(target.Width, 1, nameof(target));
        if (mask.Length != (long)size.Height * size.Width)
        {
            throw new ArgumentException($"{mask.Length} values do not fill {size.Height} x {size.Width} pixels", nameof(mask));
        }
        var result = new byte[target.Height * target.Width];
        for (var row = 0; row < target.Height; row++)
        {
            var (firstRow, lastRow) = Cover(row, size.Height, target.Height);
            for (var column = 0; column < target.Width; column++)
            {
                var (first, last) = Cover(column, size.Width, target.Width);
                for (var source = firstRow; source < lastRow; source++)
                {
                    if (mask.Slice((source * size.Width) + first, last - first).ContainsAnyExcept((byte)0))
                    {
                        result[(row * target.Width) + column] = 1;
                        break;
                    }
                }
            }
        }
        return result;
    }

    private static void AddRow(ReadOnlySpan<RgbColor> source, long rowWeight, long[] sums)
    {
        var width = sums.Length / 3;
        for (var column = 0; column < width; column++)
        {
            var (first, last) = Cover(column, source.Length, width);
            long red = 0,
                green = 0,
                blue = 0;
            for (var c = first; c < last; c++)
            {
                var weight = rowWeight * Overlap(column, c, source.Length, width);
                red += weight * source[c].Red;
                green += weight * source[c].Green;
                blue += weight * source[c].Blue;
            }
            sums[column * 3] += red;
            sums[(column * 3) + 1] += green;
            sums[(column * 3) + 2] += blue;
        }
    }

    private static (int First, int Last) Cover(int index, int source, int target) =>
        ((int)((long)index * source / target), (int)((((index + 1L) * source) + target - 1) / target));

    private static long Overlap(int index, int pixel, int source, int target) =>
        Math.Min((index + 1L) * source, (pixel + 1L) * target) - Math.Max((long)index * source, (long)pixel * target);

    private static byte Round(long sum, long area) => (byte)((sum + (area / 2)) / area);
}
