using PureHDF.VOL.Native;

namespace LungSeg.Core.Formats.Hdf5;

/// <summary>
/// Keeps the chunk that is being written and no other, so that memory does not grow with the file: the library's own cache keeps all of
/// them.
/// </summary>
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

        // A writer writes the chunk it was given for, whatever index it is called with (PureHDF 2.2).
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
