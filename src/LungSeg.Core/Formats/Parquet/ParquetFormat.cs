using LungSeg.Core.Bytes;

namespace LungSeg.Core.Formats.Parquet;

/// <summary>Apache Parquet: a table, whose slices are bytes or lists.</summary>
internal sealed class ParquetFormat : ITableFormat
{
    public string Name => "parquet";

    public bool Matches(ReadOnlySpan<byte> head) => ParquetFooter.Matches(head);

    public TableIndex Read(IByteSource source, ReadLimits limits, Leniency leniency) => ParquetReader.Read(source, limits);
}
