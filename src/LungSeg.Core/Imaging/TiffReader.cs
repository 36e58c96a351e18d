using System.IO.Compression;
using LungSeg.Core.Bytes;
using LungSeg.Core.Bytes.Compression;

namespace LungSeg.Core.Imaging;

/// <summary>Reads TIFF 6.0 of one channel and one page: strips that are stored, packed (PackBits) or deflated, with a predictor.</summary>
internal static class TiffReader
{
    private const int OldDeflate = 32946;
    private const int PackBits = 32773;
    private const int MaxPerByte = 1100;

    /// <summary>Reads the directory.</summary>
    /// <exception cref="DatasetFormatException">It is damaged, or the picture is of a kind that is not read.</exception>
    public static TiffHeader ReadHeader(IByteSource source, ReadLimits limits)
    {
        var tags = new TiffTags(source);
        var (height, width) = (tags.GetNumber(TiffTag.ImageLength), tags.GetNumber(TiffTag.ImageWidth));
        if (height is 0 or > int.MaxValue || width is 0 or > int.MaxValue)
        {
            throw FormatError.Corrupt(source.Name, $"a picture of {height} x {width} px");
        }
        if (height * width > limits.MaxPicturePixels)
        {
            throw FormatError.TooLarge(source.Name, "number of pixels", height * width, limits.MaxPicturePixels);
        }
        var (bits, format) = (tags.GetNumber(TiffTag.BitsPerSample, 1), tags.GetNumber(TiffTag.SampleFormat, 1));
        var compression = (int)tags.GetNumber(TiffTag.Compression, 1);
        Require(source, tags.GetNumber(TiffTag.SamplesPerPixel, 1) == 1, "several channels");
        Require(source, tags.GetNumber(TiffTag.Photometric, 1) == 1, "grey values of which 0 is not black, or colours");
        Require(source, !tags.Has(TiffTag.TileWidth), "tiles; strips are read");
        Require(
            source,
            bits is 8 or 16 or 32 or 64 && format is >= 1 and <= 3 && (format != 3 || bits >= 16),
            $"samples of {bits} bits, format {format}"
        );
        Require(
            source,
            compression is 1 or PackBits or TiffCodec.Deflate or OldDeflate,
            $"compression {compression}; none, PackBits and deflate are read"
        );
        var predictor = (int)tags.GetNumber(TiffTag.Predictor, 1);
        Require(
            source,
            predictor == 1
                || (predictor == TiffCodec.HorizontalPredictor && format != 3)
                || (predictor == TiffCodec.FloatPredictor && format == 3),
            $"predictor {predictor} for samples of format {format}"
        );
        var rows = (int)Math.Clamp(tags.GetNumber(TiffTag.RowsPerStrip, height), 1, height);
        var (offsets, lengths) = (tags.GetNumbers(TiffTag.StripOffsets), tags.GetNumbers(TiffTag.StripByteCounts));
        if (offsets.Length != (height + rows - 1) / rows || lengths.Length != offsets.Length)
        {
            throw FormatError.Corrupt(source.Name, $"{offsets.Length} strips of {rows} rows in a picture of {height}");
        }
        var header = new TiffHeader
        {
            Size = new((int)height, (int)width),
            Kind = "uif"[(int)format - 1],
            SampleBytes = (int)bits / 8,
            IsBigEndian = tags.IsBigEndian,
            Compression = compression,
            Predictor = predictor,
            RowsPerStrip = rows,
            Strips = [.. offsets.Zip(lengths)],
        };
        CheckStrips(source, header);
        return header;
    }

    /// <summary>Reads the samples [row, col] in C order and native byte order.</summary>
    /// <exception cref="DatasetFormatException">A strip is damaged.</exception>
    public static byte[] Read(IByteSource source, TiffHeader header)
    {
        var samples = new byte[(long)header.RowBytes * header.Size.Height];
        var at = 0;
        foreach (var (offset, length) in header.Strips)
        {
            var strip = samples.AsSpan(at, Math.Min(header.RowBytes * header.RowsPerStrip, samples.Length - at));
            var packed = new byte[length];
            source.ReadExactly(offset, packed, "strip");
            Unpack(packed, header.Compression, strip, source.Name, offset);
            for (var row = 0; row < strip.Length; row += header.RowBytes)
            {
                Restore(strip.Slice(row, header.RowBytes), header);
            }
            at += strip.Length;
        }
        return samples;
    }

