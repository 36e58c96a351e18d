namespace LungSeg.Core.Conversion.Runs;

/// <summary>
/// Writes rows in one format: an export says what one row is, and how rows are joined. A sink decides whether rows are computed, kept in a
/// shard, or read from shards.
/// </summary>
internal abstract class DatasetExport(ExportRun run) : IDisposable
{
    /// <summary>The conversion: its rows, options and output.</summary>
    protected ExportRun Run => run;

    /// <summary>Lets a sink run the export.</summary>
    /// <exception cref="Bytes.DatasetFormatException">A row cannot be written in this format, or cannot be read.</exception>
    /// <exception cref="IOException">Writing fails.</exception>
    public abstract void WriteTo(IExportSink sink);

    /// <summary>Reads the output back and compares it with the rows, which are read again.</summary>
    /// <exception cref="Bytes.DatasetFormatException">A row differs, or cannot be read.</exception>
    public abstract void Verify(ReadBack back);

    /// <inheritdoc/>
    public void Dispose() => Close();

    /// <summary>Closes files that a failure left open.</summary>
    protected virtual void Close() { }
}
