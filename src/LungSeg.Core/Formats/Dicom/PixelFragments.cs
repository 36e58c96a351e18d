using System.Buffers;
using System.Buffers.Binary;
using LungSeg.Core.Bytes;

namespace LungSeg.Core.Formats.Dicom;

/// <summary>The fragments of encapsulated pixels (PS3.5 A.4), and which of them a frame is made of.</summary>
/// <param name="layout">The pixels.</param>
internal sealed class PixelFragments(PixelLayout layout)
{
    private const int ItemBytes = 8;

    // The offset table, then the fragments. Listed when a frame is first read, since the header of a file does not need them.
    private List<Fragment>? _items;

    /// <summary>Reads the fragments of a frame as one code.</summary>
    /// <param name="source">The data set.</param>
    /// <param name="frame">Index of the frame.</param>
    /// <param name="maxLength">Maximum bytes that the code of a frame can have.</param>
    /// <exception cref="DatasetFormatException">The fragments are damaged, or a frame has none of its own.</exception>
    public FrameCode Read(IByteSource source, int frame, long maxLength)
    {
        var name = source.Name with { Entry = DicomTags.PixelData.ToString() };
        var parts = Find(source, name, frame);
        var length = parts.Sum(part => part.Length);
        if (length > Math.Min(maxLength, Array.MaxLength))
        {
            throw FormatError.Corrupt(
                name,
                parts[0].Offset,
                $"a frame of {length} bytes cannot hold {layout.FrameBytes} bytes of pixels in {layout.Syntax.Name}"
            );
        }
        var code = new FrameCode(name, parts[0].Offset, (int)length);
        var at = 0;
        foreach (var part in parts)
        {
            source.ReadExactly(part.Offset, code.Span.Slice(at, (int)part.Length), "a fragment of pixels");
            at += (int)part.Length;
        }
        return code;
    }

    /// <summary>
    /// The fragments of a frame: all of a single frame, one for each frame, those that the offset table gives it, or without a table those
    /// from the start of one JPEG to the next.
    /// </summary>
    private List<Fragment> Find(IByteSource source, SourceName name, int frame)
    {
        var items = _items ??= ReadItems(source, name);
        if (items.Count - 1 == layout.Frames)
        {
            return [items[frame + 1]];
        }
        var fragments = items[1..];
        if (layout.Frames == 1 && fragments.Count > 0)
        {
            return fragments;
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
        if (layout.Syntax.Packing == PixelPacking.LosslessJpeg)
        {
            int[] starts = [.. Enumerable.Range(0, fragments.Count).Where(at => fragments[at].StartsJpeg)];
            if (starts.Length == layout.Frames && starts[0] == 0)
            {
                return fragments[starts[frame]..(frame + 1 < starts.Length ? starts[frame + 1] : fragments.Count)];
            }
        }
        throw FormatError.Corrupt(
            name,
            layout.Place.Offset,
            $"{fragments.Count} fragments of pixels, expected one for each of {layout.Frames} frames"
        );
    }

    private List<Fragment> ReadItems(IByteSource source, SourceName name)
    {
        Span<byte> item = stackalloc byte[ItemBytes + 2];
        var items = new List<Fragment>();
        for (var at = layout.Place.Offset; ; )
        {
            var got = source.Read(at, item);
            if (got < ItemBytes)
            {
                throw FormatError.Truncated(name, at, "a fragment of pixels", ItemBytes, got);
            }
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
            items.Add(new Fragment(at, length, length >= 2 && item[ItemBytes] == 0xFF && item[ItemBytes + 1] == 0xD8));
            at += length;
        }
    }

    /// <param name="Offset">First byte.</param>
    /// <param name="Length">Bytes.</param>
    /// <param name="StartsJpeg">Whether a JPEG begins with it.</param>
    private readonly record struct Fragment(long Offset, long Length, bool StartsJpeg);
}

/// <summary>The fragments of a frame, joined, in pooled memory.</summary>
/// <param name="name">Name of the pixels in messages.</param>
/// <param name="offset">Offset of the first fragment.</param>
/// <param name="length">Bytes.</param>
internal sealed class FrameCode(SourceName name, long offset, int length) : IDisposable
{
    private readonly byte[] _bytes = ArrayPool<byte>.Shared.Rent(length);

    public SourceName Name => name;

    public long Offset => offset;

    public Span<byte> Span => _bytes.AsSpan(0, length);

    public void Dispose() => ArrayPool<byte>.Shared.Return(_bytes);
}