    /// <summary>Strips must lie in the file, and be able to hold the picture, before memory is taken for it.</summary>
    private static void CheckStrips(IByteSource source, TiffHeader header)
    {
        var held = 0L;
        foreach (var (offset, length) in header.Strips)
        {
            if (offset > source.Length - length)
            {
                throw FormatError.Truncated(source.Name, offset, "a strip", length, Math.Max(0, source.Length - offset));
            }
            held += header.Compression == 1 ? length : length * MaxPerByte;
        }
        var needed = (long)header.RowBytes * header.Size.Height;
        if (held < needed)
        {
            throw FormatError.Corrupt(
                source.Name,
                $"{header.Size.Height} x {header.Size.Width} px need {needed} bytes, its strips hold {held}"
            );
        }
    }

    private static void Require(IByteSource source, bool isRead, string found)
    {
        if (!isRead)
        {
            throw FormatError.Unsupported(source.Name, $"it has {found}; save it as one grey channel in strips");
        }
    }

    private static void Unpack(byte[] packed, int compression, Span<byte> strip, SourceName name, long offset)
    {
        switch (compression)
        {
            case 1 when packed.Length >= strip.Length:
                packed.AsSpan(0, strip.Length).CopyTo(strip);
                return;
            case PackBits when UnpackBits(packed, strip):
                return;
            case TiffCodec.Deflate or OldDeflate:
                using (var zlib = new ZLibStream(new MemoryStream(packed), CompressionMode.Decompress))
                {
                    try
                    {
                        zlib.ReadExactly(strip);

                        // The checksum is read with the end of the stream; what follows the pixels is no fault.
                        _ = zlib.ReadByte();
                        return;
                    }
                    catch (Exception e) when (StreamDamage.Is(e))
                    {
                        throw FormatError.Undecodable(name, offset, "its pixels are damaged", e);
                    }
                }
            default:
                throw FormatError.Corrupt(name, offset, $"a strip has fewer than {strip.Length} bytes of pixels");
        }
    }

    /// <summary>TIFF 6.0, section 9: a number n from 0 on is n + 1 bytes, one below 0 the next byte 1 - n times.</summary>
    private static bool UnpackBits(ReadOnlySpan<byte> packed, Span<byte> strip)
    {
        while (!strip.IsEmpty && packed.Length > 1)
        {
            var count = (sbyte)packed[0];
            if (count == sbyte.MinValue)
            {
                packed = packed[1..];
                continue;
            }
            var length = Math.Min(strip.Length, count >= 0 ? count + 1 : 1 - count);
            if (count >= 0)
            {
                if (length >= packed.Length)
                {
                    return false;
                }
                packed.Slice(1, length).CopyTo(strip);
                packed = packed[(length + 1)..];
            }
            else
            {
                strip[..length].Fill(packed[1]);
                packed = packed[2..];
            }
            strip = strip[length..];
        }
        return strip.IsEmpty;
    }

    private static void Restore(Span<byte> row, TiffHeader header)
    {
        var size = header.SampleBytes;
        if (header.Predictor == TiffCodec.FloatPredictor)
        {
            for (var i = 1; i < row.Length; i++)
            {
                row[i] += row[i - 1];
            }
            var sorted = row.ToArray();
            for (var i = 0; i < row.Length; i++)
            {
                row[i] = sorted[((size - 1 - (i % size)) * header.Size.Width) + (i / size)];
            }
            return;
        }
        if (header.IsBigEndian && size > 1)
        {
            for (var i = 0; i < row.Length; i += size)
            {
                row.Slice(i, size).Reverse();
            }
        }
        for (var i = size; header.Predictor == TiffCodec.HorizontalPredictor && i < row.Length; i += size)
        {
            Add(row.Slice(i - size, size), row.Slice(i, size));
        }
    }

    private static void Add(ReadOnlySpan<byte> before, Span<byte> sample)
    {
        var carry = 0;
        for (var i = 0; i < sample.Length; i++)
        {
            carry += before[i] + sample[i];
            sample[i] = (byte)carry;
            carry >>= 8;
        }
    }
}
