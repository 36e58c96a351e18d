namespace LungSeg.Core.Conversion.Runs;

/// <summary>The arrays that a format holds of rows.</summary>
internal interface IRowArrays
{
    /// <summary>Names of the arrays that a row has.</summary>
    IEnumerable<string> NamesOf(ExportRow row);

    /// <summary>Length of a row's array, bytes.</summary>
    long LengthOf(ExportRow row, string name);

    /// <summary>Prepares to read the arrays of a row.</summary>
    RowBytes Load(ExportRow row);
}

/// <summary>The arrays of one row as bytes in C order, little endian.</summary>
internal abstract class RowBytes : IDisposable
{
    /// <summary>Reads an array.</summary>
    /// <exception cref="Bytes.DatasetFormatException">It cannot be read, or a value does not fit the type that was asked for.</exception>
    public abstract byte[] Read(string name);

    /// <summary>Reads an array without a copy where that can be; valid until this is disposed of.</summary>
    /// <inheritdoc cref="Read"/>
    public virtual ReadOnlySpan<byte> View(string name) => Read(name);

    public abstract void Dispose();
}
