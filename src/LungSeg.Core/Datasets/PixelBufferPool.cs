using System.Collections.Concurrent;

namespace LungSeg.Core.Datasets;

/// <summary>Keeps the memory of arrays that were given back, so that reading row after row allocates nothing.</summary>
internal sealed class PixelBufferPool
{
    private const int Granule = 64 << 10;
    private const int MostKeptPerSize = 8;
    private readonly ConcurrentDictionary<int, ConcurrentBag<byte[]>> _free = new();

    /// <summary>The pool of the process.</summary>
    public static PixelBufferPool Shared { get; } = new();

    /// <summary>Pinned memory of at least <paramref name="length"/> bytes; its content is undefined.</summary>
    public PixelBuffer Rent(int length)
    {
        var size = Math.Max(Granule, (int)Math.Min(Array.MaxLength, ((long)length + Granule - 1) / Granule * Granule));
        if (!_free.TryGetValue(size, out var bag) || !bag.TryTake(out var memory))
            memory = GC.AllocateUninitializedArray<byte>(size, pinned: true);
        return new PixelBuffer(this, memory, length);
    }

    internal void Return(byte[] memory)
    {
        var bag = _free.GetOrAdd(memory.Length, static _ => []);
        if (bag.Count < MostKeptPerSize)
            bag.Add(memory);
    }
}
