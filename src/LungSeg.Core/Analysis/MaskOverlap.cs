namespace LungSeg.Core.Analysis;

/// <summary>Overlap of two masks.</summary>
public static class MaskOverlap
{
    /// <summary>Dice coefficient of two masks of 0 and 1 in the same layout; 1 where both are empty.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static double Dice(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b)
    {
        if (a.Length != b.Length)
        {
            throw new ArgumentException($"{a.Length} and {b.Length} pixels, expected the same number");
        }

        var (both, sum) = (0L, 0L);
        for (var i = 0; i < a.Length; i++)
        {
            both += a[i] & b[i];
            sum += a[i] + b[i];
        }

        return sum == 0 ? 1 : 2.0 * both / sum;
    }
}
