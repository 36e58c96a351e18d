using LungSeg.Core.Bytes;

namespace LungSeg.Core.Formats.Parquet;

/// <summary>Where the values of one column in one row group lie (parquet.thrift, ColumnMetaData).</summary>
/// <param name="Start">First byte of the first page.</param>
/// <param name="Length">Bytes of all pages.</param>
/// <param name="Values">Number of values, missing ones included.</param>
/// <param name="Codec">How pages are compressed.</param>
internal sealed record ParquetChunk(long Start, long Length, long Values, ParquetCodec Codec)
{
    /// <exception cref="DatasetFormatException">The pages are in another file, or not within this one.</exception>
    public static ParquetChunk Read(ref ThriftReader thrift, IByteSource source)
    {
        var (chunk, offset) = ((ParquetChunk?)null, thrift.Offset);
        for (var id = 0; thrift.TryReadField(ref id, out var type); )
        {
            switch (id)
            {
                case 1 when type == ThriftType.Binary:
                    throw FormatError.Unsupported(source.Name, offset, "its pages are in another file; give that one");
                case 3 when type == ThriftType.Struct:
                    chunk = ReadPlace(ref thrift);
                    break;
                default:
                    thrift.Skip(type);
                    break;
            }
        }
        if (chunk is null)
        {
            throw FormatError.Unsupported(source.Name, offset, "a column without metadata, as in encrypted files");
        }
        return chunk is { Start: >= 4, Length: >= 0, Values: >= 0 } && chunk.Start <= source.Length - chunk.Length
            ? chunk
            : throw FormatError.Corrupt(
                source.Name,
                offset,
                $"{chunk.Values} values in {chunk.Length} bytes from byte {chunk.Start} on are not within the file of {source.Length} bytes"
            );
    }

    private static ParquetChunk ReadPlace(ref ThriftReader thrift)
    {
        var (codec, values, length, data, dictionary) = (0L, -1L, -1L, -1L, 0L);
        for (var id = 0; thrift.TryReadField(ref id, out var type); )
        {
            switch (id)
            {
                case 4 when type == ThriftType.Int32:
                    codec = thrift.ReadInteger();
                    break;
                case 5 when type == ThriftType.Int64:
                    values = thrift.ReadInteger();
                    break;
                case 7 when type == ThriftType.Int64:
                    length = thrift.ReadInteger();
                    break;
                case 9 when type == ThriftType.Int64:
                    data = thrift.ReadInteger();
                    break;
                case 11 when type == ThriftType.Int64:
                    dictionary = thrift.ReadInteger();
                    break;
                default:
                    thrift.Skip(type);
                    break;
            }
        }

        // Some writers leave the dictionary's offset at 0 where there is none.
        return new ParquetChunk(dictionary > 0 && dictionary < data ? dictionary : data, length, values, (ParquetCodec)codec);
    }
}

/// <summary>How pages are compressed.</summary>
internal enum ParquetCodec
{
    None,
    Snappy,
    Gzip,
    Lzo,
    Brotli,

    /// <summary>Hadoop's own frames around LZ4, which are out of use.</summary>
    Lz4,

    Zstd,
    Lz4Raw,
}
