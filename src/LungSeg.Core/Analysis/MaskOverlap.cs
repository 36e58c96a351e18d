namespace LungSeg.Core.Analysis;

/// <summary>Overlap of two masks.</summary>
/// <param name="Both">Pixels of both.</param>
/// <param name="OnlyA">Pixels of the first alone.</param>
/// <param name="OnlyB">Pixels of the second alone.</param>
public readonly record struct MaskOverlap(long Both, long OnlyA, long OnlyB)
{
    /// <summary>Dice coefficient; 1 where both are empty.</summary>
    public double Coefficient => Both + OnlyA + OnlyB == 0 ? 1 : 2.0 * Both / ((2 * Both) + OnlyA + OnlyB);

    /// <summary>Counts the pixels of two masks of 0 and 1 in the same layout.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static MaskOverlap Count(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b)
    {
        if (a.Length != b.Length)
        {
            throw new ArgumentException($"{a.Length} and {b.Length} pixels, expected the same number");
        }

        var (both, inA, inB) = (0L, 0L, 0L);
        for (var i = 0; i < a.Length; i++)
        {
            both += a[i] & b[i];
            inB += b[i];
            inA += a[i];
        }

        return new MaskOverlap(both, inA - both, inB - both);
    }

    /// <summary>Dice coefficient of two masks of 0 and 1 in the same layout; 1 where both are empty.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static double Dice(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b) => Count(a, b).Coefficient;
}
