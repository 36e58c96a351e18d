using Parquet;
using Parquet.Schema;

namespace LungSeg.Core.Formats.Parquet;

/// <summary>A column that collects the values of one row group.</summary>
internal abstract class ParquetColumn(DataField definition)
{
    /// <summary>Name and type.</summary>
    public DataField Field => definition;

    /// <summary>Writes the values that were collected, and forgets them.</summary>
    public abstract Task FlushAsync(ParquetRowGroupWriter group);
}
