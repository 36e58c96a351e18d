using System.Numerics.Tensors;

namespace LungSeg.Core.Grouping;

/// <summary>Tones of a slice, summed up in one pass: means over cells, sums over pixel rows and columns.</summary>
internal sealed class ToneMeans
{
    private const int Side = SliceDescriptor.Side;

    private ToneMeans(int height, int width)
    {
        RowSums = new double[height];
        ColumnSums = new double[width];
    }

    /// <summary>
    /// Means [row, col] of <see cref="SliceDescriptor.Side"/> x <see cref="SliceDescriptor.Side"/> cells; a slice of fewer pixels repeats
    /// them.
    /// </summary>
    public double[] Cells { get; } = new double[SliceDescriptor.Length];

    /// <summary>Sum of each pixel row.</summary>
    public double[] RowSums { get; }

    /// <summary>Sum of each pixel column.</summary>
    public double[] ColumnSums { get; }

    /// <summary>Sums up a slice [row, col] in C order.</summary>
    public static ToneMeans Compute(ReadOnlySpan<double> hu, int height, int width)
    {
        var means = new ToneMeans(height, width);
        var tones = new double[width];
        var scratch = new double[width];
        var band = new double[width];
        var done = 0;
        for (var cellRow = 0; cellRow < Side; cellRow++)
        {
            var (firstRow, endRow) = Cover(cellRow, height);
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

            Collapse(band, endRow - firstRow, means.Cells.AsSpan(cellRow * Side, Side));
        }

        return means;
    }

    private static void Collapse(ReadOnlySpan<double> band, int height, Span<double> cells)
    {
        for (var cell = 0; cell < cells.Length; cell++)
        {
            var (first, end) = Cover(cell, band.Length);
            var sum = 0.0;
            for (var column = first; column < end; column++)
            {
                sum += band[column];
            }
            cells[cell] = sum / ((end - first) * height);
        }
    }

    private static (int First, int End) Cover(int cell, int pixels)
    {
        var first = (int)((long)cell * pixels / Side);
        return (first, Math.Max(first + 1, (int)((cell + 1L) * pixels / Side)));
    }
}
