using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using LungSeg.Core.Model;
using LungSeg.Thresholding;

namespace LungSeg.Core.Analysis;

/// <summary>The pixels of hu_array_old that hu_array keeps.</summary>
/// <remarks>A pixel is dropped where hu_array is 0 and hu_array_old is not; every other pixel is kept.</remarks>
public static class KeptArea
{
    private const double MinLungShare = 0.5;

    /// <summary>Marks the kept pixels with 1, the others with 0. All layouts are [row, col] in C order.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void Mark(ReadOnlySpan<double> hu, ReadOnlySpan<double> huOld, Span<byte> kept)
    {
        if (hu.Length != huOld.Length || hu.Length != kept.Length)
        {
            throw new ArgumentException($"{hu.Length}, {huOld.Length} and {kept.Length} pixels, expected the same number");
        }

        for (var i = 0; i < hu.Length; i++)
        {
            kept[i] = hu[i] == 0 && huOld[i] != 0 ? (byte)0 : (byte)1;
        }
    }

    /// <summary>Number of dropped pixels.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int CountDropped(ReadOnlySpan<double> hu, ReadOnlySpan<double> huOld)
    {
        if (hu.Length != huOld.Length)
        {
            throw new ArgumentException($"{hu.Length} and {huOld.Length} pixels, expected the same number");
        }

        ref var first = ref MemoryMarshal.GetReference(hu);
        ref var second = ref MemoryMarshal.GetReference(huOld);
        var counts = Vector256<long>.Zero;
        var i = 0;
        for (; i <= hu.Length - Vector256<double>.Count; i += Vector256<double>.Count)
        {
            var isZero = Vector256.Equals(Vector256.LoadUnsafe(ref first, (nuint)i), Vector256<double>.Zero);
            var wasZero = Vector256.Equals(Vector256.LoadUnsafe(ref second, (nuint)i), Vector256<double>.Zero);

            // All bits set is -1.
            counts -= Vector256.AndNot(isZero, wasZero).AsInt64();
        }

        var dropped = (int)Vector256.Sum(counts);
        for (; i < hu.Length; i++)
        {
            dropped += hu[i] == 0 && huOld[i] != 0 ? 1 : 0;
        }

        return dropped;
    }

    /// <summary>Classifies a stored hu_array.</summary>
    /// <param name="hu">hu_array.</param>
    /// <param name="huOld">hu_array_old.</param>
    /// <param name="kept">The kept pixels, as <see cref="Mark"/> gives them.</param>
    /// <param name="width">Width of the slice.</param>
    /// <param name="lungs">Finds the lungs in hu_array_old by the refined method; called only where the result depends on them.</param>
    /// <param name="isHull">
    /// Whether hu_array is what the method hull gives, of which more than half may be tissue; called only where the result depends on it.
    /// </param>
    public static StoredArea Classify(
        ReadOnlySpan<double> hu,
        ReadOnlySpan<double> huOld,
        ReadOnlySpan<byte> kept,
        int width,
        Func<LungComponents> lungs,
        Func<bool>? isHull = null
    )
    {
        ArgumentNullException.ThrowIfNull(lungs);
        if (HasSameBits(hu, huOld))
        {
            return StoredArea.Raw;
        }

        var body = BodyComponent.FindLargest(huOld, kept, width);
        if (body.Pixels > 0 && 2 * body.Kept >= body.Pixels)
        {
            return StoredArea.BodyKept;
        }

        var (pixels, tissue) = (0, 0);
        for (var i = 0; i < hu.Length; i++)
        {
            pixels += hu[i] != 0 ? 1 : 0;
            tissue += hu[i] != 0 && huOld[i] >= BodyComponent.TissueHu ? 1 : 0;
        }

        if (2 * tissue > pixels && isHull?.Invoke() != true)
        {
            return StoredArea.NotLung;
        }

        return lungs().LowestKeptShare(kept) < MinLungShare ? StoredArea.LungLost : StoredArea.Ok;
    }

    /// <summary>Whether two slices are equal bit for bit, including the sign of zero and the bits of NaN.</summary>
    public static bool HasSameBits(ReadOnlySpan<double> a, ReadOnlySpan<double> b) =>
        MemoryMarshal.AsBytes(a).SequenceEqual(MemoryMarshal.AsBytes(b));
}
