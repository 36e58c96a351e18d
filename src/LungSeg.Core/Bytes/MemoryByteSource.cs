namespace LungSeg.Core.Bytes;

/// <summary>Bytes already in memory.</summary>
internal sealed class MemoryByteSource(ReadOnlyMemory<byte> data, SourceName name) : IByteSource
{
    public SourceName Name => name;

    public long Length => data.Length;

    public int Read(long offset, Span<byte> destination)
    {
        if (offset >= data.Length)
        {
            return 0;
        }
        var take = (int)Math.Min(destination.Length, data.Length - offset);
        data.Span.Slice((int)offset, take).CopyTo(destination);
        return take;
    }

    public void Dispose() { }
}
