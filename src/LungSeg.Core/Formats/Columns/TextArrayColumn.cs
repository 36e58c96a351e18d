using System.Buffers.Binary;
using System.Text;
using LungSeg.Core.Bytes;
using LungSeg.Core.Formats.Arrays;

namespace LungSeg.Core.Formats.Columns;

/// <summary>A column of numpy text (dtype U: UTF-32, or S: bytes), padded with zeros to one length.</summary>
internal sealed class TextArrayColumn(string name, IByteSource source, ArrayInfo values) : TableColumn(name, values.DType.Name)
{
    private const int LongestText = 64 << 10;
    private byte[]? _decoded;

    public override Cell this[long row]
    {
        get
        {
            var size = values.DType.ItemSize;
            if (size > LongestText)
                throw FormatError.TooLarge(source.Name, values.Payload.Offset, $"text length of column {Name}, in bytes,", size, LongestText);
            if (size == 0)
                return new Cell(CellKind.Text, string.Empty);
            if (values.Part(row).Offset is not { } offset)
                return new Cell(CellKind.Text, Decode(Decoded().AsSpan((int)row * size, size), values.DType));
            Span<byte> bytes = stackalloc byte[Math.Min(size, 512)];
            if (size > bytes.Length)
                bytes = new byte[size];
            source.ReadExactly(offset, bytes, "text");
            return new Cell(CellKind.Text, Decode(bytes, values.DType));
        }
    }

    /// <summary>Decodes one element; zeros at its end are padding.</summary>
    public static string Decode(ReadOnlySpan<byte> bytes, DType dtype)
    {
        if (dtype.Kind == 'S')
            return Encoding.Latin1.GetString(bytes.TrimEnd((byte)0));
        var text = new StringBuilder(bytes.Length / 4);
        for (var i = 0; i + 4 <= bytes.Length; i += 4)
        {
            var point = dtype.ByteOrder == ByteOrder.Big
                ? BinaryPrimitives.ReadUInt32BigEndian(bytes[i..])
                : BinaryPrimitives.ReadUInt32LittleEndian(bytes[i..]);
            if (Rune.IsValid(point))
                text.Append(new Rune(point).ToString());
            else
                text.Append('\uFFFD');
        }

        return text.ToString().TrimEnd('\0');
    }

    /// <summary>All elements of a payload that is written as text itself, which has no random access.</summary>
    private byte[] Decoded()
    {
        if (_decoded is not null)
            return _decoded;
        if (values.ByteLength > Array.MaxLength)
            throw FormatError.TooLarge(source.Name, values.Payload.Offset, $"column {Name}, in bytes,", values.ByteLength, Array.MaxLength);
        var all = new byte[values.ByteLength];
        PayloadDecoder.Decode(source, values.Payload, all);
        return _decoded = all;
    }
}
