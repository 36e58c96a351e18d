using PureHDF.VOL.Native;

namespace LungSeg.Core.Formats.Hdf5;

/// <summary>Keeps the chunk that is being written and no other, so that memory does not grow with the file.</summary>
internal sealed class OneChunkCache : IWritingChunkCache
{
    private ulong _index;
    private Memory<byte>? _chunk;

    public Memory<byte> GetChunk(ulong chunkIndex, Func<Memory<byte>> chunkAllocator, Action<ulong, Memory<byte>> chunkWriter)
    {
        if (_chunk is { } current && _index == chunkIndex)
            return current;
        Flush(chunkWriter);
        var chunk = chunkAllocator();
        (_index, _chunk) = (chunkIndex, chunk);
        return chunk;
    }

    public void Flush(Action<ulong, Memory<byte>> chunkWriter)
    {
        if (_chunk is { } current)
            chunkWriter(_index, current);
        _chunk = null;
    }
}
