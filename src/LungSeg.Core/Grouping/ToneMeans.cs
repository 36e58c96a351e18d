using System.Numerics.Tensors;

namespace LungSeg.Core.Grouping;

/// <summary>Sums of a slice's tones, from one pass: means over blocks, sums over pixel rows and columns.</summary>
internal sealed class ToneMeans
{
    private const int Side = SliceDescriptor.Side;

    private ToneMeans(int height, int width)
    {
        RowSums = new double[height];
        ColumnSums = new double[width];
    }

    /// <summary>
    /// Means [row, col] of <see cref="SliceDescriptor.Side"/> x <see cref="SliceDescriptor.Side"/> blocks; a smaller slice repeats pixels.
    /// </summary>
    public double[] Blocks { get; } = new double[SliceDescriptor.Length];

    /// <summary>Sum of each pixel row.</summary>
    public double[] RowSums { get; }

    /// <summary>Sum of each pixel column.</summary>
    public double[] ColumnSums { get; }

    /// <summary>Computes the sums of a slice [row, col] in C order.</summary>
    public static ToneMeans Compute(ReadOnlySpan<double> hu, int height, int width)
    {
        var means = new ToneMeans(height, width);
        var tones = new double[width];
        var scratch = new double[width];
        var band = new double[width];
        var done = 0;
        for (var blockRow = 0; blockRow < Side; blockRow++)
        {
            var (firstRow, endRow) = Cover(blockRow, height);
            Array.Clear(band);
            for (var row = firstRow; row < endRow; row++)
            {
                SliceTone.Compute(hu.Slice(row * width, width), tones, scratch);
                TensorPrimitives.Add(band, tones, band);
                if (row < done)
                {
                    continue;
                }
                means.RowSums[row] = TensorPrimitives.Sum<double>(tones);
                TensorPrimitives.Add(means.ColumnSums, tones, means.ColumnSums);
                done = row + 1;
            }

            Collapse(band, endRow - firstRow, means.Blocks.AsSpan(blockRow * Side, Side));
        }

        return means;
    }

    private static void Collapse(ReadOnlySpan<double> band, int height, Span<double> blocks)
    {
        for (var block = 0; block < blocks.Length; block++)
        {
            var (first, end) = Cover(block, band.Length);
            var sum = 0.0;
            for (var column = first; column < end; column++)
            {
                sum += band[column];
            }
            blocks[block] = sum / ((end - first) * height);
        }
    }

    private static (int First, int End) Cover(int block, int pixels)
    {
        var first = (int)((long)block * pixels / Side);
        return (first, Math.Max(first + 1, (int)((block + 1L) * pixels / Side)));
    }
}
