using System.Buffers.Binary;
using LungSeg.Core.Bytes;
using LungSeg.Core.Model;

namespace LungSeg.Core.Imaging;

/// <summary>
/// Decodes lossless JPEG with Huffman codes (ITU-T T.81 process 14, annex H) of one component. JpegLibrary, which decodes it too, gives
/// other samples for most predictors (docs/decisions/0039-lossless-jpeg.md).
/// </summary>
/// <param name="source">Name in messages.</param>
/// <param name="offset">Offset of the image in the source.</param>
internal sealed class LosslessJpeg(SourceName source, long offset)
{
    private const byte StartOfImage = 0xD8;
    private const byte StartOfScan = 0xDA;
    private const byte RestartInterval = 0xDD;
    private const byte HuffmanTables = 0xC4;
    private const byte LosslessFrame = 0xC3;
    private const int MaxTables = 4;
    private const int FrameBytes = 9;
    private const int ScanBytes = 6;
    private const int MaxPredictor = 7;

    private readonly LosslessHuffmanTable?[] _tables = new LosslessHuffmanTable?[MaxTables];
    private int _precision;
    private byte _component;
    private int _restartInterval;

    /// <summary>Decodes an image.</summary>
    /// <param name="jpeg">The image, from its start-of-image marker on.</param>
    /// <param name="size">Its size, as the file around it states it.</param>
    /// <param name="maxBits">Maximum bits of a sample, up to 16.</param>
    /// <param name="samples">Receives the samples as unsigned numbers, [row, col].</param>
    /// <exception cref="DatasetFormatException">
    /// The image is damaged, has another size or more bits than stated, or is of a process that is not read.
    /// </exception>
    public void Decode(ReadOnlySpan<byte> jpeg, SliceSize size, int maxBits, Span<ushort> samples)
    {
        if (jpeg.Length < 2 || jpeg[0] != 0xFF || jpeg[1] != StartOfImage)
        {
            throw Corrupt(0, "a frame of pixels does not begin with a JPEG's start-of-image marker");
        }
        for (var at = 2; ; )
        {
            var marker = ReadMarker(jpeg, ref at);
            var segment = ReadSegment(jpeg, ref at);
            var start = at - segment.Length;
            switch (marker)
            {
                case HuffmanTables:
                    ReadTables(segment, start);
                    break;
                case RestartInterval when segment.Length == 2:
                    _restartInterval = BinaryPrimitives.ReadUInt16BigEndian(segment);
                    break;
                case LosslessFrame:
                    ReadFrame(segment, start, size, maxBits);
                    break;
                case StartOfScan:
                    var (predictor, transform, table) = ReadScan(segment, start);
                    var bits = new LosslessBitReader(jpeg[at..], table, source, offset + at);
                    Decode(ref bits, (predictor, transform), size.Width, samples);
                    return;
                case RestartInterval or (>= 0xC0 and <= 0xCF):
                    throw FormatError.Unsupported(
                        source,
                        offset + start,
                        $"a JPEG segment FF{marker:X2} of {segment.Length} bytes; lossless JPEG with Huffman codes (FFC3) is read"
                    );
            }
        }
    }

    /// <summary>The next marker; bytes FF may stand before it (B.1.1.2).</summary>
    private byte ReadMarker(ReadOnlySpan<byte> jpeg, ref int at)
    {
        var start = at;
        while (at < jpeg.Length && jpeg[at] == 0xFF)
        {
            at++;
        }
        if (at == jpeg.Length)
        {
            throw FormatError.Truncated(source, offset + start, "a segment of a JPEG", 4, jpeg.Length - start);
        }
        return at > start && jpeg[at] is > 0 and not 0xD9
            ? jpeg[at++]
            : throw Corrupt(start, $"0x{jpeg[at]:X2} stands where a JPEG has a segment before its scan");
    }

    /// <summary>The bytes of a segment behind its length.</summary>
    private ReadOnlySpan<byte> ReadSegment(ReadOnlySpan<byte> jpeg, ref int at)
    {
        var left = jpeg[at..];
        var length = left.Length < 2 ? 2 : BinaryPrimitives.ReadUInt16BigEndian(left);
        if (length > left.Length)
        {
            throw FormatError.Truncated(source, offset + at, "a segment of a JPEG", length, left.Length);
        }
        at += length;
        return length < 2 ? throw Corrupt(at - length, $"a segment of a JPEG has length {length}") : left[2..length];
    }

