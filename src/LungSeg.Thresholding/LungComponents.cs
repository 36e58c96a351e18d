using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using LungSeg.Thresholding.Contours;

namespace LungSeg.Thresholding;

/// <summary>The lungs of one slice, separated and ordered by size.</summary>
public sealed class LungComponents
{
    private readonly byte[] _labels;
    private readonly int[] _pixels;
    private readonly LungSide _sideOfLargest;

    private LungComponents(byte[] labels, int[] pixels, LungSide sideOfLargest)
    {
        _labels = labels;
        _pixels = pixels;
        _sideOfLargest = sideOfLargest;
    }

    /// <summary>Number of lungs, 0 to 2.</summary>
    public int Count => _pixels.Length;

    /// <summary>Per pixel 0 outside the lungs, 1 in the largest, 2 in the next; [row, col] in C order.</summary>
    public ReadOnlySpan<byte> Labels => _labels;

    /// <summary>Pixels of a lung.</summary>
    /// <param name="lung">0-based, 0 is the largest.</param>
    /// <exception cref="ArgumentOutOfRangeException">The lung does not exist.</exception>
    public int CountPixels(int lung)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(lung);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(lung, Count);
        return _pixels[lung];
    }

    /// <summary>Side of the image on which a lung lies; for a single lung, its side of the body's midline.</summary>
    /// <param name="lung">0-based, 0 is the largest.</param>
    /// <exception cref="ArgumentOutOfRangeException">The lung does not exist.</exception>
    public LungSide GetSide(int lung)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(lung);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(lung, Count);
        return (lung == 0) == (_sideOfLargest == LungSide.ImageLeft) ? LungSide.ImageLeft : LungSide.ImageRight;
    }

    /// <summary>Smallest share of a lung's pixels that <paramref name="kept"/> holds; 1 without a lung.</summary>
    /// <param name="kept">Not 0 where a pixel is kept, same layout as <see cref="Labels"/>.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public double LowestKeptShare(ReadOnlySpan<byte> kept)
    {
        if (kept.Length != _labels.Length)
        {
            throw new ArgumentException($"{_labels.Length} labels need as many mask values, {kept.Length} given", nameof(kept));
        }

        var lowest = 1.0;
        for (var lung = 0; lung < Count; lung++)
        {
            lowest = Math.Min(lowest, (double)CountKept((byte)(lung + 1), kept) / _pixels[lung]);
        }

        return lowest;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int CountKept(byte label, ReadOnlySpan<byte> kept)
    {
        ReadOnlySpan<byte> labels = _labels;
        ref var first = ref MemoryMarshal.GetReference(labels);
        ref var second = ref MemoryMarshal.GetReference(kept);
        var wanted = Vector256.Create(label);
        var count = 0;
        var i = 0;
        for (; i <= labels.Length - Vector256<byte>.Count; i += Vector256<byte>.Count)
        {
            var isLung = Vector256.Equals(Vector256.LoadUnsafe(ref first, (nuint)i), wanted);
            var isDropped = Vector256.Equals(Vector256.LoadUnsafe(ref second, (nuint)i), Vector256<byte>.Zero);
            count += BitOperations.PopCount(Vector256.AndNot(isLung, isDropped).ExtractMostSignificantBits());
        }

        for (; i < labels.Length; i++)
        {
            count += labels[i] == label && kept[i] != 0 ? 1 : 0;
        }
        return count;
    }

    /// <summary>Orders two lungs by size; of equal lungs the one on the image's left comes first.</summary>
    /// <param name="left">The lung on the side of lower columns.</param>
    /// <param name="right">The other lung; the two share no pixel.</param>
    internal static LungComponents FromSides(BitSlice left, BitSlice right)
    {
        var (largest, largestPixels, next, nextPixels) = (left, left.Count(), right, right.Count());
        var side = nextPixels > largestPixels ? LungSide.ImageRight : LungSide.ImageLeft;
        if (side == LungSide.ImageRight)
        {
            (largest, largestPixels, next, nextPixels) = (next, nextPixels, largest, largestPixels);
        }

        var labels = new byte[left.Height * left.Width];
        largest.WriteTo(labels);
        next.FillValue(labels, 2);
        return new LungComponents(
            labels,
            largestPixels == 0 ? []
                : nextPixels == 0 ? [largestPixels]
                : [largestPixels, nextPixels],
            side
        );
    }
}
