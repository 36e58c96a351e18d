using Parquet;
using Parquet.Schema;

namespace LungSeg.Core.Formats.Parquet;

/// <summary>A column that collects the values of one row group.</summary>
internal abstract class ParquetColumn(Field definition)
{
    /// <summary>Name and type.</summary>
    public Field Field => definition;

    /// <summary>Name and type of a column of single values.</summary>
    protected DataField Values => (DataField)definition;

    /// <summary>Writes the values that were collected, and forgets them.</summary>
    public abstract Task FlushAsync(ParquetRowGroupWriter group);
}

/// <summary>A column of bytes, read when they are written.</summary>
internal sealed class ParquetBinary(string name) : ParquetColumn(new DataField(name, typeof(byte[]), isNullable: false))
{
    private readonly List<Func<byte[]>> _values = [];

    /// <summary>Adds what reads the next row's bytes.</summary>
    public void Add(Func<byte[]> value) => _values.Add(value);

    public override async Task FlushAsync(ParquetRowGroupWriter group)
    {
        // Given as byte[], they would stay referred to from an array that the library keeps.
        var values = _values.Select(value => new ReadOnlyMemory<byte>(value())).ToArray();
        _values.Clear();
        await group.WriteAsync<ReadOnlyMemory<byte>>(Values, values.AsMemory()).ConfigureAwait(false);
    }
}

/// <summary>A column of files: a group of their bytes and their names, as the datasets library of Hugging Face embeds pictures.</summary>
internal sealed class ParquetFiles : ParquetColumn
{
    private readonly List<ReadOnlyMemory<byte>> _contents = [];
    private readonly List<ReadOnlyMemory<char>> _names = [];

    /// <param name="name">Name of the column.</param>
    public ParquetFiles(string name)
        : base(
            new StructField(
                name,
                new DataField("bytes", typeof(byte[]), isNullable: false),
                new DataField("path", typeof(string), isNullable: false)
            )
        ) { }

    /// <summary>Adds the next row's file.</summary>
    public void Add(ReadOnlyMemory<byte> content, string name)
    {
        _contents.Add(content);
        _names.Add(name.AsMemory());
    }

    public override async Task FlushAsync(ParquetRowGroupWriter group)
    {
        var fields = ((StructField)Field).Fields;
        var levels = Enumerable.Repeat(1, _contents.Count).ToArray();
        await WriteAsync((DataField)fields[0], _contents.ToArray()).ConfigureAwait(false);
        await WriteAsync((DataField)fields[1], _names.ToArray()).ConfigureAwait(false);
        _contents.Clear();
        _names.Clear();

        // The group itself may be missing by its type, and never is: each value is defined.
        Task WriteAsync<T>(DataField field, T[] values)
            where T : struct => group.WriteAllPartsAsync<T>(field, values.AsMemory(), levels.AsMemory(), null, CancellationToken.None);
    }
}

/// <summary>A column of texts, which may be missing.</summary>
internal sealed class ParquetTexts(string name) : ParquetColumn(new DataField(name, typeof(string), isNullable: true))
{
    private readonly List<string> _values = [];

    /// <summary>Adds the next row's text.</summary>
    public void Add(string? value) => _values.Add(value!);

    public override async Task FlushAsync(ParquetRowGroupWriter group)
    {
        await group.WriteAsync(Values, _values).ConfigureAwait(false);
        _values.Clear();
    }
}

/// <summary>Columns of dates.</summary>
internal static class ParquetDates
{
    /// <summary>Name and type of a column of timestamps in microseconds, which may be missing.</summary>
    public static DataField CreateField(string name, bool isUtc) =>
        new DateTimeDataField(name, DateTimeFormat.Timestamp, isUtc, DateTimeTimeUnit.Micros, isNullable: true);
}

/// <summary>A column of numbers, truth values or dates, which may be missing.</summary>
internal sealed class ParquetNumbers<T>(DataField definition) : ParquetColumn(definition)
    where T : struct
{
    public ParquetNumbers(string name)
        : this(new DataField(name, typeof(T), isNullable: true)) { }

    private readonly List<T?> _values = [];

    /// <summary>Adds the next row's number.</summary>
    public void Add(T? value) => _values.Add(value);

    public override async Task FlushAsync(ParquetRowGroupWriter group)
    {
        await group.WriteAsync<T>(Values, _values.ToArray().AsMemory()).ConfigureAwait(false);
        _values.Clear();
    }
}
