using LungSeg.Core.Bytes;

namespace LungSeg.Core.Formats.Parquet;

/// <summary>The pages of one column in one row group, by their headers.</summary>
/// <param name="Dictionary">The values that pages refer to by number; null without such pages.</param>
/// <param name="Pages">The pages of values, in order.</param>
internal sealed record ParquetPages(ParquetPageHeader? Dictionary, IReadOnlyList<ParquetPageHeader> Pages)
{
    private const int PageBytes = 96;
    private const int FirstWindow = 4 << 10;
    private const int WindowFactor = 16;

    /// <summary>Reads the headers of all pages; the pages themselves are skipped.</summary>
    /// <exception cref="DatasetFormatException">A header is damaged, or pages are not those that the footer announces.</exception>
    public static ParquetPages Read(IByteSource source, ParquetChunk chunk, AllocationBudget budget)
    {
        var (dictionary, pages) = ((ParquetPageHeader?)null, new List<ParquetPageHeader>());
        var (at, end, values) = (chunk.Start, chunk.Start + chunk.Length, 0L);
        while (at < end && values < chunk.Values)
        {
            lock (budget)
            {
                budget.Charge(PageBytes, at);
            }
            var header = ReadHeader(source, at, end, values);
            switch (header.Type)
            {
                case ParquetPageType.Dictionary when dictionary is null && pages.Count == 0:
                    dictionary = header;
                    break;
                case ParquetPageType.Data or ParquetPageType.DataV2:
                    pages.Add(header);
                    values += header.Values;
                    break;
                case ParquetPageType.Index:
                    break;
                default:
                    throw FormatError.Corrupt(source.Name, at, $"a page of type {(int)header.Type} where values were expected");
            }
            at = header.End;
        }
        return values == chunk.Values
            ? new ParquetPages(dictionary, pages)
            : throw FormatError.Corrupt(source.Name, chunk.Start, $"pages of {values} values, the footer announces {chunk.Values}");
    }

    /// <summary>Headers can hold the least and the greatest value, so there is no length that all have.</summary>
    private static ParquetPageHeader ReadHeader(IByteSource source, long at, long end, long first)
    {
        for (var window = (long)FirstWindow; ; window *= WindowFactor)
        {
            var bytes = new byte[(int)Math.Min(window, Math.Min(end - at, Array.MaxLength))];
            source.ReadExactly(at, bytes, "page header");
            try
            {
                var thrift = new ThriftReader(bytes, at, source.Name);
                return ParquetPageHeader.Read(ref thrift, source, at, end, first);
            }
            catch (DatasetFormatException e) when (e.Fault == Fault.Truncated && bytes.Length < end - at)
            {
                // A longer window may hold it.
            }
        }
    }
}

/// <summary>The header of a page (parquet.thrift, PageHeader).</summary>
internal sealed record ParquetPageHeader
{
    /// <summary>
    /// Bytes of a page, packed or not, and its values. Writers end pages at 1 MB, DuckDB at 100 MB; a page of more is one of a row group
    /// that should be several.
    /// </summary>
    private const int MaxBytes = 160 << 20;

    public ParquetPageType Type { get; private set; }

    /// <summary>First byte of the header.</summary>
    public long Offset { get; private init; }

    /// <summary>First byte of the page.</summary>
    public long Start { get; private set; }

    public int PackedBytes { get; private set; } = -1;

    public int Bytes { get; private set; } = -1;

    /// <summary>Number of values, missing ones included.</summary>
    public int Values { get; private set; } = -1;

    /// <summary>Number of values of the column in the pages before.</summary>
    public long First { get; private init; }

    public ParquetEncoding Encoding { get; private set; }

    /// <summary>How levels of the older form of pages are written.</summary>
    public ParquetEncoding LevelEncoding { get; private set; } = ParquetEncoding.Rle;

    public int DefinitionBytes { get; private set; }

