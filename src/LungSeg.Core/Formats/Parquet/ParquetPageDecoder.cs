using System.Buffers.Binary;
using LungSeg.Core.Bytes;

namespace LungSeg.Core.Formats.Parquet;

/// <summary>Decodes pages of a column: decompression, levels, values.</summary>
/// <param name="source">The file.</param>
/// <param name="leaf">The column.</param>
/// <param name="codec">How its pages are compressed.</param>
internal sealed class ParquetPageDecoder(IByteSource source, ParquetLeaf leaf, ParquetCodec codec)
{
    /// <summary>Decodes the page of values that others refer to by number.</summary>
    /// <exception cref="DatasetFormatException">The page is damaged, or written in a way that is not read.</exception>
    public ParquetValues DecodeDictionary(ParquetPageHeader header)
    {
        var bytes = Decompress(header, 0);
        return new ParquetValueDecoder(leaf, Place(header)).DecodePlain(bytes, 0, header.Values);
    }

    /// <summary>Decodes a page of values.</summary>
    /// <param name="header">Its header.</param>
    /// <param name="dictionary">The values of the dictionary; null without one.</param>
    /// <param name="onlyLevels">Whether its values are left out.</param>
    /// <exception cref="DatasetFormatException">The page is damaged, or written in a way that is not read.</exception>
    public ParquetPage Decode(ParquetPageHeader header, ParquetValues? dictionary, bool onlyLevels = false)
    {
        var isSecondForm = header.Type == ParquetPageType.DataV2;
        var place = Place(header);
        var levels = isSecondForm ? (long)header.RepetitionBytes + header.DefinitionBytes : 0;
        if (levels > header.PackedBytes || levels > header.Bytes)
        {
            throw FormatError.Corrupt(source.Name, header.Offset, $"levels of {levels} bytes in a page of {header.PackedBytes}");
        }
        var bytes = Decompress(header, (int)levels);
        var at = 0;
        var repetitions = ReadLevels(header, bytes, ref at, leaf.ListLevels.Count, header.RepetitionBytes);
        var definitions = ReadLevels(header, bytes, ref at, leaf.MaxDefinition, header.DefinitionBytes);
        if (onlyLevels)
        {
            return new ParquetPage(repetitions, definitions, null);
        }
        var present = definitions is null ? header.Values : definitions.AsSpan().Count((byte)leaf.MaxDefinition);
        var values = new ParquetValueDecoder(leaf, place).Decode(bytes, at, present, header.Encoding, dictionary);
        return new ParquetPage(repetitions, present == header.Values ? null : definitions, values);
    }

    private ParquetPlace Place(ParquetPageHeader header) => new(source.Name, header.Offset);

    /// <summary>The bytes of a page; levels of the newer form stand uncompressed at its start.</summary>
    private byte[] Decompress(ParquetPageHeader header, int levels)
    {
        var packed = new byte[header.PackedBytes];
        source.ReadExactly(header.Start, packed, "page");
        if (!header.IsPacked || codec == ParquetCodec.None)
        {
            return packed.Length == header.Bytes
                ? packed
                : throw FormatError.Mismatch(source.Name, header.Offset, "length of a page", $"{packed.Length}", $"{header.Bytes}");
        }
        if (levels == 0)
        {
            return ParquetCompression.Decompress(packed, codec, header.Bytes, Place(header));
        }

        // A page without values has nothing that could be decompressed.
        var values =
            header.Bytes == levels ? [] : ParquetCompression.Decompress(packed[levels..], codec, header.Bytes - levels, Place(header));
        return [.. packed.AsSpan(0, levels), .. values];
    }

    private byte[]? ReadLevels(ParquetPageHeader header, ReadOnlySpan<byte> bytes, ref int at, int maximum, int length)
    {
        if (maximum == 0)
        {
            return null;
        }
        if (header.Type != ParquetPageType.DataV2)
        {
            if (header.LevelEncoding != ParquetEncoding.Rle)
            {
                throw FormatError.Unsupported(
                    source.Name,
                    header.Offset,
                    "levels that are packed bits, as writers of before 2013 have them"
                );
            }
            var stated = bytes.Length - at >= 4 ? BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]) : uint.MaxValue;
            at += 4;
            if (stated > bytes.Length - at)
            {
                throw FormatError.Corrupt(source.Name, header.Offset, "the levels of a page are longer than the page");
            }
            length = (int)stated;
        }
        var levels = ParquetRuns.DecodeLevels(bytes.Slice(at, length), maximum, header.Values, Place(header));
        at += length;
        return levels;
    }
}
