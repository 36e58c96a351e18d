namespace LungSeg.Core.Datasets;

/// <summary>Pinned memory for one array, rented from a pool and returned on <see cref="Dispose"/>.</summary>
/// <remarks>The memory is managed: a view that is used after Dispose sees other values, never freed memory.</remarks>
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

    /// <summary>Requested number of bytes.</summary>
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
