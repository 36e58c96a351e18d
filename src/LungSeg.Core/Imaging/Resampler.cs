using LungSeg.Core.Model;

namespace LungSeg.Core.Imaging;

/// <summary>Scales HU slices, float64 [row, col] in C order, one axis after the other.</summary>
/// <remarks>
/// Area: exact mean; the weight of a source pixel is the share of it that the target pixel covers. Lanczos as in Pillow: three lobes,
/// stretched by the factor when scaling down, with weights normalised at the borders.
/// </remarks>
internal sealed class Resampler
{
    private readonly Taps _down;
    private readonly Taps _across;
    private readonly SliceSize _source;
    private readonly SliceSize _target;

    /// <param name="source">Rows and columns of the slices, at least 1.</param>
    /// <param name="target">Rows and columns of the result, at least 1.</param>
    /// <param name="kind">Method of scaling.</param>
    public Resampler(SliceSize source, SliceSize target, Resampling kind)
    {
        _source = source;
        _target = target;
        _down = Taps.Compute(source.Height, target.Height, kind);
        _across = Taps.Compute(source.Width, target.Width, kind);
    }

    /// <summary>Fills <paramref name="result"/>, target height x width.</summary>
    public void Apply(ReadOnlySpan<double> slice, Span<double> result)
    {
        var (height, width) = _target;
        var between = new double[_source.Height * width];
        for (var row = 0; row < _source.Height; row++)
        {
            var line = slice.Slice(row * _source.Width, _source.Width);
            for (var column = 0; column < width; column++)
            {
                var weights = _across.Weights(column, out var first);
                var sum = 0.0;
                for (var i = 0; i < weights.Length; i++)
                {
                    sum += weights[i] * line[first + i];
                }
                between[(row * width) + column] = sum;
            }
        }

        for (var row = 0; row < height; row++)
        {
            var weights = _down.Weights(row, out var first);
            var line = result.Slice(row * width, width);
            line.Clear();
            for (var i = 0; i < weights.Length; i++)
            {
                System.Numerics.Tensors.TensorPrimitives.MultiplyAdd(between.AsSpan((first + i) * width, width), weights[i], line, line);
            }
        }
    }

    /// <summary>Nearest neighbour, for masks: each target pixel gets the source pixel under its centre.</summary>
    public void ApplyNearest(ReadOnlySpan<byte> mask, Span<byte> result)
    {
        for (var row = 0; row < _target.Height; row++)
        {
            var line = mask.Slice(Centre(row, _source.Height, _target.Height) * _source.Width, _source.Width);
            for (var column = 0; column < _target.Width; column++)
            {
                result[(row * _target.Width) + column] = line[Centre(column, _source.Width, _target.Width)];
            }
        }
    }

    /// <summary>The source pixel that a target pixel gets along one axis.</summary>
    public static int Centre(int index, int source, int target) => (int)(((2L * index) + 1) * source / (2L * target));

    /// <summary>The source pixels and weights of each target pixel along one axis.</summary>
    private sealed class Taps
    {
        private const double Lobes = 3;
        private readonly int[] _first;
        private readonly double[][] _weights;

        private Taps(int[] first, double[][] weights) => (_first, _weights) = (first, weights);

        public ReadOnlySpan<double> Weights(int index, out int first)
        {
            first = _first[index];
            return _weights[index];
        }

        public static Taps Compute(int source, int target, Resampling kind)
        {
            var (firsts, all) = (new int[target], new double[target][]);
            for (var i = 0; i < target; i++)
            {
                all[i] = kind == Resampling.Area ? Cover(i, source, target, out firsts[i]) : Lanczos(i, source, target, out firsts[i]);
            }
            return new Taps(firsts, all);
        }

        private static double[] Cover(int index, int source, int target, out int first)
        {
            first = (int)((long)index * source / target);
            var last = (int)((((index + 1L) * source) + target - 1) / target);
            var weights = new double[last - first];
            for (var i = 0; i < weights.Length; i++)
            {
                var pixel = (long)first + i;
                var overlap = Math.Min((index + 1L) * source, (pixel + 1) * target) - Math.Max((long)index * source, pixel * target);
                weights[i] = (double)overlap / source;
            }

            return weights;
        }

        private static double[] Lanczos(int index, int source, int target, out int first)
        {
            var scale = (double)source / target;
            var stretch = Math.Max(1, scale);
            var centre = (index + 0.5) * scale;
            first = Math.Max(0, (int)(centre - (Lobes * stretch) + 0.5));
            var last = Math.Min(source, (int)(centre + (Lobes * stretch) + 0.5));
            var weights = new double[last - first];
            var sum = 0.0;
            for (var i = 0; i < weights.Length; i++)
            {
                sum += weights[i] = Windowed((first + i - centre + 0.5) / stretch);
            }
            for (var i = 0; i < weights.Length; i++)
            {
                weights[i] /= sum;
            }
            return weights;
        }

        private static double Windowed(double x) => Math.Abs(x) < Lobes ? Sinc(x) * Sinc(x / Lobes) : 0;

        private static double Sinc(double x) => x == 0 ? 1 : Math.Sin(Math.PI * x) / (Math.PI * x);
    }
}
