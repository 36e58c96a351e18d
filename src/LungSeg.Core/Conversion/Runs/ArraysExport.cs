namespace LungSeg.Core.Conversion.Runs;

/// <summary>An export that takes arrays of each row, as bytes.</summary>
internal abstract class ArraysExport(ExportRun run) : DatasetExport(run)
{
    /// <summary>The arrays of the rows.</summary>
    public abstract IRowArrays Arrays { get; }

    /// <summary>Writes the output.</summary>
    /// <param name="load">Loads the arrays of a row, from any thread; what it gives is to be disposed of.</param>
    public abstract void Join(Func<ExportRow, RowBytes> load);

    /// <inheritdoc/>
    public sealed override void WriteTo(IExportSink sink) => sink.Write(this);

    /// <summary>Loads one array of a row.</summary>
    protected static byte[] Read(Func<ExportRow, RowBytes> load, ExportRow row, string name)
    {
        using var values = load(row);
        return values.Read(name);
    }
}
