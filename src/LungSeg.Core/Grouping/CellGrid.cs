using System.Numerics.Tensors;

namespace LungSeg.Core.Grouping;

/// <summary>Means of the tones of a slice over <see cref="SliceDescriptor.Side"/> x <see cref="SliceDescriptor.Side"/> cells, and what is left of them without slow changes.</summary>
internal static class CellGrid
{
    private const int Side = SliceDescriptor.Side;
    private const double SigmaCells = 1.5;

    private static readonly double[] Kernel = Gaussian();

    /// <summary>Means [row, col] of cells; a slice of fewer pixels than cells repeats them.</summary>
    public static void Means(ReadOnlySpan<double> hu, int rows, int columns, Span<double> cells)
    {
        var tones = new double[columns];
        var scratch = new double[columns];
        var band = new double[columns];
        for (var cellRow = 0; cellRow < Side; cellRow++)
        {
            var (firstRow, endRow) = Cover(cellRow, rows);
            Array.Clear(band);
            for (var row = firstRow; row < endRow; row++)
            {
                SliceTone.Of(hu.Slice(row * columns, columns), tones, scratch);
                TensorPrimitives.Add(band, tones, band);
            }

            for (var cellColumn = 0; cellColumn < Side; cellColumn++)
            {
                var (first, end) = Cover(cellColumn, columns);
                var sum = 0.0;
                for (var column = first; column < end; column++)
                    sum += band[column];
                cells[(cellRow * Side) + cellColumn] = sum / ((end - first) * (endRow - firstRow));
            }
        }
    }

    /// <summary>Takes the slow changes out: each cell less the Gaussian mean around it, then the mean of all.</summary>
    public static void Sharpen(Span<double> cells)
    {
        var across = new double[cells.Length];
        var smooth = new double[cells.Length];
        Blur(cells, across, step: 1, line: Side);
        Blur(across, smooth, step: Side, line: 1);
        TensorPrimitives.Subtract(cells, smooth, cells);
        var mean = 0.0;
        foreach (var cell in cells)
            mean += cell;
        TensorPrimitives.Subtract(cells, mean / cells.Length, cells);
    }

    private static (int First, int End) Cover(int cell, int pixels)
    {
        var first = (int)((long)cell * pixels / Side);
        return (first, Math.Max(first + 1, (int)((cell + 1L) * pixels / Side)));
    }

    private static void Blur(ReadOnlySpan<double> source, Span<double> target, int step, int line)
    {
        var reach = Kernel.Length - 1;
        for (var i = 0; i < Side; i++)
        {
            for (var j = 0; j < Side; j++)
            {
                var sum = Kernel[0] * source[(i * line) + (j * step)];
                for (var k = 1; k <= reach; k++)
                    sum += Kernel[k] * (source[(i * line) + (Math.Max(0, j - k) * step)] + source[(i * line) + (Math.Min(Side - 1, j + k) * step)]);
                target[(i * line) + (j * step)] = sum;
            }
        }
    }

    private static double[] Gaussian()
    {
        var kernel = new double[7];
        for (var k = 0; k < kernel.Length; k++)
            kernel[k] = Math.Exp(-k * k / (2 * SigmaCells * SigmaCells));
        var sum = kernel[0] + (2 * kernel.AsSpan(1).ToArray().Sum());
        for (var k = 0; k < kernel.Length; k++)
            kernel[k] /= sum;
        return kernel;
    }
}
