using Parquet;
using Parquet.Schema;

namespace LungSeg.Core.Formats.Parquet;

/// <summary>A column of numbers, which may be missing.</summary>
internal sealed class ParquetNumbers<T>(string name) : ParquetColumn(new DataField(name, typeof(T), isNullable: true))
    where T : struct
{
    private readonly List<T?> _values = [];

    /// <summary>Adds the next row's number.</summary>
    public void Add(T? value) => _values.Add(value);

    public override async Task FlushAsync(ParquetRowGroupWriter group)
    {
        await group.WriteAsync<T>(Field, _values.ToArray().AsMemory()).ConfigureAwait(false);
        _values.Clear();
    }
}
