namespace LungSeg.Core.Bytes;

/// <summary>A source whose first bytes are read once: the many small reads of a header cost one call of the system.</summary>
/// <remarks>Does not own the source below.</remarks>
internal sealed class HeadByteSource : IByteSource
{
    private readonly IByteSource _below;
    private readonly byte[] _head;

    /// <param name="below">The source.</param>
    /// <param name="count">Bytes of the head; fewer where the source is shorter.</param>
    public HeadByteSource(IByteSource below, int count)
    {
        _below = below;
        _head = new byte[(int)Math.Min(count, below.Length)];
        below.ReadExactly(0, _head, "head");
    }

    public SourceName Name => _below.Name;

    public long Length => _below.Length;

    /// <summary>The first bytes.</summary>
    public ReadOnlySpan<byte> Head => _head;

    public int Read(long offset, Span<byte> destination)
    {
        if (offset + destination.Length > _head.Length)
        {
            return _below.Read(offset, destination);
        }
        _head.AsSpan((int)offset, destination.Length).CopyTo(destination);
        return destination.Length;
    }

    public void Dispose() { }
}
