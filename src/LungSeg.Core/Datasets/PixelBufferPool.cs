using LungSeg.Core.Bytes;

namespace LungSeg.Core.Datasets;

/// <summary>Reuses the memory of returned arrays, so that reading row after row allocates nothing; large arrays are not kept.</summary>
internal sealed class PixelBufferPool
{
    private const int Granule = 64 << 10;
    private const int MaxKeptPerSize = 8;
    private readonly Lock _gate = new();
    private readonly Dictionary<int, List<byte[]>> _free = [];

    /// <summary>The pool of the process.</summary>
    public static PixelBufferPool Shared { get; } = new();

    /// <summary>Pinned memory of at least <paramref name="length"/> bytes; its content is undefined.</summary>
    public PixelBuffer Rent(int length)
    {
        var size = Math.Max(Granule, (int)Math.Min(Array.MaxLength, ((long)length + Granule - 1) / Granule * Granule));
        var memory = Take(size) ?? GC.AllocateUninitializedArray<byte>(size, pinned: true);
        return new PixelBuffer(this, memory, length);
    }

    internal void Return(byte[] memory)
    {
        // Who has returned it says so to LargeMemory, too.
        if (memory.Length >= LargeMemory.LargeBytes)
        {
            return;
        }

        lock (_gate)
        {
            if (!_free.TryGetValue(memory.Length, out var free))
            {
                _free.Add(memory.Length, free = []);
            }
            if (free.Count < MaxKeptPerSize)
            {
                free.Add(memory);
            }
        }
    }

    private byte[]? Take(int size)
    {
        lock (_gate)
        {
            if (!_free.TryGetValue(size, out var free) || free.Count == 0)
            {
                return null;
            }
            var memory = free[^1];
            free.RemoveAt(free.Count - 1);
            return memory;
        }
    }
}
