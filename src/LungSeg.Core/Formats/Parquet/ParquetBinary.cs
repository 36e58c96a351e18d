using Parquet;
using Parquet.Schema;

namespace LungSeg.Core.Formats.Parquet;

/// <summary>A column of bytes.</summary>
internal sealed class ParquetBinary(string name) : ParquetColumn(new DataField(name, typeof(byte[]), isNullable: false))
{
    private readonly List<byte[]> _values = [];

    /// <summary>Adds the next row's bytes.</summary>
    public void Add(byte[] value) => _values.Add(value);

    public override async Task FlushAsync(ParquetRowGroupWriter group)
    {
        await group.WriteAsync(Field, _values).ConfigureAwait(false);
        _values.Clear();
    }
}
