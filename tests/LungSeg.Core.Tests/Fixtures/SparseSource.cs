using LungSeg.Core.Bytes;

namespace LungSeg.Core.Tests.Fixtures;

/// <summary>
/// A pickle of a frame at full size that exists only where it is no pixel: 4 columns of any number of rows of 512 x 512; counts what is
/// read of it.
/// </summary>
internal sealed class SparseSource : IByteSource
{
    private readonly List<(long Offset, byte[] Bytes)> _parts = [];

    public SparseSource(int rows)
    {
        var pickle = PickleBytes.Protocol(4).FrameHead().BlockHead().ArrayHead("O8", 4, rows).Raw(0x89).Ops("](");
        for (var row = 0; row < rows; row++)
        {
            pickle.Text("LR4A");
        }
        foreach (var (dtype, size) in new[] { ("i1", 1 << 18), ("f8", 1 << 21), ("f8", 1 << 21) })
        {
            for (var row = 0; row < rows; row++)
            {
                pickle = Skip(pickle.ArrayHead(dtype, 512, 512).Raw(0x89).Ops("B").UInt32((uint)size), size).Ops("tb");
            }
        }

        Keep(
            pickle
                .Ops("etb")
                .BlockTail(0, 4, 1)
                .FrameAxes()
                .TextIndex("label1", "mask", "hu_array", "hu_array_old")
                .RangeIndex(0, rows, 1)
                .FrameEnd()
        );
    }

    public SourceName Name => new("sparse.pkl", null, "pickle");

    public long Length { get; private set; }

    /// <summary>Bytes handed out so far.</summary>
    public long BytesRead { get; private set; }

    public int Read(long offset, Span<byte> destination)
    {
        var count = (int)Math.Min(destination.Length, Length - offset);
        destination[..count].Clear();
        var at = _parts.FindLastIndex(part => part.Offset <= offset);
        for (; at < _parts.Count && _parts[at].Offset < offset + count; at++)
        {
            var (start, bytes) = _parts[at];
            var from = Math.Max(start, offset);
            var to = Math.Min(start + bytes.Length, offset + count);
            if (to > from)
            {
                bytes.AsSpan((int)(from - start), (int)(to - from)).CopyTo(destination[(int)(from - offset)..]);
            }
        }

        BytesRead += count;
        return count;
    }

    public void Dispose() { }

    private PickleBytes Skip(PickleBytes pickle, int size)
    {
        Keep(pickle);
        Length += size;
        return new PickleBytes();
    }

    private void Keep(PickleBytes pickle)
    {
        _parts.Add((Length, pickle.ToArray()));
        Length += pickle.Length;
    }
}
