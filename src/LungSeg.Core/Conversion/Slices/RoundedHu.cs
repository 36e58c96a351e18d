using System.Globalization;
using System.Runtime.InteropServices;
using LungSeg.Core.Formats.Arrays;

namespace LungSeg.Core.Conversion.Slices;

/// <summary>HU in integers of 64 bits of which float64 does not hold one.</summary>
/// <param name="Pixel">Place of the first such pixel, in C order.</param>
/// <param name="Value">Its value.</param>
internal sealed record RoundedHu(int Pixel, string Value)
{
    /// <summary>The pixels as they are, in C order and native byte order; null where the slice shows others.</summary>
    public byte[]? Raw { get; init; }

    /// <summary>Type of <see cref="Raw"/>, little endian.</summary>
    public DType DType { get; init; }

    /// <summary>Says which pixel it is.</summary>
    /// <param name="raw">Elements in native byte order.</param>
    /// <param name="dtype">Their type.</param>
    /// <param name="pixel">Place of the pixel.</param>
    public static RoundedHu From(ReadOnlySpan<byte> raw, DType dtype, int pixel) =>
        new(
            pixel,
            dtype.Kind == 'u'
                ? MemoryMarshal.Cast<byte, ulong>(raw)[pixel].ToString(CultureInfo.InvariantCulture)
                : MemoryMarshal.Cast<byte, long>(raw)[pixel].ToString(CultureInfo.InvariantCulture)
        )
        {
            DType = dtype.With(ByteOrder.Little),
        };

    /// <summary>Looks for such a pixel; null without one.</summary>
    /// <inheritdoc cref="From"/>
    public static RoundedHu? Find(ReadOnlySpan<byte> raw, DType dtype) =>
        ElementConversion.FindRounded(raw, dtype) is >= 0 and var pixel ? From(raw, dtype, pixel) : null;
}
