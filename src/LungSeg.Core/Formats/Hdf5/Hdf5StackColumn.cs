using System.IO.Compression;
using LungSeg.Core.Bytes;
using LungSeg.Core.Bytes.Compression;
using LungSeg.Core.Formats.Arrays;

namespace LungSeg.Core.Formats.Hdf5;

/// <summary>A column whose cells are the slices of a data set [n, row, col] with a chunk a slice.</summary>
internal sealed class Hdf5StackColumn : TableColumn
{
    private const int Deflate = 1;
    private const int Shuffle = 2;
    private const long MaxPerByte = 1100;
    private readonly IByteSource _source;
    private readonly DType _dtype;
    private readonly bool _isBigEndian;
    private readonly long[] _slice;
    private readonly long _bytes;
    private readonly IReadOnlyList<int> _filters;
    private readonly Hdf5ChunkIndex? _index;
    private readonly Hdf5Chunk _single;

    private Hdf5StackColumn(string name, IByteSource source, DType dtype, long[] slice, Hdf5Object data)
        : base(name, dtype.Name)
    {
        (_source, _dtype, _slice, _filters) = (source, dtype.With(ByteOrder.Little), slice, data.Filters);
        _isBigEndian = dtype.ByteOrder == ByteOrder.Big;
        _bytes = ArrayInfo.CountElements([.. slice, dtype.ItemSize]);
        var layout = data.Layout!;
        if (layout.Single is { } single)
        {
            _single = _filters.Count > 0 ? single : single with { Length = _bytes };
        }
        else if (data.Shape![0] > 0)
        {
            _index = layout.Address is { } address
                ? Hdf5ChunkIndex.Open(source, address, data.Shape![0])
                : throw FormatError.Corrupt(source.Name, $"the slices of {PrintableText.Escape(name, 40)} were never written");
        }
    }

    public override Cell this[long row]
    {
        get
        {
            var chunk = FindChunk(row);
            var held = _filters.Contains(Deflate) ? chunk.Length * MaxPerByte : chunk.Length;
            return held >= _bytes
                ? new Cell(
                    CellKind.Array,
                    ArrayInfo.Decoded(_dtype, _slice, new Payload(chunk.Address, chunk.Length), new Decoder(this, chunk))
                )
                : throw FormatError.Corrupt(
                    _source.Name,
                    chunk.Address,
                    $"a slice of {_slice[0]} x {_slice[1]} of {_dtype.Name} needs {_bytes} bytes, its chunk has {chunk.Length}"
                );
        }
    }

    /// <summary>Creates the column of a data set.</summary>
    /// <exception cref="DatasetFormatException">Its chunks are not slices, or are compressed by another method than deflate.</exception>
    public static Hdf5StackColumn Create(string name, IByteSource source, DType dtype, Hdf5Object data)
    {
        var (shape, chunk) = (data.Shape!, data.Layout!.ChunkShape!);
        if (!chunk.AsSpan().SequenceEqual([1, shape[1], shape[2]]))
        {
            throw Hdf5Reader.IsOfOthers(source.Name, null, $"chunks of {string.Join(" x ", chunk)}, expected one a slice,");
        }
        if (data.Filters.Where(filter => filter is not (Deflate or Shuffle)).ToArray() is [var other, ..])
        {
            throw Hdf5Reader.IsOfOthers(source.Name, null, $"chunks packed by filter {other}, expected deflate (1) and shuffle (2),");
        }
        if (data.Layout.Single is not null && shape[0] > 1)
        {
            throw FormatError.Corrupt(source.Name, $"{PrintableText.Escape(name, 40)} has {shape[0]} slices, and one chunk that holds one");
        }
        return new Hdf5StackColumn(name, source, dtype, shape[1..], data);
    }

    private Hdf5Chunk FindChunk(long row) => _index?.Find(_source, row, _bytes) ?? _single.Check(_source, null);

    /// <summary>Undoes the filters of a chunk, the last one first.</summary>
    private void Read(Hdf5Chunk chunk, Span<byte> destination)
    {
        var bytes = new byte[chunk.Length];
        _source.ReadExactly(chunk.Address, bytes, "chunk");
        foreach (var filter in _filters.Reverse())
        {
            bytes = filter == Deflate ? Inflate(bytes, destination.Length, chunk.Address) : Unshuffle(bytes, _dtype.ItemSize);
        }
        if (bytes.Length != destination.Length)
        {
            throw FormatError.Mismatch(_source.Name, chunk.Address, "length of a chunk", $"{bytes.Length}", $"{destination.Length}");
        }
        bytes.CopyTo(destination);
        if (_isBigEndian)
        {
            ElementBytes.Reverse(destination, _dtype.ItemSize);
        }
    }

    private byte[] Inflate(byte[] packed, int length, long offset)
    {
        using var zlib = new ZLibStream(new MemoryStream(packed), CompressionMode.Decompress);
        try
        {
            var bytes = new byte[length];
            zlib.ReadExactly(bytes);

            // The checksum is read with the end of the stream.
            return zlib.ReadByte() < 0
                ? bytes
                : throw FormatError.Corrupt(_source.Name, offset, $"a chunk has more than its {length} bytes of pixels");
        }
        catch (Exception e) when (StreamDamage.Is(e))
        {
            throw FormatError.Undecodable(_source.Name, offset, "a chunk is damaged, its pixels cannot be unpacked", e);
        }
    }

    /// <summary>Puts the bytes of each element together: shuffled are the first bytes of all elements, then the second ones.</summary>
    private static byte[] Unshuffle(byte[] shuffled, int size)
    {
        var count = shuffled.Length / size;
        var bytes = new byte[shuffled.Length];
        for (var part = 0; part < size; part++)
        {
            var plane = shuffled.AsSpan(part * count, count);
            for (var i = 0; i < count; i++)
            {
                bytes[(i * size) + part] = plane[i];
            }
        }
        return bytes;
    }

    private sealed class Decoder(Hdf5StackColumn column, Hdf5Chunk chunk) : IArrayDecoder
    {
        public void Decode(IByteSource source, Span<byte> destination) => column.Read(chunk, destination);
    }
}
