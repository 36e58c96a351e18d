using System.Buffers.Binary;
using LungSeg.Core.Bytes;

namespace LungSeg.Core.Formats.Dicom;

/// <summary>
/// Decodes RLE Lossless (PS3.5 annex G): a frame has one run-length code for each byte of a pixel, the highest byte first.
/// </summary>
internal static class RleFrames
{
    private const int HeaderBytes = 64;
    private const int MaxSegments = 15;

    /// <summary>Fills <paramref name="stored"/> with a frame's pixels, little endian.</summary>
    /// <exception cref="DatasetFormatException">The fragments or the code are damaged.</exception>
    public static void Read(IByteSource source, PixelLayout layout, int frame, Span<byte> stored)
    {
        var size = layout.BitsAllocated / 8;
        using var code = layout.Fragments.Read(source, frame, HeaderBytes + (2L * stored.Length) + (2 * size));
        if (code.Span.Length < HeaderBytes)
        {
            throw FormatError.Corrupt(
                code.Name,
                code.Offset,
                $"a frame of {code.Span.Length} bytes cannot hold {stored.Length} bytes of pixels in RLE Lossless"
            );
        }
        Decode(code.Span, (code.Name, code.Offset), stored, size);
    }

    private static void Decode(ReadOnlySpan<byte> fragment, (SourceName Name, long Offset) place, Span<byte> stored, int size)
    {
        var segments = BinaryPrimitives.ReadUInt32LittleEndian(fragment);
        if (segments != size || segments > MaxSegments)
        {
            throw FormatError.Corrupt(
                place.Name,
                place.Offset,
                $"{segments} run-length codes, expected one for each of the {size} bytes of a pixel"
            );
        }
        for (var segment = 0; segment < size; segment++)
        {
            var start = BinaryPrimitives.ReadUInt32LittleEndian(fragment[(4 + (4 * segment))..]);
            var end =
                segment + 1 == size ? (uint)fragment.Length : BinaryPrimitives.ReadUInt32LittleEndian(fragment[(8 + (4 * segment))..]);
            if (start < HeaderBytes || end < start || end > fragment.Length)
            {
                throw FormatError.Corrupt(
                    place.Name,
                    place.Offset,
                    $"run-length code {segment + 1} goes from byte {start} to {end} of a fragment of {fragment.Length}"
                );
            }
            var written = Decode(fragment[(int)start..(int)end], stored[(size - 1 - segment)..], size);
            if (written != stored.Length / size)
            {
                throw FormatError.Corrupt(
                    place.Name,
                    place.Offset + start,
                    $"run-length code {segment + 1} gives {written} bytes, expected {stored.Length / size}"
                );
            }
        }
    }

    /// <summary>Decodes one code to every <paramref name="step"/>th byte and returns the number of bytes.</summary>
    private static int Decode(ReadOnlySpan<byte> code, Span<byte> stored, int step)
    {
        var (at, to, count) = (0, 0, 0);
        var maximum = (stored.Length + step - 1) / step;
        while (count < maximum && at < code.Length)
        {
            var control = (sbyte)code[at++];
            if (control == sbyte.MinValue)
            {
                continue;
            }
            var run = control >= 0 ? control + 1 : 1 - control;
            if (run > maximum - count)
            {
                return count + run;
            }
            if (at + (control >= 0 ? run : 1) > code.Length)
            {
                return count;
            }
            for (var i = 0; i < run; i++, to += step)
            {
                stored[to] = control >= 0 ? code[at + i] : code[at];
            }
            at += control >= 0 ? run : 1;
            count += run;
        }

        return count;
    }
}
