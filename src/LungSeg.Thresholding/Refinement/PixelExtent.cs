using System.Numerics;
using LungSeg.Thresholding.Contours;

namespace LungSeg.Thresholding.Refinement;

/// <summary>Number, bounding box and mean column of a set of pixels.</summary>
/// <param name="Pixels">Number of pixels; where it is 0 the bounding box is undefined.</param>
/// <param name="Top">First row.</param>
/// <param name="Left">First column.</param>
/// <param name="Bottom">Last row.</param>
/// <param name="Right">Last column.</param>
/// <param name="CentreColumn">Mean column, 0 without pixels.</param>
internal readonly record struct PixelExtent(int Pixels, int Top, int Left, int Bottom, int Right, double CentreColumn)
{
    public static PixelExtent Compute(BitSlice mask)
    {
        var (pixels, columns) = (0, 0L);
        var (top, left, bottom, right) = (mask.Height, mask.Width, 0, 0);
        for (var row = 0; row < mask.Height; row++)
        {
            var first = mask.First(row);
            if (first < 0)
            {
                continue;
            }

            (top, bottom) = (Math.Min(top, row), row);
            (left, right) = (Math.Min(left, first), Math.Max(right, mask.Last(row)));
            var words = mask.Row(row);
            for (var word = 0; word < words.Length; word++)
            {
                var count = BitOperations.PopCount(words[word]);
                pixels += count;
                columns += ((long)count * word * 64) + SumOfPositions(words[word]);
            }
        }

        return new PixelExtent(pixels, top, left, bottom, right, pixels > 0 ? (double)columns / pixels : 0);
    }

    // Sum of the positions of the set bits, computed for each binary digit of the positions.
    private static int SumOfPositions(ulong word) =>
        BitOperations.PopCount(word & 0xAAAAAAAAAAAAAAAA)
        + (2 * BitOperations.PopCount(word & 0xCCCCCCCCCCCCCCCC))
        + (4 * BitOperations.PopCount(word & 0xF0F0F0F0F0F0F0F0))
        + (8 * BitOperations.PopCount(word & 0xFF00FF00FF00FF00))
        + (16 * BitOperations.PopCount(word & 0xFFFF0000FFFF0000))
        + (32 * BitOperations.PopCount(word & 0xFFFFFFFF00000000));
}
