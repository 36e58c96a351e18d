using PureHDF.VOL.Native;

namespace LungSeg.Core.Formats.Hdf5;

/// <summary>Caches only the chunk that is being written. The library's own cache keeps all chunks, so memory grows with the file.</summary>
internal sealed class OneChunkCache : IWritingChunkCache
{
    private ulong _index;
    private Memory<byte>? _chunk;
    private Action<ulong, Memory<byte>>? _write;

    public Memory<byte> GetChunk(ulong chunkIndex, Func<Memory<byte>> chunkAllocator, Action<ulong, Memory<byte>> chunkWriter)
    {
        if (_chunk is { } current && _index == chunkIndex)
        {
            return current;
        }
        Flush(chunkWriter);
        var chunk = chunkAllocator();

        // In PureHDF 2.2 a chunk writer ignores the index that it is called with and writes its own chunk.
        (_index, _chunk, _write) = (chunkIndex, chunk, chunkWriter);
        return chunk;
    }

    public void Flush(Action<ulong, Memory<byte>> chunkWriter)
    {
        if (_chunk is not { } current)
        {
            return;
        }
        _chunk = null;
        _write!(_index, current);
    }
}
