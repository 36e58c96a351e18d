using LungSeg.Core.Bytes;

namespace LungSeg.Core.Formats.Hdf5;

/// <summary>Where the elements of a data set lie (IV.A.2.i of the specification): together, or in chunks that an index lists.</summary>
/// <param name="Address">First byte of the elements or of the index; null where none were written.</param>
/// <param name="Length">Bytes of the elements, where they lie together.</param>
/// <param name="ChunkShape">Lengths of a chunk's axes; null where the elements lie together.</param>
/// <param name="Single">
/// The one chunk, which needs no index; its length is 0 where no filter changed it. Null where there is an index.
/// </param>
internal sealed record Hdf5Layout(long? Address, long Length, long[]? ChunkShape = null, Hdf5Chunk? Single = null)
{
    private const int Compact = 0;
    private const int Contiguous = 1;
    private const int Chunked = 2;
    private const int SingleChunk = 1;
    private const int FixedArray = 3;

    public static Hdf5Layout Read(ref Hdf5Fields message, IByteSource source)
    {
        var offset = message.Offset;
        var (version, kind) = (message.ReadByte("version of the layout"), message.ReadByte("class of the layout"));
        switch (kind)
        {
            case Compact when version is 3 or 4:
                var size = message.ReadNumber(2, "size of the elements");
                var start = message.Offset;
                message.Take(size, "elements");
                return new Hdf5Layout(start, size);
            case Contiguous when version is 3 or 4:
                var address = message.ReadAddress("address of the elements");
                var length = message.ReadNumber(sizeof(long), "size of the elements");
                return address is { } first && (first > source.Length || length > source.Length - first)
                    ? throw FormatError.Truncated(source.Name, first, "the elements", length, Math.Max(0, source.Length - first))
                    : new Hdf5Layout(address, length);
            case Chunked when version == 4:
                return ReadChunked(ref message, source.Name, offset);
            default:
                throw Hdf5Reader.IsOfOthers(source.Name, offset, $"a layout of class {kind} and version {version}");
        }
    }

    private static Hdf5Layout ReadChunked(ref Hdf5Fields message, SourceName name, long offset)
    {
        var (flags, rank, bytes) = (message.ReadByte("flags"), message.ReadByte("rank of chunks"), message.ReadByte("size of lengths"));
        if (rank == 0 || bytes is 0 or > sizeof(long))
        {
            throw FormatError.Corrupt(name, offset, $"chunks of {rank} axes, their lengths in {bytes} bytes");
        }
        var shape = new long[rank - 1];
        for (var i = 0; i < shape.Length; i++)
        {
            shape[i] = message.ReadNumber(bytes, "length of a chunk");
        }
        message.Take(bytes, "size of an element");
        switch (message.ReadByte("kind of index"))
        {
            case SingleChunk:
                var isFiltered = (flags & 2) != 0;
                var length = isFiltered ? message.ReadNumber(sizeof(long), "size of the chunk") : 0;
                var skipped = isFiltered ? message.ReadNumber(sizeof(int), "filters of the chunk") : 0;
                var address = message.ReadAddress("address of the chunk");
                return new Hdf5Layout(address, 0, shape, new Hdf5Chunk(address ?? -1, length, skipped));
            case FixedArray:
                message.Take(1, "bits of a page");
                return new Hdf5Layout(message.ReadAddress("address of the index"), 0, shape);
            case var index:
                throw Hdf5Reader.IsOfOthers(name, offset, $"an index of chunks of kind {index}");
        }
    }
}
