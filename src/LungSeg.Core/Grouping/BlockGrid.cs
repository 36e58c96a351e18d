using System.Numerics.Tensors;

namespace LungSeg.Core.Grouping;

/// <summary>Filters a square grid of blocks [row, col], so that edges remain.</summary>
internal static class BlockGrid
{
    /// <summary>Removes slow changes: subtracts from each block the Gaussian mean around it, then the mean of all blocks.</summary>
    /// <param name="blocks">Values of the blocks, changed in place.</param>
    /// <param name="side">Blocks along each axis.</param>
    /// <param name="sigma">Width of the Gaussian in blocks.</param>
    public static void Sharpen(Span<double> blocks, int side, double sigma)
    {
        var kernel = Gaussian(sigma);
        var across = new double[blocks.Length];
        var smooth = new double[blocks.Length];
        BlurRows(blocks, across, side, kernel);
        BlurColumns(across, smooth, side, kernel);
        TensorPrimitives.Subtract(blocks, smooth, blocks);
        var mean = 0.0;
        foreach (var block in blocks)
        {
            mean += block;
        }
        TensorPrimitives.Subtract(blocks, mean / blocks.Length, blocks);
    }

    /// <summary>Means of 2 x 2 blocks.</summary>
    public static double[] Halve(ReadOnlySpan<double> blocks, int side)
    {
        var half = side / 2;
        var means = new double[half * half];
        for (var row = 0; row < half; row++)
        {
            var upper = blocks.Slice(2 * row * side, side);
            var lower = blocks.Slice(((2 * row) + 1) * side, side);
            for (var column = 0; column < half; column++)
            {
                means[(row * half) + column] =
                    (upper[2 * column] + upper[(2 * column) + 1] + lower[2 * column] + lower[(2 * column) + 1]) / 4;
            }
        }

        return means;
    }

    /// <summary>The border is padded with the nearest block.</summary>
    private static void BlurRows(ReadOnlySpan<double> source, Span<double> target, int side, double[] kernel)
    {
        var reach = kernel.Length - 1;
        var padded = new double[side + (2 * reach)];
        for (var row = 0; row < side; row++)
        {
            var line = source.Slice(row * side, side);
            padded.AsSpan(0, reach).Fill(line[0]);
            line.CopyTo(padded.AsSpan(reach));
            padded.AsSpan(reach + side).Fill(line[^1]);
            var blurred = target.Slice(row * side, side);
            TensorPrimitives.Multiply(line, kernel[0], blurred);
            for (var k = 1; k <= reach; k++)
            {
                TensorPrimitives.MultiplyAdd(padded.AsSpan(reach - k, side), kernel[k], blurred, blurred);
                TensorPrimitives.MultiplyAdd(padded.AsSpan(reach + k, side), kernel[k], blurred, blurred);
            }
        }
    }

    private static void BlurColumns(ReadOnlySpan<double> source, Span<double> target, int side, double[] kernel)
    {
        for (var row = 0; row < side; row++)
        {
            var blurred = target.Slice(row * side, side);
            TensorPrimitives.Multiply(source.Slice(row * side, side), kernel[0], blurred);
            for (var k = 1; k < kernel.Length; k++)
            {
                TensorPrimitives.MultiplyAdd(source.Slice(Math.Max(0, row - k) * side, side), kernel[k], blurred, blurred);
                TensorPrimitives.MultiplyAdd(source.Slice(Math.Min(side - 1, row + k) * side, side), kernel[k], blurred, blurred);
            }
        }
    }

    private static double[] Gaussian(double sigma)
    {
        var kernel = new double[(int)Math.Ceiling(4 * sigma) + 1];
        for (var k = 0; k < kernel.Length; k++)
        {
            kernel[k] = Math.Exp(-k * k / (2 * sigma * sigma));
        }
        var sum = kernel[0];
        for (var k = 1; k < kernel.Length; k++)
        {
            sum += 2 * kernel[k];
        }
        TensorPrimitives.Divide(kernel, sum, kernel);
        return kernel;
    }
}
