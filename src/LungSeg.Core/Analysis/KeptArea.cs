using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using LungSeg.Core.Bytes;
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
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Mark(ReadOnlySpan<double> hu, ReadOnlySpan<double> huOld, Span<byte> kept)
    {
        if (hu.Length != huOld.Length || hu.Length != kept.Length)
        {
            throw new ArgumentException($"{hu.Length}, {huOld.Length} and {kept.Length} pixels, expected the same number");
        }

        ref var first = ref MemoryMarshal.GetReference(hu);
        ref var second = ref MemoryMarshal.GetReference(huOld);
        ref var target = ref MemoryMarshal.GetReference(kept);
        nuint i = 0;
        for (; i + (nuint)Vector256<byte>.Count <= (nuint)hu.Length; i += (nuint)Vector256<byte>.Count)
        {
            var low = Vector256.Narrow(DroppedInts(ref first, ref second, i), DroppedInts(ref first, ref second, i + 8));
            var high = Vector256.Narrow(DroppedInts(ref first, ref second, i + 16), DroppedInts(ref first, ref second, i + 24));

            // All bits set is -1.
            (Vector256<byte>.One + Vector256.Narrow(low, high).AsByte()).StoreUnsafe(ref target, i);
        }

        for (; i < (nuint)hu.Length; i++)
        {
            kept[(int)i] = hu[(int)i] == 0 && huOld[(int)i] != 0 ? (byte)0 : (byte)1;
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
            // All bits set is -1.
            counts -= Dropped(ref first, ref second, (nuint)i);
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
        LargeMemory.Release(huOld.Length * sizeof(double));
        if (body.Pixels > 0 && 2 * body.Kept >= body.Pixels)
        {
            return StoredArea.BodyKept;
        }

        var (pixels, tissue) = CountLeft(hu, huOld);
        if (2 * tissue > pixels && isHull?.Invoke() != true)
        {
            return StoredArea.NotLung;
        }

        return lungs().LowestKeptShare(kept) < MinLungShare ? StoredArea.LungLost : StoredArea.Ok;
    }

    /// <summary>Pixels of hu_array that are not 0, and those of them that are tissue.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static (int Pixels, int Tissue) CountLeft(ReadOnlySpan<double> hu, ReadOnlySpan<double> huOld)
    {
        ref var first = ref MemoryMarshal.GetReference(hu);
        ref var second = ref MemoryMarshal.GetReference(huOld);
        var limit = Vector256.Create(BodyComponent.TissueHu);
        var (zeros, tissues) = (Vector256<long>.Zero, Vector256<long>.Zero);
        var i = 0;
        for (; i <= hu.Length - Vector256<double>.Count; i += Vector256<double>.Count)
        {
            var isZero = Vector256.Equals(Vector256.LoadUnsafe(ref first, (nuint)i), Vector256<double>.Zero);
            var isTissue = Vector256.GreaterThanOrEqual(Vector256.LoadUnsafe(ref second, (nuint)i), limit);
            zeros -= isZero.AsInt64();
            tissues -= Vector256.AndNot(isTissue, isZero).AsInt64();
        }

        var (pixels, tissue) = (i - (int)Vector256.Sum(zeros), (int)Vector256.Sum(tissues));
        for (; i < hu.Length; i++)
        {
            pixels += hu[i] != 0 ? 1 : 0;
            tissue += hu[i] != 0 && huOld[i] >= BodyComponent.TissueHu ? 1 : 0;
        }
        return (pixels, tissue);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> DroppedInts(ref double hu, ref double huOld, nuint at) =>
        Vector256.Narrow(Dropped(ref hu, ref huOld, at), Dropped(ref hu, ref huOld, at + 4));

    /// <summary>All bits of each of four pixels that are dropped.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<long> Dropped(ref double hu, ref double huOld, nuint at)
    {
        var isZero = Vector256.Equals(Vector256.LoadUnsafe(ref hu, at), Vector256<double>.Zero);
        var wasZero = Vector256.Equals(Vector256.LoadUnsafe(ref huOld, at), Vector256<double>.Zero);
        return Vector256.AndNot(isZero, wasZero).AsInt64();
    }

    /// <summary>Whether two slices are equal bit for bit, including the sign of zero and the bits of NaN.</summary>
    public static bool HasSameBits(ReadOnlySpan<double> a, ReadOnlySpan<double> b) =>
        MemoryMarshal.AsBytes(a).SequenceEqual(MemoryMarshal.AsBytes(b));
}
