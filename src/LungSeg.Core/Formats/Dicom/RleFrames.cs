using System.Buffers;
using System.Buffers.Binary;
using LungSeg.Core.Bytes;

namespace LungSeg.Core.Formats.Dicom;

/// <summary>
/// Decodes RLE Lossless (PS3.5 annex G): a frame is one fragment, or several as some writers cut it, with one run-length code for each byte
/// of a pixel, the highest byte first.
/// </summary>
internal static class RleFrames
{
    private const int HeaderBytes = 64;
    private const int MaxSegments = 15;
    private const int ItemBytes = 8;

    /// <summary>Fills <paramref name="stored"/> with a frame's pixels, little endian.</summary>
    /// <exception cref="DatasetFormatException">The fragments or the code are damaged.</exception>
    public static void Read(IByteSource source, PixelLayout layout, int frame, Span<byte> stored)
    {
        var name = source.Name with { Entry = DicomTags.PixelData.ToString() };
        var parts = FindFragments(source, name, layout, frame);
        var (offset, length) = (parts[0].Offset, parts.Sum(part => part.Length));
        var size = layout.BitsAllocated / 8;
        if (length > HeaderBytes + (2L * stored.Length) + (2 * size) || length < HeaderBytes)
        {
            throw FormatError.Corrupt(
                name,
                offset,
                $"a frame of {length} bytes cannot hold {stored.Length} bytes of pixels in RLE Lossless"
            );
        }
        var code = ArrayPool<byte>.Shared.Rent((int)length);
        try
        {
            var fragment = code.AsSpan(0, (int)length);
            var at = 0;
            foreach (var part in parts)
            {
                source.ReadExactly(part.Offset, fragment.Slice(at, (int)part.Length), "a fragment of pixels");
                at += (int)part.Length;
            }
            Decode(fragment, (name, offset), stored, size);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(code);
        }
    }

    /// <summary>
    /// The fragments of a frame: all of a single frame, those that the offset table gives it, or one for each frame. The first item is the
    /// offset table, which may be empty.
    /// </summary>
    private static List<(long Offset, long Length)> FindFragments(IByteSource source, SourceName name, PixelLayout layout, int frame)
    {
        var items = ReadItems(source, name, layout.Place.Offset);
        var fragments = items[1..];
        if (layout.Frames == 1 && fragments.Count > 0)
        {
            return fragments;
        }
        if (fragments.Count == layout.Frames)
        {
            return [fragments[frame]];
        }
        if (items[0].Length == 4L * layout.Frames && fragments.Count > layout.Frames)
        {
            var table = new byte[items[0].Length];
            source.ReadExactly(items[0].Offset, table, "the offset table");
            var first = fragments[0].Offset;
            var start = first + BinaryPrimitives.ReadUInt32LittleEndian(table.AsSpan(4 * frame));
            var end =
                frame + 1 == layout.Frames ? long.MaxValue : first + BinaryPrimitives.ReadUInt32LittleEndian(table.AsSpan(4 * (frame + 1)));
            if (fragments.FindAll(part => part.Offset >= start && part.Offset < end) is { Count: > 0 } own)
            {
                return own;
            }
        }
        throw FormatError.Corrupt(
            name,
            layout.Place.Offset,
            $"{fragments.Count} fragments of pixels, expected one for each of {layout.Frames} frames"
        );
    }

    /// <summary>The offset table and the fragments.</summary>
    private static List<(long Offset, long Length)> ReadItems(IByteSource source, SourceName name, long start)
    {
        Span<byte> item = stackalloc byte[ItemBytes];
        var items = new List<(long Offset, long Length)>();
        for (var at = start; ; )
        {
            source.ReadExactly(at, item, "a fragment of pixels");
            var tag = new DicomTag(BinaryPrimitives.ReadUInt16LittleEndian(item), BinaryPrimitives.ReadUInt16LittleEndian(item[2..]));
            var length = BinaryPrimitives.ReadUInt32LittleEndian(item[4..]);
            if (tag == DicomTags.SequenceDelimitation && items.Count > 0)
            {
                return items;
            }
            if (tag != DicomTags.Item)
            {
                throw FormatError.Corrupt(name, at, $"{tag} stands among the fragments of pixels");
            }
            at += ItemBytes;
            if (length > source.Length - at)
            {
                throw FormatError.Truncated(name, at, "a fragment of pixels", length, source.Length - at);
            }
            items.Add((at, length));
            at += length;
        }
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
