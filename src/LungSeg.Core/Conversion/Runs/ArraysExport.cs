namespace LungSeg.Core.Conversion.Runs;

/// <summary>The arrays of rows that a format holds.</summary>
internal interface IRowArrays
{
    /// <summary>Names of the arrays that a row has.</summary>
    IEnumerable<string> GetNames(ExportRow row);

    /// <summary>Length of a row's array, bytes.</summary>
    long GetLength(ExportRow row, string name);

    /// <summary>Prepares to read the arrays of a row.</summary>
    RowBytes Load(ExportRow row);
}

/// <summary>The arrays of one row as bytes in C order, little endian.</summary>
internal abstract class RowBytes : IDisposable
{
    /// <summary>Reads an array.</summary>
    /// <exception cref="Bytes.DatasetFormatException">The array cannot be read, or a value does not fit the type that was asked
    /// for.</exception>
    public abstract byte[] Read(string name);

    /// <summary>Reads an array, without a copy where possible. The bytes are valid until this object is disposed of.</summary>
    /// <inheritdoc cref="Read"/>
    public virtual ReadOnlySpan<byte> View(string name) => Read(name);

    public abstract void Dispose();
}

/// <summary>An export that takes arrays of each row, as bytes.</summary>
internal abstract class ArraysExport(ExportRun run) : DatasetExport(run)
{
    /// <summary>The arrays of the rows.</summary>
    public abstract IRowArrays Arrays { get; }

    /// <summary>Writes the output.</summary>
    /// <param name="load">Loads the arrays of a row, from any thread. The caller disposes of them.</param>
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
