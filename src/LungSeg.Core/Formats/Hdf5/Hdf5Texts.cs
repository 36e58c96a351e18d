using System.Buffers.Binary;
using System.Text;
using LungSeg.Core.Bytes;
using LungSeg.Core.Formats.Arrays;

namespace LungSeg.Core.Formats.Hdf5;

/// <summary>A column of texts of any length: references into global heaps (III.E of the specification).</summary>
internal sealed class Hdf5Texts(string name, IByteSource source, long address) : TableColumn(name, "str")
{
    /// <summary>Bytes of a reference: length of the text, address of the heap, number of the object in it.</summary>
    public const int ReferenceBytes = 16;

    private readonly RecentValues<long, Heap> _heaps = new();

    public override CellKind? CommonKind => CellKind.Text;

    public override Cell this[long row]
    {
        get
        {
            var at = address + (row * ReferenceBytes);
            Span<byte> reference = stackalloc byte[ReferenceBytes];
            source.ReadExactly(at, reference, "reference to a text");
            var length = BinaryPrimitives.ReadUInt32LittleEndian(reference);
            var heap = BinaryPrimitives.ReadInt64LittleEndian(reference[4..]);
            if (length == 0 || heap <= 0)
            {
                return new Cell(CellKind.Text, string.Empty);
            }
            var number = BinaryPrimitives.ReadUInt32LittleEndian(reference[12..]);
            var found = _heaps.Get(heap, () => Heap.Read(source, heap), read => read.Weight).Find(number);
            return found.Length >= length
                ? new Cell(CellKind.Text, Encoding.UTF8.GetString(found.Span[..(int)length]))
                : throw FormatError.Corrupt(source.Name, at, $"text of row {row} has {length} bytes, its heap holds {found.Length} of it");
        }
    }

    /// <summary>A collection of texts.</summary>
    private sealed class Heap
    {
        private const int HeadBytes = 16;
        private const int MaxBytes = 64 << 20;
        private readonly Dictionary<uint, ReadOnlyMemory<byte>> _objects = [];

        public long Weight { get; private init; }

        public static Heap Read(IByteSource source, long address)
        {
            var head = new byte[HeadBytes];
            source.ReadExactly(address, head, "heap of texts");
            var fields = new Hdf5Fields(head, address, source.Name);
            var isHeap = fields.Take(8, "signature").StartsWith("GCOL"u8);
            var size = isHeap ? fields.ReadNumber(sizeof(long), "size of a heap") : 0;
            if (!isHeap || size < HeadBytes || size > source.Length - address)
            {
                throw FormatError.Corrupt(source.Name, address, $"no heap of texts, or one of {size} bytes in a file of {source.Length}");
            }
            if (size > MaxBytes)
            {
                throw FormatError.TooLarge(source.Name, address, "size of a heap of texts, in bytes,", size, MaxBytes);
            }
            var bytes = new byte[size];
            source.ReadExactly(address, bytes, "heap of texts");
            var heap = new Heap { Weight = size * 4 };
            heap.List(bytes, address, source.Name);
            return heap;
        }

        public ReadOnlyMemory<byte> Find(uint number) => _objects.GetValueOrDefault(number);

        private void List(byte[] bytes, long address, SourceName name)
        {
            var fields = new Hdf5Fields(bytes, address, name);
            fields.Take(HeadBytes, "head of a heap");
            while (fields.Left >= HeadBytes)
            {
                var number = (uint)fields.ReadNumber(2, "number of a text");
                fields.Take(6, "references to a text");
                var length = fields.ReadNumber(sizeof(long), "length of a text");
                if (number == 0)
                {
                    return;
                }
                var start = bytes.Length - fields.Left;
                fields.Take(length, "text");
                _objects[number] = bytes.AsMemory(start, (int)length);
                fields.Take(Math.Min(fields.Left, -length & 7), "padding");
            }
        }
    }
}