    public int RepetitionBytes { get; private set; }

    /// <summary>Whether the values are compressed as the column is.</summary>
    public bool IsPacked { get; private set; } = true;

    /// <summary>First byte behind the page.</summary>
    public long End => Start + PackedBytes;

    public static ParquetPageHeader Read(ref ThriftReader thrift, IByteSource source, long at, long end, long first)
    {
        var header = new ParquetPageHeader { Offset = at, First = first };
        for (var id = 0; thrift.TryReadField(ref id, out var type); )
        {
            switch (id, type)
            {
                case (1, ThriftType.Int32):
                    header.Type = (ParquetPageType)thrift.ReadInt32();
                    break;
                case (2, ThriftType.Int32):
                    header.Bytes = thrift.ReadInt32();
                    break;
                case (3, ThriftType.Int32):
                    header.PackedBytes = thrift.ReadInt32();
                    break;
                case (5 or 7 or 8, ThriftType.Struct):
                    header.ReadValues(ref thrift, isSecondForm: id == 8);
                    break;
                default:
                    thrift.Skip(type);
                    break;
            }
        }
        header.Start = thrift.Offset;
        if (header.PackedBytes < 0 || header.Bytes < 0 || header.PackedBytes > end - header.Start)
        {
            throw FormatError.Corrupt(
                source.Name,
                at,
                $"a page of {header.PackedBytes} bytes, {header.Bytes} unpacked, where {end - header.Start} are left of its column"
            );
        }
        if (header.Type != ParquetPageType.Index && (header.Values < 0 || header.DefinitionBytes < 0 || header.RepetitionBytes < 0))
        {
            throw FormatError.Corrupt(source.Name, at, $"a page of {header.Values} values");
        }
        if (header.Values > MaxBytes)
        {
            // A run states any number of levels in a few bytes, and each takes a byte of memory.
            throw FormatError.TooLarge(source.Name, at, "number of values of a page", header.Values, MaxBytes);
        }
        return Math.Max(header.PackedBytes, header.Bytes) <= MaxBytes
            ? header
            : throw FormatError.TooLarge(
                source.Name,
                at,
                "length of a page, in bytes,",
                Math.Max(header.PackedBytes, header.Bytes),
                MaxBytes
            );
    }

    private void ReadValues(ref ThriftReader thrift, bool isSecondForm)
    {
        for (var id = 0; thrift.TryReadField(ref id, out var type); )
        {
            switch (id, type, isSecondForm)
            {
                case (1, ThriftType.Int32, _):
                    Values = thrift.ReadInt32();
                    break;
                case (2, ThriftType.Int32, false) or (4, ThriftType.Int32, true):
                    Encoding = (ParquetEncoding)thrift.ReadInt32();
                    break;
                case (3 or 4, ThriftType.Int32, false):
                    var levels = (ParquetEncoding)thrift.ReadInt32();
                    LevelEncoding = levels == ParquetEncoding.Rle ? LevelEncoding : levels;
                    break;
                case (5, ThriftType.Int32, true):
                    DefinitionBytes = thrift.ReadInt32();
                    break;
                case (6, ThriftType.Int32, true):
                    RepetitionBytes = thrift.ReadInt32();
                    break;
                case (7, ThriftType.False, true):
                    IsPacked = false;
                    break;
                default:
                    thrift.Skip(type);
                    break;
            }
        }
    }
}

/// <summary>Types of pages.</summary>
internal enum ParquetPageType
{
    Data,
    Index,
    Dictionary,
    DataV2,
}

/// <summary>How values are written.</summary>
internal enum ParquetEncoding
{
    Plain = 0,
    PlainDictionary = 2,
    Rle = 3,
    BitPacked = 4,
    DeltaBinaryPacked = 5,
    DeltaLengthByteArray = 6,
    DeltaByteArray = 7,
    RleDictionary = 8,
    ByteStreamSplit = 9,
}
