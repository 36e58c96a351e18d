namespace LungSeg.Core.Bytes;

/// <summary>Bytes that can be read at any position, by several threads at once.</summary>
/// <remarks>
/// Positional reads rather than a memory map: mapped pages count as this process's memory, and a file that shrinks under a map ends the
/// process.
/// </remarks>
internal interface IByteSource : IDisposable
{
    /// <summary>Name for messages.</summary>
    SourceName Name { get; }

    /// <summary>Length in bytes at the time of opening.</summary>
    long Length { get; }

    /// <summary>Reads up to <paramref name="destination"/>.Length bytes at <paramref name="offset"/>; fewer only at the end.</summary>
    int Read(long offset, Span<byte> destination);
}
