using Parquet;

namespace LungSeg.Core.Formats.Parquet;

/// <summary>Reads back what <see cref="ParquetTableWriter"/> wrote, one row group at a time.</summary>
internal sealed class ParquetTableReader : IDisposable
{
    private readonly FileStream _file;
    private readonly ParquetReader _reader;

    public ParquetTableReader(string path)
    {
        _file = File.OpenRead(path);
        _reader = ParquetReader.CreateAsync(new BlockingStream(_file), ParquetTableWriter.Options).GetAwaiter().GetResult();
    }

    public int GroupCount => _reader.RowGroupCount;

    /// <summary>The texts of a column in a group.</summary>
    public string?[] Texts(int group, string column)
    {
        using var rows = _reader.OpenRowGroupReader(group);
        var values = new string?[rows.RowCount];
        rows.ReadAsync(_reader.Schema.FindDataField(column), values.AsMemory()).AsTask().GetAwaiter().GetResult();
        return values;
    }

    /// <summary>The numbers of a column in a group.</summary>
    public T?[] Numbers<T>(int group, string column)
        where T : struct
    {
        using var rows = _reader.OpenRowGroupReader(group);
        var values = new T?[rows.RowCount];
        rows.ReadAsync<T>(_reader.Schema.FindDataField(column), values.AsMemory()).AsTask().GetAwaiter().GetResult();
        return values;
    }

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
}
