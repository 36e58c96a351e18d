namespace LungSeg.Core.Conversion.Runs;

/// <summary>Runs an export: of all rows, of the rows of one shard, or of rows that shards hold.</summary>
internal interface IExportSink
{
    /// <summary>Runs an export of slices.</summary>
    void Write<T>(SliceExport<T> export);

    /// <summary>Runs an export of arrays.</summary>
    void Write(ArraysExport export);
}

/// <summary>Makes all rows and joins them.</summary>
internal sealed class WholeSink(ExportRun run) : IExportSink
{
    public void Write<T>(SliceExport<T> export)
    {
        run.InOrder(export.Order, export.EncodeRow, export.Add);
        export.Finish();
    }

    public void Write(ArraysExport export) => export.Join(export.Arrays.Load);
}
