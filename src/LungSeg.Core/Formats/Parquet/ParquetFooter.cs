using System.Buffers.Binary;
using LungSeg.Core.Bytes;

namespace LungSeg.Core.Formats.Parquet;

/// <summary>The metadata at the end of a Parquet file (parquet.thrift, FileMetaData): columns, row groups, texts about the table.</summary>
internal sealed class ParquetFooter
{
    /// <summary>Bytes that tell whether a file is Parquet.</summary>
    public const int MagicBytes = 4;

    private const int TailBytes = 8;
    private const int GroupBytes = 64;
    private const int ChunkBytes = 96;
    private const int ElementBytes = 128;

    private ParquetFooter(
        IReadOnlyList<ParquetSchemaElement> schema,
        IReadOnlyList<ParquetGroup> groups,
        long rows,
        IReadOnlyDictionary<string, string> texts
    )
    {
        (Schema, Groups, Rows, Texts) = (schema, groups, rows, texts);
    }

    /// <summary>The columns as a tree, each before its children.</summary>
    public IReadOnlyList<ParquetSchemaElement> Schema { get; }

    /// <summary>The row groups, in order.</summary>
    public IReadOnlyList<ParquetGroup> Groups { get; }

    /// <summary>Number of rows.</summary>
    public long Rows { get; }

    /// <summary>Texts about the table, by their names.</summary>
    public IReadOnlyDictionary<string, string> Texts { get; }

    /// <summary>Whether a file begins as Parquet does, encrypted or not.</summary>
    public static bool Matches(ReadOnlySpan<byte> head) => head is [(byte)'P', (byte)'A', (byte)'R', (byte)'1' or (byte)'E', ..];

    /// <summary>Reads the metadata of a file.</summary>
    /// <exception cref="DatasetFormatException">The file is cut short, encrypted or damaged.</exception>
    public static ParquetFooter Read(IByteSource source, AllocationBudget budget)
    {
        Span<byte> magic = stackalloc byte[MagicBytes];
        source.ReadExactly(0, magic, "signature");
        if (!Matches(magic))
        {
            throw FormatError.WrongFormat(source.Name, 0, "this is not a Parquet file");
        }
        if (magic[3] == 'E')
        {
            throw FormatError.Unsupported(source.Name, 0, "its footer is encrypted");
        }
        Span<byte> tail = stackalloc byte[TailBytes];
        var end = source.Length - TailBytes;
        if (end < magic.Length)
        {
            throw FormatError.Truncated(source.Name, source.Length, "the footer", TailBytes, Math.Max(0, source.Length - magic.Length));
        }
        source.ReadExactly(end, tail, "footer");
        if (!tail[4..].SequenceEqual("PAR1"u8))
        {
            throw FormatError.Corrupt(
                source.Name,
                end + 4,
                "the file does not end with PAR1, and its columns stand at its end: it is cut short, download or copy it again"
            );
        }
        var length = BinaryPrimitives.ReadUInt32LittleEndian(tail);
        if (length > end - magic.Length || length > Array.MaxLength)
        {
            throw FormatError.Corrupt(source.Name, end, $"a footer of {length} bytes in a file of {source.Length}");
        }
        budget.Charge(length, end);
        var bytes = new byte[length];
        source.ReadExactly(end - length, bytes, "footer");
        return Parse(new ThriftReader(bytes, end - length, source.Name), source, budget);
    }

    private static ParquetFooter Parse(ThriftReader thrift, IByteSource source, AllocationBudget budget)
    {
        var (schema, groups, rows) = (new List<ParquetSchemaElement>(), new List<ParquetGroup>(), -1L);
        var texts = new Dictionary<string, string>();
        for (var id = 0; thrift.TryReadField(ref id, out var type); )
        {
            switch (id)
            {
                case 2 when type == ThriftType.List:
                    for (var left = thrift.ReadList(out _); left > 0; left--)
                    {
                        budget.Charge(ElementBytes, thrift.Offset);
                        schema.Add(ParquetSchemaElement.Read(ref thrift));
                    }
                    break;
                case 3 when type == ThriftType.Int64:
                    rows = thrift.ReadInteger();
                    break;
                case 4 when type == ThriftType.List:
                    for (var left = thrift.ReadList(out _); left > 0; left--)
                    {
                        budget.Charge(GroupBytes, thrift.Offset);
                        groups.Add(ReadGroup(ref thrift, source, budget));
                    }
                    break;
                case 5 when type == ThriftType.List:
                    for (var left = thrift.ReadList(out _); left > 0; left--)
                    {
                        budget.Charge(ElementBytes, thrift.Offset);
                        var (key, value) = ReadText(ref thrift);
                        texts[key] = value;
                    }
                    break;
                default:
                    thrift.Skip(type);
                    break;
            }
        }
        var sum = groups.Aggregate((Int128)0, (all, group) => all + group.Rows);
        if (rows < 0 || sum != rows)
        {
            throw FormatError.Corrupt(source.Name, $"the footer says {rows} rows, its row groups have {sum}");
        }
        return new ParquetFooter(schema, groups, rows, texts);
    }

    private static ParquetGroup ReadGroup(ref ThriftReader thrift, IByteSource source, AllocationBudget budget)
    {
        var (chunks, rows, offset) = (new List<ParquetChunk>(), -1L, thrift.Offset);
        for (var id = 0; thrift.TryReadField(ref id, out var type); )
        {
            switch (id)
            {
                case 1 when type == ThriftType.List:
                    for (var left = thrift.ReadList(out _); left > 0; left--)
                    {
                        budget.Charge(ChunkBytes, thrift.Offset);
                        chunks.Add(ParquetChunk.Read(ref thrift, source));
                    }
                    break;
                case 3 when type == ThriftType.Int64:
                    rows = thrift.ReadInteger();
                    break;
                default:
                    thrift.Skip(type);
                    break;
            }
        }
        return rows >= 0 ? new ParquetGroup(rows, chunks) : throw FormatError.Corrupt(source.Name, offset, $"a row group of {rows} rows");
    }

    private static (string Key, string Value) ReadText(ref ThriftReader thrift)
    {
        var (key, value) = (string.Empty, string.Empty);
        for (var id = 0; thrift.TryReadField(ref id, out var type); )
        {
            switch (id)
            {
                case 1 when type == ThriftType.Binary:
                    key = thrift.ReadText();
                    break;
                case 2 when type == ThriftType.Binary:
                    value = thrift.ReadText();
                    break;
                default:
                    thrift.Skip(type);
                    break;
            }
        }
        return (key, value);
    }
}

/// <summary>Rows that are stored together.</summary>
/// <param name="Rows">Number of rows.</param>
/// <param name="Chunks">The values of each column, in the order of the leaves of the schema.</param>
internal sealed record ParquetGroup(long Rows, IReadOnlyList<ParquetChunk> Chunks);
