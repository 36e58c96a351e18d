using System.Buffers;
using System.Numerics.Tensors;

namespace LungSeg.Core.Datasets;

/// <summary>What is known of a slice by its content alone.</summary>
/// <param name="Key">The <see cref="ContentKey"/>.</param>
/// <param name="PaddingKey">The key of the slice in which every value up to <see cref="HighestPadding"/> is <see cref="Padding"/>.</param>
internal readonly record struct SliceContent(UInt128 Key, UInt128 PaddingKey)
{
    /// <summary>HU up to which the padding key does not tell values apart.</summary>
    public const int HighestPadding = -1000;

    /// <summary>The value that stands for all of them.</summary>
    public const int Padding = -1024;

    /// <summary>Lowest HU; NaN where a value is NaN.</summary>
    public required double Minimum { get; init; }

    /// <summary>Highest HU; NaN where a value is NaN.</summary>
    public required double Maximum { get; init; }

    /// <summary>Sum of HU; exact where all are integers.</summary>
    public required double Sum { get; init; }

    /// <summary>Whether every value is an integer within int16.</summary>
    public required bool IsInt16 { get; init; }

    /// <summary>The content of a slice [row, col] in C order, HU.</summary>
    public static SliceContent FromHu(ReadOnlySpan<double> hu, int height, int width)
    {
        var isInt16 = true;
        foreach (var value in hu)
        {
            isInt16 &= Formats.Arrays.ElementConversion.TryToInt16(value, out _);
        }
        return new SliceContent(ContentKey.ComputeHash(hu, height, width), ComputePaddingHash(hu, height, width))
        {
            Minimum = TensorPrimitives.Min(hu),
            Maximum = TensorPrimitives.Max(hu),
            Sum = TensorPrimitives.Sum(hu),
            IsInt16 = isInt16,
        };
    }

    /// <summary>The padding key of a slice [row, col] in C order, HU.</summary>
    public static UInt128 ComputePaddingHash(ReadOnlySpan<double> hu, int height, int width)
    {
        var padded = ArrayPool<double>.Shared.Rent(hu.Length);
        try
        {
            for (var i = 0; i < hu.Length; i++)
            {
                padded[i] = hu[i] <= HighestPadding ? Padding : hu[i];
            }
            return ContentKey.ComputeHash(padded.AsSpan(0, hu.Length), height, width);
        }
        finally
        {
            ArrayPool<double>.Shared.Return(padded);
        }
    }
}
