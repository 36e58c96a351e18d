namespace LungSeg.Core.Bytes;

/// <summary>Thrown where an input cannot be read as asked; the only exception for bad input.</summary>
/// <remarks>
/// The message is one line: <c>path!entry: format: what, found against expected (at byte N)</c>. The part in parentheses is left out where
/// no byte is to blame. Errors of the disk remain an <see cref="IOException"/>.
/// </remarks>
public sealed class DatasetFormatException : Exception
{
    internal DatasetFormatException(Fault fault, SourceName source, long? offset, string detail, Exception? inner = null)
        : base(offset is null ? $"{source}: {detail}" : $"{source}: {detail} (at byte {offset})", inner)
    {
        Fault = fault;
        Source = source.Path;
        Format = source.Format;
        Entry = source.Entry;
        Offset = offset;
        Detail = detail;
    }

    /// <summary>The kind of fault.</summary>
    public Fault Fault { get; }

    /// <summary>The format that was being read, for example <c>pickle</c>.</summary>
    public string Format { get; }

    /// <summary>Member of an archive, or tag of a record, where the fault lies; null for the file itself.</summary>
    public string? Entry { get; }

    /// <summary>First byte of the offending field, counted from 0; null where no byte is to blame.</summary>
    /// <remarks>Within <see cref="Entry"/> where the entry is compressed.</remarks>
    public long? Offset { get; }

    /// <summary>What was found and what was expected, without path and offset.</summary>
    public string Detail { get; }

    /// <summary>Bytes that the value at <see cref="Offset"/> lacks where the file ends too early; null for other faults.</summary>
    public long? MissingBytes { get; internal init; }

    /// <summary>A parameter that would help; null where only another input would.</summary>
    public RequestHint? Hint { get; internal init; }
}