    private void ReadTables(ReadOnlySpan<byte> segment, int start)
    {
        while (segment.Length > 0)
        {
            // Class 0 are the codes of differences, the only ones in this process.
            var (kind, number) = (segment[0] >> 4, segment[0] & 0xF);
            if (number >= MaxTables || kind > 1 || LosslessHuffmanTable.Parse(segment[1..], out var length) is not { } table)
            {
                throw Corrupt(start, "its Huffman tables are damaged");
            }
            if (kind == 0)
            {
                _tables[number] = table;
            }
            segment = segment[(1 + length)..];
        }
    }

    private void ReadFrame(ReadOnlySpan<byte> segment, int start, SliceSize size, int maxBits)
    {
        if (segment.Length < FrameBytes || segment[5] != 1)
        {
            throw FormatError.Unsupported(
                source,
                offset + start,
                $"a JPEG of {(segment.Length > 5 ? segment[5] : 0)} components; 1 is read, grey"
            );
        }
        var found = new SliceSize(BinaryPrimitives.ReadUInt16BigEndian(segment[1..]), BinaryPrimitives.ReadUInt16BigEndian(segment[3..]));
        if (found != size)
        {
            throw FormatError.Mismatch(
                source,
                offset + start,
                "the size of a JPEG",
                $"{found.Height} x {found.Width} px",
                $"{size.Height} x {size.Width} px, as the image has"
            );
        }
        _precision = segment[0];
        _component = segment[6];
        if (_precision < 2 || _precision > maxBits)
        {
            throw FormatError.Mismatch(source, offset + start, "bits of a sample of a JPEG", $"{_precision}", $"2 to {maxBits}");
        }
    }

    private (int Predictor, int Transform, LosslessHuffmanTable Table) ReadScan(ReadOnlySpan<byte> segment, int start)
    {
        if (_precision == 0 || segment.Length != ScanBytes || segment[0] != 1 || segment[1] != _component)
        {
            throw Corrupt(start, "a scan of a JPEG is not that of the one component of its frame");
        }
        var (predictor, transform) = (segment[3], segment[5] & 0xF);
        if (predictor is 0 or > MaxPredictor || transform >= _precision)
        {
            throw Corrupt(start, $"a scan of a JPEG has predictor {predictor} and point transform {transform}");
        }
        var number = segment[2] >> 4;
        return number < MaxTables && _tables[number] is { } table
            ? (predictor, transform, table)
            : throw Corrupt(start, $"a scan of a JPEG needs Huffman table {number}, which is missing");
    }

    /// <summary>Adds the differences to what is predicted of the neighbours (H.1.2), modulo 2^16.</summary>
    private void Decode(ref LosslessBitReader bits, (int Predictor, int Transform) scan, int width, Span<ushort> samples)
    {
        if (_restartInterval % width != 0)
        {
            throw Corrupt(0, $"the restart interval of a JPEG, {_restartInterval}, is no multiple of its {width} columns");
        }
        var (rows, interval) = (samples.Length / width, _restartInterval / width);
        for (var row = 0; row < rows; row++)
        {
            var isFirst = interval == 0 ? row == 0 : row % interval == 0;
            if (isFirst && row > 0)
            {
                bits.Restart((row / interval) - 1);
            }
            var line = samples.Slice(row * width, width);
            if (isFirst)
            {
                line[0] = (ushort)((1 << (_precision - scan.Transform - 1)) + bits.ReadDifference());
                DecodeLine(ref bits, predictor: 1, line, default);
                continue;
            }
            var above = samples.Slice((row - 1) * width, width);
            line[0] = (ushort)(above[0] + bits.ReadDifference());
            DecodeLine(ref bits, scan.Predictor, line, above);
        }

        if (scan.Transform > 0)
        {
            foreach (ref var sample in samples)
            {
                sample = (ushort)(sample << scan.Transform);
            }
        }
    }

    /// <summary>Decodes a line from its second sample on.</summary>
    private static void DecodeLine(ref LosslessBitReader bits, int predictor, Span<ushort> line, ReadOnlySpan<ushort> above)
    {
        int left = line[0];
        for (var column = 1; column < line.Length; column++)
        {
            var predicted = predictor switch
            {
                1 => left,
                2 => above[column],
                3 => above[column - 1],
                4 => left + above[column] - above[column - 1],
                5 => left + ((above[column] - above[column - 1]) >> 1),
                6 => above[column] + ((left - above[column - 1]) >> 1),
                _ => (left + above[column]) >> 1,
            };
            line[column] = (ushort)(predicted + bits.ReadDifference());
            left = line[column];
        }
    }

    private DatasetFormatException Corrupt(int at, string detail) => FormatError.Corrupt(source, offset + at, detail);
}
