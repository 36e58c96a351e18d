using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace LungSeg.Thresholding;

/// <summary>Computes the masked slice of the published code: the mask times the HU values.</summary>
public static class LungProduct
{
    /// <summary>Multiplies each HU value by its mask value, bit for bit as numpy does for a uint8 mask and a float64 slice.</summary>
    /// <remarks>
    /// Where the mask is 0, a negative value becomes -0.0, any other finite value +0.0, and NaN and infinities become NaN.
    /// </remarks>
    /// <param name="hu">HU values, any layout.</param>
    /// <param name="mask">0 or 1 per pixel, same layout as <paramref name="hu"/>.</param>
    /// <param name="destination">Receives the products; may be the memory of <paramref name="hu"/>.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void Apply(ReadOnlySpan<double> hu, ReadOnlySpan<byte> mask, Span<double> destination)
    {
        if (mask.Length != hu.Length)
        {
            throw new ArgumentException($"{hu.Length} HU values need as many mask values, {mask.Length} given", nameof(mask));
        }

        if (destination.Length != hu.Length)
        {
            throw new ArgumentException(
                $"{hu.Length} HU values need a destination of the same length, {destination.Length} given",
                nameof(destination)
            );
        }

        var done = 0;
        if (Vector512.IsHardwareAccelerated)
        {
            done = ApplyVectors(hu, mask, destination);
        }

        for (var i = done; i < hu.Length; i++)
        {
            destination[i] = mask[i] * hu[i];
        }
    }

    private static int ApplyVectors(ReadOnlySpan<double> hu, ReadOnlySpan<byte> mask, Span<double> destination)
    {
        var width = Vector512<double>.Count;
        ref var source = ref MemoryMarshal.GetReference(hu);
        ref var target = ref MemoryMarshal.GetReference(destination);
        var i = 0;
        for (; i <= hu.Length - width; i += width)
        {
            var bytes = Vector128.CreateScalar(MemoryMarshal.Read<ulong>(mask[i..])).AsByte();
            var shorts = Vector128.WidenLower(bytes);
            var longs = Vector512.WidenLower(Vector256.WidenLower(shorts.ToVector256Unsafe()).ToVector512Unsafe());
            (Vector512.ConvertToDouble(longs) * Vector512.LoadUnsafe(ref source, (nuint)i)).StoreUnsafe(ref target, (nuint)i);
        }

        return i;
    }
}
