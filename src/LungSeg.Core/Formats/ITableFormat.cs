using LungSeg.Core.Bytes;

namespace LungSeg.Core.Formats;

/// <summary>A file format that holds rows and columns.</summary>
internal interface ITableFormat
{
    /// <summary>Name in commands and JSON.</summary>
    string Name { get; }

    /// <summary>Whether a file that starts with <paramref name="head"/> can be of this format.</summary>
    bool Matches(ReadOnlySpan<byte> head);

    /// <summary>Reads the index in one pass; array values are not read.</summary>
    /// <exception cref="DatasetFormatException">The file cannot be read as asked.</exception>
    TableIndex Read(IByteSource source, ReadLimits limits, Leniency leniency);

    /// <summary>Reads the index as asked for; most formats leave nothing to ask.</summary>
    /// <inheritdoc cref="Read(IByteSource, ReadLimits, Leniency)"/>
    TableIndex Read(IByteSource source, FolderReading reading, Leniency leniency) => Read(source, reading.Limits, leniency);
}
