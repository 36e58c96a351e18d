using System.Buffers.Binary;
using System.IO.Compression;
using System.Runtime.InteropServices;
using LungSeg.Core.Bytes;
using LungSeg.Core.Model;

namespace LungSeg.Core.Imaging;

/// <summary>Reads back what <see cref="TiffCodec"/> writes.</summary>
internal sealed class TiffReader
{
    private const int EntryLength = 12;
    private readonly byte[] _tiff;
    private readonly SourceName _source;
    private readonly Dictionary<int, uint> _tags = [];

    private TiffReader(byte[] tiff, SourceName source)
    {
        (_tiff, _source) = (tiff, source);
        if (!tiff.AsSpan().StartsWith("II*\0"u8))
        {
            throw FormatError.WrongFormat(source, "not a little-endian TIFF");
        }
        var directory = Number(4);
        var entries = BinaryPrimitives.ReadUInt16LittleEndian(Take(directory, sizeof(ushort)));
        for (var i = 0; i < entries; i++)
        {
            var entry = Take(directory + sizeof(ushort) + ((long)i * EntryLength), EntryLength);
            _tags[BinaryPrimitives.ReadUInt16LittleEndian(entry)] = BinaryPrimitives.ReadUInt32LittleEndian(entry[8..]);
        }
    }

    /// <summary>Decodes a TIFF.</summary>
    /// <param name="tiff">The bytes of the TIFF.</param>
    /// <param name="name">Name to use in messages, for example the path.</param>
    /// <returns>The samples, their size and type.</returns>
    /// <exception cref="DatasetFormatException">The bytes are not a TIFF as it is written here, or it is damaged.</exception>
    public static TiffPicture Read(byte[] tiff, string name) => new TiffReader(tiff, new SourceName(name, null, "tiff")).Read();

    private TiffPicture Read()
    {
        var type = (TiffSample)(int)(Tag(TiffTag.SampleFormat) - 1);
        var size = new SliceSize((int)Tag(TiffTag.ImageLength), (int)Tag(TiffTag.ImageWidth));
        if (
            !Enum.IsDefined(type)
            || Tag(TiffTag.BitsPerSample) != 8 * type.GetBytes()
            || Tag(TiffTag.Predictor) != type.GetPredictor()
            || Tag(TiffTag.Compression) != TiffCodec.Deflate
            || Tag(TiffTag.RowsPerStrip) != size.Height
            || (long)size.Height * size.Width * type.GetBytes() is <= 0 or > int.MaxValue
        )
        {
            throw FormatError.Unsupported(_source, "it is not written as lungseg writes TIFF");
        }
        var samples = new byte[size.Height * size.Width * type.GetBytes()];
        Inflate(Tag(TiffTag.StripOffsets), Tag(TiffTag.StripByteCounts), samples);
        var rowBytes = size.Width * type.GetBytes();
        for (var at = 0; at < samples.Length; at += rowBytes)
        {
            Restore(samples.AsSpan(at, rowBytes), type);
        }
        return new TiffPicture(samples, size, type);
    }

    private void Inflate(long offset, uint length, byte[] samples)
    {
        Take(offset, length);
        using var zlib = new ZLibStream(new MemoryStream(_tiff, (int)offset, (int)length), CompressionMode.Decompress);
        try
        {
            zlib.ReadExactly(samples);
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
        {
            throw FormatError.Undecodable(_source, offset, "its pixels are damaged", e);
        }
    }

    private static void Restore(Span<byte> row, TiffSample type)
    {
        if (type == TiffSample.Int16)
        {
            var values = MemoryMarshal.Cast<byte, short>(row);
            for (var i = 1; i < values.Length; i++)
            {
                values[i] += values[i - 1];
            }
            return;
        }
        for (var i = 1; i < row.Length; i++)
        {
            row[i] += row[i - 1];
        }
        if (type == TiffSample.Float32)
        {
            var sorted = row.ToArray();
            var columns = row.Length / sizeof(float);
            for (var i = 0; i < row.Length; i++)
            {
                row[i] = sorted[((sizeof(float) - 1 - (i % sizeof(float))) * columns) + (i / sizeof(float))];
            }
        }
    }

    private uint Tag(int tag) => _tags.TryGetValue(tag, out var value) ? value : throw FormatError.Corrupt(_source, $"it has no tag {tag}");

    private uint Number(long offset) => BinaryPrimitives.ReadUInt32LittleEndian(Take(offset, sizeof(uint)));

    private ReadOnlySpan<byte> Take(long offset, long length) =>
        offset + length <= _tiff.Length
            ? _tiff.AsSpan((int)offset, (int)length)
            : throw FormatError.Truncated(_source, offset, "a field", length, Math.Max(0, _tiff.Length - offset));
}

/// <summary>A TIFF of one channel.</summary>
/// <param name="Samples">Samples [row, col] in C order, in the machine's byte order.</param>
/// <param name="Size">Rows and columns.</param>
/// <param name="Type">Type of the samples.</param>
internal sealed record TiffPicture(byte[] Samples, SliceSize Size, TiffSample Type);
