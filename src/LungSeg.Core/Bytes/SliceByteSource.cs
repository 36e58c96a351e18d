namespace LungSeg.Core.Bytes;

/// <summary>A stretch of another source, for example a stored member of a zip archive; offsets count from its start.</summary>
/// <remarks>Does not own the source below.</remarks>
internal sealed class SliceByteSource : IByteSource
{
    private readonly IByteSource _below;
    private readonly long _start;

    public SliceByteSource(IByteSource below, long start, long length, SourceName name)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        _below = below;
        _start = start;
        Name = name;
        Length = length;
    }

    public SourceName Name { get; }

    public long Length { get; }

    /// <summary>Where byte 0 lies in the file itself.</summary>
    public long Start => _start;

    public int Read(long offset, Span<byte> destination)
    {
        if (offset >= Length)
        {
            return 0;
        }
        var take = (int)Math.Min(destination.Length, Length - offset);
        return _below.Read(_start + offset, destination[..take]);
    }

    public void Dispose() { }
}
