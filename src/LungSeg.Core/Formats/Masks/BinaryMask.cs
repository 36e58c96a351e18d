using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using LungSeg.Core.Bytes;
using LungSeg.Core.Formats.Arrays;

namespace LungSeg.Core.Formats.Masks;

/// <summary>Reads a mask from samples of two values, of which the lower is 0, whichever the other is.</summary>
internal static class BinaryMask
{
    /// <summary>Fills <paramref name="mask"/> with 0 and 1.</summary>
    /// <param name="samples">Samples [row, col].</param>
    /// <param name="mask">Receives background and lesion.</param>
    /// <param name="width">Samples of a row, for messages.</param>
    /// <param name="source">The file, for messages.</param>
    /// <exception cref="DatasetFormatException">A third value, or no 0 beside a value that does not stand for a lesion alone.</exception>
    public static void Read<T>(ReadOnlySpan<T> samples, Span<byte> mask, int width, SourceName source)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        var lesion = T.Zero;
        foreach (var sample in samples)
        {
            lesion = T.Max(lesion, sample);
        }

        // Without background only the usual values of a lesion are one.
        var isAlone = lesion != T.One && lesion != T.MaxValue && !samples.Contains(T.Zero);
        for (var i = 0; i < samples.Length; i++)
        {
            if (isAlone || (samples[i] != T.Zero && samples[i] != lesion))
            {
                throw FormatError.Unsupported(
                    source,
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"a mask with the value {samples[i]} at row {i / width}, column {i % width}; expected 0 and one value over it"
                    )
                        + (
                            isAlone ? ", found no 0"
                            : lesion > T.Zero ? string.Create(CultureInfo.InvariantCulture, $", found {lesion} too")
                            : string.Empty
                        )
                );
            }
            mask[i] = samples[i] == T.Zero ? (byte)0 : (byte)1;
        }
    }

    /// <summary>Fills <paramref name="mask"/> with 0 and 1.</summary>
    /// <param name="raw">Samples [row, col] in native byte order.</param>
    /// <param name="dtype">Their type.</param>
    /// <param name="mask">Receives background and lesion.</param>
    /// <param name="width">Samples of a row, for messages.</param>
    /// <param name="source">The file, for messages.</param>
    /// <exception cref="DatasetFormatException">A third value, or no 0 beside a value that does not stand for a lesion alone.</exception>
    public static void Read(ReadOnlySpan<byte> raw, DType dtype, Span<byte> mask, int width, SourceName source)
    {
        switch (dtype.Kind, dtype.ItemSize)
        {
            case ('u', 1):
                Read<byte>(raw, mask, width, source);
                break;
            case ('u', 2):
                Read(MemoryMarshal.Cast<byte, ushort>(raw), mask, width, source);
                break;
            case ('u', 4):
                Read(MemoryMarshal.Cast<byte, uint>(raw), mask, width, source);
                break;
            case ('u', 8):
                Read(MemoryMarshal.Cast<byte, ulong>(raw), mask, width, source);
                break;
            case ('i', 1):
                Read(MemoryMarshal.Cast<byte, sbyte>(raw), mask, width, source);
                break;
            case ('i', 2):
                Read(MemoryMarshal.Cast<byte, short>(raw), mask, width, source);
                break;
            case ('i', 4):
                Read(MemoryMarshal.Cast<byte, int>(raw), mask, width, source);
                break;
            case ('i', 8):
                Read(MemoryMarshal.Cast<byte, long>(raw), mask, width, source);
                break;
            case ('f', 2):
                Read(MemoryMarshal.Cast<byte, Half>(raw), mask, width, source);
                break;
            case ('f', 4):
                Read(MemoryMarshal.Cast<byte, float>(raw), mask, width, source);
                break;
            case ('f', 8):
                Read(MemoryMarshal.Cast<byte, double>(raw), mask, width, source);
                break;
            default:
                throw new ArgumentException($"samples of dtype {dtype.Name} are not numbers", nameof(dtype));
        }
    }
}
