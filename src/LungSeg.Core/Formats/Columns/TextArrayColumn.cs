using System.Buffers.Binary;
using System.Text;
using LungSeg.Core.Bytes;
using LungSeg.Core.Formats.Arrays;

namespace LungSeg.Core.Formats.Columns;

/// <summary>A column of numpy text (dtype U: UTF-32, or S: bytes), padded with zeros to one length.</summary>
internal sealed class TextArrayColumn(string name, IByteSource source, ArrayInfo values) : TableColumn(name, values.DType.Name)
{
    private byte[]? _values;

    public override CellKind? CommonKind => CellKind.Text;

    public override Cell this[long row]
    {
        get
        {
            _values ??= Load();
            var size = values.DType.ItemSize;
            return new Cell(CellKind.Text, Decode(_values.AsSpan((int)row * size, size), values.DType));
        }
    }

    /// <summary>Decodes one element; zeros at its end are padding.</summary>
    public static string Decode(ReadOnlySpan<byte> bytes, DType dtype)
    {
        if (dtype.Kind == 'S')
        {
            var trimmed = bytes.TrimEnd((byte)0);
            return (System.Text.Unicode.Utf8.IsValid(trimmed) ? Encoding.UTF8 : Encoding.Latin1).GetString(trimmed);
        }
        var text = new StringBuilder(bytes.Length / 4);
        for (var i = 0; i + 4 <= bytes.Length; i += 4)
        {
            var point =
                dtype.ByteOrder == ByteOrder.Big
                    ? BinaryPrimitives.ReadUInt32BigEndian(bytes[i..])
                    : BinaryPrimitives.ReadUInt32LittleEndian(bytes[i..]);
            if (Rune.IsValid(point))
            {
                text.Append(new Rune(point).ToString());
            }
            else
            {
                text.Append('\uFFFD');
            }
        }

        return text.ToString().TrimEnd('\0');
    }

    private byte[] Load()
    {
        if (values.ByteLength > Array.MaxLength)
        {
            throw FormatError.TooLarge(source.Name, values.Payload.Offset, $"column {Name}, in bytes,", values.ByteLength, Array.MaxLength);
        }
        var bytes = new byte[values.ByteLength];
        ArrayReader.ReadStored(source, values, bytes);
        return bytes;
    }
}
