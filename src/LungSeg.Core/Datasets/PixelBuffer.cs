namespace LungSeg.Core.Datasets;

/// <summary>Pinned memory for one array, rented from a pool and returned on <see cref="Dispose"/>.</summary>
/// <remarks>Managed memory: who keeps a view past Dispose sees other values later, never freed memory.</remarks>
internal sealed class PixelBuffer : IDisposable
{
    private readonly PixelBufferPool _pool;
    private byte[]? _memory;

    internal PixelBuffer(PixelBufferPool pool, byte[] memory, int length)
    {
        _pool = pool;
        _memory = memory;
        Length = length;
    }

    /// <summary>Bytes asked for.</summary>
    public int Length { get; }

    /// <summary>The memory, at least <see cref="Length"/> bytes.</summary>
    public byte[] Memory => _memory ?? throw new ObjectDisposedException(nameof(PixelBuffer));

    public Span<byte> Span => Memory.AsSpan(0, Length);

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _memory, null) is { } memory)
        {
            _pool.Return(memory);
        }
    }
}
