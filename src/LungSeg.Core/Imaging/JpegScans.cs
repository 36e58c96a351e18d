using System.Buffers.Binary;
using LungSeg.Core.Bytes;

namespace LungSeg.Core.Imaging;

/// <summary>
/// The scans of a JPEG (ITU-T T.81 B.2.3). A decoder shows what it has found so far, so a file that lacks scans looks like a whole one.
/// </summary>
internal static class JpegScans
{
    private const int Coefficients = 64;
    private const byte Missing = byte.MaxValue;
    private const int FrameFields = 8;
    private const int ComponentFields = 3;
    private const int ScanFields = 6;
    private const byte StartOfScan = 0xDA;
    private const byte EndOfImage = 0xD9;

    /// <summary>Requires that the scans hold every bit of every coefficient, and that the file ends with its end-of-image marker.</summary>
    /// <exception cref="DatasetFormatException">
    /// A scan is missing, repeated or invalid, is of a kind that is not decoded, or the file ends early.
    /// </exception>
    public static void RequireAll(ReadOnlySpan<byte> jpeg, JpegHeader header, SourceName source)
    {
        var frame = GetSegment(jpeg, header.FrameAt, source);
        if (frame.Length != FrameFields + (ComponentFields * header.Components))
        {
            throw FormatError.Corrupt(
                source,
                header.FrameAt + 2,
                $"a frame header of {frame.Length} bytes, {header.Components} components"
            );
        }

        // The lowest bit found so far of each coefficient of each component.
        var lowBits = new byte[header.Components * Coefficients];
        Array.Fill(lowBits, Missing);
        var offset = FindMarker(jpeg, header.FrameAt + 2 + frame.Length, source);
        while (jpeg[offset + 1] != EndOfImage)
        {
            var segment = GetSegment(jpeg, offset, source);
            if (jpeg[offset + 1] == StartOfScan)
            {
                ReadScan(segment, frame[FrameFields..], header.IsProgressive, lowBits, offset, source);
            }
            offset = FindMarker(jpeg, offset + 2 + segment.Length, source);
        }
        var lacking = lowBits.AsSpan().IndexOfAnyExcept((byte)0);
        if (lacking >= 0)
        {
            var (component, coefficient) = Math.DivRem(lacking, Coefficients);
            var what = lowBits[lacking] == Missing ? "no scan holds" : $"no scan holds the last {lowBits[lacking]} bits of";
            throw FormatError.Corrupt(
                source,
                offset,
                $"it ends before it is whole: {what} coefficient {coefficient} of component {component}"
            );
        }
    }

    /// <summary>The next marker; stuffed zeros, restarts and fill bytes are passed over (B.1.1.2).</summary>
    private static int FindMarker(ReadOnlySpan<byte> jpeg, int offset, SourceName source)
    {
        for (; offset < jpeg.Length - 1; offset++)
        {
            var next = jpeg[offset..].IndexOf((byte)0xFF);
            offset = next < 0 ? jpeg.Length : offset + next;
            if (offset < jpeg.Length - 1 && jpeg[offset + 1] is not (0x00 or (>= 0xD0 and <= 0xD7) or 0xFF))
            {
                return offset;
            }
        }
        throw FormatError.Truncated(source, jpeg.Length, "the end-of-image marker", 2, 0);
    }

    /// <summary>A segment from its length on.</summary>
    private static ReadOnlySpan<byte> GetSegment(ReadOnlySpan<byte> jpeg, int marker, SourceName source)
    {
        var left = jpeg[(marker + 2)..];
        var length = left.Length < 2 ? 2 : BinaryPrimitives.ReadUInt16BigEndian(left);
        if (length < 2)
        {
            throw FormatError.Corrupt(source, marker + 2, $"a segment of length {length}");
        }
        return length <= left.Length
            ? left[..length]
            : throw FormatError.Truncated(source, marker, $"segment {jpeg[marker]:X2} {jpeg[marker + 1]:X2}", 2 + length, 2 + left.Length);
    }

    private static void ReadScan(
        ReadOnlySpan<byte> scan,
        ReadOnlySpan<byte> frame,
        bool isProgressive,
        Span<byte> lowBits,
        int offset,
        SourceName source
    )
    {
        var count = scan.Length > 2 ? scan[2] : 0;
        if (count == 0 || scan.Length != ScanFields + (2 * count))
        {
            throw FormatError.Corrupt(source, offset + 2, $"a scan header of {scan.Length} bytes, {count} components");
        }
        var (first, last, high, low) = isProgressive ? (scan[^3], scan[^2], scan[^1] >> 4, scan[^1] & 0xF) : (0, 63, 0, 0);

        // T.81 G.1.1.1.1: coefficient 0 has scans of its own, the others one component a scan; a later scan adds one bit.
        var isAllowed = first == 0 ? !isProgressive || last == 0 : first <= last && last < Coefficients && count == 1;
        for (var i = 0; i < count; i++)
        {
            var component = Find(scan[3 + (2 * i)], frame);
            var expected = high == 0 ? Missing : (byte)high;
            if (
                !isAllowed
                || component < 0
                || (high > 0 && low != high - 1)
                || lowBits.Slice((component * Coefficients) + first, last - first + 1).ContainsAnyExcept(expected)
            )
            {
                throw FormatError.Corrupt(
                    source,
                    offset,
                    $"a scan of component {scan[3 + (2 * i)]}, coefficients {first} to {last}, bits {high} to {low}, "
                        + "out of order or repeated"
                );
            }
            if (!isProgressive && count == 1 && frame.Length > ComponentFields && frame[(component * ComponentFields) + 1] != 0x11)
            {
                throw FormatError.Unsupported(
                    source,
                    offset,
                    "a JPEG with colour of lower resolution and one component a scan; save it as grey, or as PNG"
                );
            }
            lowBits.Slice((component * Coefficients) + first, last - first + 1).Fill((byte)low);
        }
    }

    private static int Find(byte id, ReadOnlySpan<byte> frame)
    {
        for (var i = 0; i < frame.Length; i += ComponentFields)
        {
            if (frame[i] == id)
            {
                return i / ComponentFields;
            }
        }
        return -1;
    }
}
