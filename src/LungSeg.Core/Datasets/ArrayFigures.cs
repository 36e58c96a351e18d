using System.Numerics.Tensors;

namespace LungSeg.Core.Datasets;

/// <summary>Minimum, maximum and mean of an array, as numpy's min, max and mean give them: NaN where a value is NaN.</summary>
/// <param name="Min">Minimum value.</param>
/// <param name="Max">Maximum value.</param>
/// <param name="Sum">Sum of the values.</param>
/// <param name="Count">Number of values.</param>
public readonly record struct ArrayFigures(double Min, double Max, double Sum, long Count)
{
    private const int BlockLength = 4096;

    /// <summary>Figures of no values.</summary>
    public static ArrayFigures None { get; } = new(double.PositiveInfinity, double.NegativeInfinity, 0, 0);

    /// <summary>Mean; NaN without values.</summary>
    public double Mean => Sum / Count;

    /// <summary>Figures of <paramref name="values"/>, read once.</summary>
    public static ArrayFigures Compute(ReadOnlySpan<double> values)
    {
        var figures = None;
        for (var start = 0; start < values.Length; start += BlockLength)
        {
            var block = values.Slice(start, Math.Min(BlockLength, values.Length - start));
            figures = figures.With(
                new ArrayFigures(TensorPrimitives.Min(block), TensorPrimitives.Max(block), TensorPrimitives.Sum(block), block.Length)
            );
        }

        return figures;
    }

    /// <summary>Figures of both sets of values together.</summary>
    public ArrayFigures With(ArrayFigures other) =>
        new(Math.Min(Min, other.Min), Math.Max(Max, other.Max), Sum + other.Sum, Count + other.Count);
}
