using System.Globalization;
using LungSeg.Core.Bytes;
using Parquet;
using Parquet.Schema;

namespace LungSeg.Core.Formats.Parquet;

/// <summary>Reads a table, one column of one row group at a time.</summary>
internal sealed class ParquetTableReader : IDisposable
{
    /// <summary>Bytes that tell whether a file is Parquet.</summary>
    public const int HeadBytes = 4;

    /// <summary>Size of a value from which a column is refused, unpacked, in bytes.</summary>
    private const long MaxValueBytes = 1 << 16;

    /// <summary>HResult of an error that the library states, and not the system.</summary>
    private const int LibraryError = unchecked((int)0x80131620);

    private readonly FileStream _file;
    private readonly SourceName _name;
    private readonly ParquetReader _reader;

    /// <summary>Opens a table that this program wrote.</summary>
    public ParquetTableReader(string path)
        : this(path, new SourceName(path, null, "parquet")) { }

    private ParquetTableReader(string path, SourceName name)
    {
        _name = name;
        _file = File.OpenRead(path);
        try
        {
            _reader = Guard(() =>
                ParquetReader.CreateAsync(new BlockingStream(_file), ParquetTableWriter.Options).GetAwaiter().GetResult()
            );
        }
        catch
        {
            _file.Dispose();
            throw;
        }
    }

    public int GroupCount => _reader.RowGroupCount;

    /// <summary>Number of rows of all groups, as the footer states it.</summary>
    public long RowCount => Groups.Sum(group => group.NumRows);

    /// <summary>Names of the columns.</summary>
    public IReadOnlyList<string> ColumnNames => [.. _reader.Schema.DataFields.Select(data => data.Name)];

    /// <summary>Texts about the table as a whole.</summary>
    public IReadOnlyDictionary<string, string> Metadata => new Dictionary<string, string>(_reader.CustomMetadata);

    private IEnumerable<global::Parquet.Meta.RowGroup> Groups => _reader.Metadata?.RowGroups ?? [];

    /// <summary>Whether a file starts as Parquet does.</summary>
    public static bool Matches(ReadOnlySpan<byte> head) => head.StartsWith("PAR1"u8);

    /// <summary>Opens a table that a user gives.</summary>
    /// <exception cref="DatasetFormatException">The file is damaged, or states sizes that it cannot hold.</exception>
    public static ParquetTableReader OpenInput(string path, SourceName name)
    {
        var reader = new ParquetTableReader(path, name);
        try
        {
            reader.CheckSizes();
            return reader;
        }
        catch
        {
            reader.Dispose();
            throw;
        }
    }

    /// <summary>The texts of a column in a group.</summary>
    public string?[] Texts(int group, string column) =>
        Read<string?, string>(
            group,
            column,
            (rows, field, values) => rows.ReadAsync(field, values.AsMemory()).AsTask().GetAwaiter().GetResult()
        );

    /// <summary>The numbers of a column in a group.</summary>
    public T?[] Numbers<T>(int group, string column)
        where T : struct =>
        Read<T?, T>(group, column, (rows, field, values) => rows.ReadAsync<T>(field, values.AsMemory()).AsTask().GetAwaiter().GetResult());

    /// <summary>The bytes of a column in a group.</summary>
    public ReadOnlyMemory<byte>[] Binary(int group, string column)
    {
        using var rows = _reader.OpenRowGroupReader(group);
        var values = new ReadOnlyMemory<byte>[rows.RowCount];

        // As byte[] they would be copied, and stay referred to from an array that the library keeps.
        rows.ReadRawAsync(_reader.Schema.FindDataField(column), values.AsMemory(), null, null).AsTask().GetAwaiter().GetResult();
        return values;
    }

    public void Dispose()
    {
        _reader.DisposeAsync().AsTask().GetAwaiter().GetResult();
        _file.Dispose();
    }

    private TValue[] Read<TValue, TStored>(int group, string column, Action<ParquetRowGroupReader, DataField, TValue[]> read) =>
        Guard(() =>
        {
            var field = _reader.Schema.FindDataField(column);
            var type = field.ClrType == typeof(ReadOnlyMemory<char>) ? typeof(string) : field.ClrType;
            if (type != typeof(TStored))
            {
                throw FormatError.Mismatch(_name, $"the type of column {column}", type.Name, typeof(TStored).Name);
            }
            using var rows = _reader.OpenRowGroupReader(group);
            var values = new TValue[rows.RowCount];
            read(rows, field, values);
            return values;
        });

    private void CheckSizes()
    {
        foreach (var group in Groups)
        {
            foreach (var column in group.Columns)
            {
                var (packed, unpacked) = (column.MetaData?.TotalCompressedSize ?? 0, column.MetaData?.TotalUncompressedSize ?? 0);
                if (group.NumRows < 0 || packed < 0 || packed > _file.Length || unpacked < 0 || unpacked / MaxValueBytes > group.NumRows)
                {
                    throw FormatError.Corrupt(
                        _name,
                        string.Create(
                            CultureInfo.InvariantCulture,
                            $"a column of {group.NumRows} rows takes {packed} bytes, {unpacked} unpacked, by a file of {_file.Length}"
                        )
                    );
                }
            }
        }
    }

    /// <summary>Calls the library, whose exceptions on damaged files are those of whatever it was doing.</summary>
    private T Guard<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e)
            when (e
                    is EndOfStreamException
                        or IOException { HResult: LibraryError }
                        or ArgumentException
                        or InvalidOperationException
                        or NotSupportedException
                        or FormatException
                        or ArithmeticException
                        or IndexOutOfRangeException
                        or NullReferenceException
                        or InvalidCastException
                        or KeyNotFoundException
                        or ParquetException
                        or InvalidDataException
                        or ZstdSharp.ZstdException
            )
        {
            throw FormatError.Undecodable(_name, $"the table is cut or damaged: {PrintableText.Escape(e.Message, 120)}", e);
        }
    }
}
