using Parquet;
using Parquet.Schema;

namespace LungSeg.Core.Formats.Parquet;

/// <summary>A column of texts, which may be missing.</summary>
internal sealed class ParquetTexts(string name) : ParquetColumn(new DataField(name, typeof(string), isNullable: true))
{
    private readonly List<string> _values = [];

    /// <summary>Adds the next row's text.</summary>
    public void Add(string? value) => _values.Add(value!);

    public override async Task FlushAsync(ParquetRowGroupWriter group)
    {
        await group.WriteAsync(Field, _values).ConfigureAwait(false);
        _values.Clear();
    }
}
