using System.Globalization;
using LungSeg.Core.Bytes;

namespace LungSeg.Core.Formats.Hdf5;

/// <summary>The index of chunks: a fixed array (VII.C of the specification), of which an entry is read when it is asked for.</summary>
internal sealed class Hdf5ChunkIndex
{
    private const int HeaderBytes = 28;
    private const int BlockHeadBytes = 14;
    private const int FilterBytes = 4;
    private readonly long _elements;
    private readonly int _entryBytes;
    private readonly long _perPage;
    private readonly bool _isFiltered;

    private Hdf5ChunkIndex(long elements, int entryBytes, long perPage, bool isFiltered) =>
        (_elements, _entryBytes, _perPage, _isFiltered) = (elements, entryBytes, perPage, isFiltered);

    /// <summary>Reads the head of an index.</summary>
    /// <param name="source">The file.</param>
    /// <param name="address">First byte of the index.</param>
    /// <param name="chunks">Number of chunks that the data set must have.</param>
    /// <exception cref="DatasetFormatException">It is damaged, of fewer chunks, or not within the file.</exception>
    public static Hdf5ChunkIndex Open(IByteSource source, long address, long chunks)
    {
        var bytes = Hdf5Fields.ReadChecked(source, address, HeaderBytes, "FAHD"u8, "index of chunks");
        var fields = new Hdf5Fields(bytes, address, source.Name);
        fields.Take(5, "signature");
        var isFiltered = fields.ReadByte("kind of chunks") == 1;
        var (entryBytes, pageBits) = (fields.ReadByte("size of an entry"), fields.ReadByte("bits of a page"));
        var count = fields.ReadNumber(sizeof(long), "number of chunks");
        var block = fields.ReadAddress("address of the list of chunks") ?? -1;
        var head = isFiltered ? sizeof(long) + FilterBytes : sizeof(long);
        if (count < chunks || pageBits > 32 || (isFiltered ? entryBytes <= head || entryBytes > head + sizeof(long) : entryBytes != head))
        {
            throw FormatError.Corrupt(
                source.Name,
                address,
                $"an index of {count} chunks in entries of {entryBytes} bytes, for {chunks} slices"
            );
        }
        var perPage = 1L << pageBits;
        var pages = count > perPage ? ((count - 1) / perPage) + 1 : 0;
        var needed = ((Int128)count * entryBytes) + BlockHeadBytes + ((pages + 7) / 8) + ((pages + 1) * Hdf5Fields.ChecksumBytes);
        if (block < 0 || needed > source.Length - block)
        {
            throw FormatError.Truncated(
                source.Name,
                Math.Max(0, block),
                "the list of chunks",
                (long)Int128.Min(needed, long.MaxValue),
                Math.Max(0, source.Length - block)
            );
        }
        var elements = block + BlockHeadBytes + (pages > 0 ? ((pages + 7) / 8) + Hdf5Fields.ChecksumBytes : 0);
        return new Hdf5ChunkIndex(elements, entryBytes, pages > 0 ? perPage : long.MaxValue, isFiltered);
    }

    /// <summary>Where a chunk lies.</summary>
    /// <param name="source">The file.</param>
    /// <param name="chunk">Number of the chunk.</param>
    /// <param name="bytes">Bytes of a chunk without filters.</param>
    /// <exception cref="DatasetFormatException">It was not written, is not within the file, or was written without its filters.</exception>
    public Hdf5Chunk Find(IByteSource source, long chunk, long bytes)
    {
        var at = _elements + (chunk * _entryBytes) + (chunk / _perPage * Hdf5Fields.ChecksumBytes);
        Span<byte> entry = stackalloc byte[_entryBytes];
        source.ReadExactly(at, entry, "entry of a chunk");
        var fields = new Hdf5Fields(entry, at, source.Name);
        var address = fields.ReadAddress("address of a chunk");
        var length = _isFiltered ? fields.ReadNumber(_entryBytes - sizeof(long) - FilterBytes, "size of a chunk") : bytes;
        var skipped = _isFiltered ? fields.ReadNumber(FilterBytes, "filters of a chunk") : 0;
        return new Hdf5Chunk(address ?? -1, length, skipped).Check(source, at);
    }
}

/// <summary>Where a chunk lies in the file.</summary>
/// <param name="Address">First byte; negative where it was not written.</param>
/// <param name="Length">Bytes in the file.</param>
/// <param name="SkippedFilters">Filters that were not applied, a bit each.</param>
internal readonly record struct Hdf5Chunk(long Address, long Length, long SkippedFilters)
{
    /// <summary>This chunk, where it can be read.</summary>
    /// <exception cref="DatasetFormatException">It cannot.</exception>
    public Hdf5Chunk Check(IByteSource source, long? at)
    {
        if (Address < 0)
        {
            throw FormatError.Corrupt(source.Name, at, "a chunk was never written");
        }
        if (SkippedFilters != 0)
        {
            throw Hdf5Reader.IsOfOthers(source.Name, at, "a chunk without its filters");
        }
        return Address <= source.Length && Length <= source.Length - Address
            ? this
            : throw FormatError.Truncated(
                source.Name,
                Address,
                string.Create(CultureInfo.InvariantCulture, $"a chunk of {Length} bytes"),
                Length,
                Math.Max(0, source.Length - Address)
            );
    }
}
