namespace LungSeg.Core.Conversion.Runs;

/// <summary>
/// A run's way into one format: what one row is, and how rows are joined. Whether rows are made here, kept for later or taken from shards
/// is the sink's matter.
/// </summary>
internal abstract class DatasetExport(ExportRun run) : IDisposable
{
    /// <summary>What goes out, how, and where to.</summary>
    protected ExportRun Run => run;

    /// <summary>Lets a sink run the export.</summary>
    /// <exception cref="Bytes.DatasetFormatException">A row cannot be written in this format, or cannot be read.</exception>
    /// <exception cref="IOException">The disk refuses.</exception>
    public abstract void WriteTo(IExportSink sink);

    /// <summary>Reads the output and compares it with the rows, which are read anew.</summary>
    /// <exception cref="Bytes.DatasetFormatException">Something differs, or cannot be read.</exception>
    public virtual void Verify(ReadBack back) => throw new NotSupportedException($"{run.Format.Name} is not read back");

    /// <inheritdoc/>
    public void Dispose() => Close();

    /// <summary>Closes files that a failure left open.</summary>
    protected virtual void Close() { }
}
