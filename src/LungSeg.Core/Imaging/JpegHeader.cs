using System.Buffers.Binary;
using LungSeg.Core.Bytes;
using LungSeg.Core.Model;

namespace LungSeg.Core.Imaging;

/// <summary>The frame header of a JPEG (ITU-T T.81 B.2.2).</summary>
/// <param name="Size">Height and width in pixels.</param>
/// <param name="Components">1 for grey, 3 for luminance and two of colour.</param>
/// <param name="IsProgressive">Whether the coefficients come in several scans (T.81 G).</param>
/// <param name="FrameAt">Where the frame header's marker stands in the file.</param>
internal readonly record struct JpegHeader(SliceSize Size, int Components, bool IsProgressive, int FrameAt)
{
    private const int AdobeLength = 12;

    // Marker, length, precision, height, width and number of components.
    private const int FrameLength = 10;

    // A block of 64 pixels takes 1 bit or more in the first scan of a progressive JPEG, and else 2: its first value and an end of block.
    private const int MaxPixelsPerByte = 8 * 64;

    // Metadata of several segments of 64 KB may precede the frame.
    private const int MaxSegments = 1024;

    private static ReadOnlySpan<byte> Start => [0xFF, 0xD8];

    /// <summary>Reads the segments up to the frame header.</summary>
    /// <exception cref="DatasetFormatException">
    /// The bytes are not a JPEG, end early, are of a kind that is not read, or state more pixels than the limit or than the file can hold.
    /// </exception>
    public static JpegHeader Read(IByteSource jpeg, ReadLimits limits)
    {
        Span<byte> head = stackalloc byte[AdobeLength + 4];
        if (jpeg.Read(0, head[..2]) < 2 || !head.StartsWith(Start))
        {
            throw FormatError.WrongFormat(jpeg.Name, 0, "not a JPEG: it does not begin with a start-of-image marker");
        }
        var isRgb = false;
        var offset = 2L;
        for (var segment = 0; segment < MaxSegments; segment++)
        {
            head.Clear();
            var got = jpeg.Read(offset, head);
            if (got < 4)
            {
                throw FormatError.Truncated(jpeg.Name, offset, "a segment", 4, got);
            }
            var fill = head[..got].IndexOfAnyExcept((byte)0xFF);
            if (fill is not (0 or 1))
            {
                // T.81 B.1.1.2: any number of bytes FF may stand before a marker.
                offset += (fill < 0 ? got : fill) - 1;
                continue;
            }
            var (marker, length) = (head[1], BinaryPrimitives.ReadUInt16BigEndian(head[2..]));
            if (head[0] != 0xFF || marker < 0xC0 || length < 2)
            {
                throw FormatError.Corrupt(
                    jpeg.Name,
                    offset,
                    $"marker {head[0]:X2} {marker:X2} with length {length} before the frame header"
                );
            }
            if (marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC))
            {
                if (got < FrameLength)
                {
                    throw FormatError.Truncated(jpeg.Name, offset, "the frame header", FrameLength, got);
                }
                return Parse(head, marker, offset, isRgb, jpeg, limits);
            }

            // Adobe's note of how colours are stored; 0 is as they are.
            isRgb |= marker == 0xEE && head[4..].StartsWith("Adobe"u8) && head[4 + AdobeLength - 1] == 0;
            offset += 2 + length;
        }
        throw FormatError.Corrupt(jpeg.Name, offset, $"no frame header in {MaxSegments} segments");
    }

    private static JpegHeader Parse(ReadOnlySpan<byte> head, byte marker, long offset, bool isRgb, IByteSource jpeg, ReadLimits limits)
    {
        var (precision, components) = (head[4], head[9]);
        if (marker > 0xC2 || precision != 8 || components is not (1 or 3) || (isRgb && components == 3))
        {
            throw FormatError.Unsupported(
                jpeg.Name,
                offset,
                $"a JPEG of process {marker - 0xC0}, {precision} bits and {components} components{(isRgb ? " (RGB)" : string.Empty)}; "
                    + "baseline and progressive JPEG of 8 bits is read, grey, or luminance and colour"
            );
        }
        var size = new SliceSize(BinaryPrimitives.ReadUInt16BigEndian(head[5..]), BinaryPrimitives.ReadUInt16BigEndian(head[7..]));
        var pixels = (long)size.Height * size.Width;
        var isProgressive = marker == 0xC2;
        if (pixels == 0 || pixels / (isProgressive ? MaxPixelsPerByte : MaxPixelsPerByte / 2) > jpeg.Length)
        {
            throw FormatError.Corrupt(jpeg.Name, offset + 5, $"{size.Height} x {size.Width} pixels do not fit into {jpeg.Length} bytes");
        }
        if (pixels * components > limits.MaxPicturePixels)
        {
            throw FormatError.TooLarge(jpeg.Name, offset + 5, "pixels times components", pixels * components, limits.MaxPicturePixels);
        }
        return new JpegHeader(size, components, isProgressive, (int)offset);
    }
}
