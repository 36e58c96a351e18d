using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace LungSeg.Core.Formats.Dicom.Writing;

/// <summary>
/// Builds a data set or an item of a sequence. Attributes can be set in any order and are written in the order of their tags, explicit VR
/// little endian (PS3.5 7.1.2).
/// </summary>
internal sealed class DicomAttributes
{
    private readonly SortedDictionary<uint, (ushort Vr, byte[] Value)> _attributes = [];

    /// <summary>Sets an attribute of text; backslashes separate several values.</summary>
    public DicomAttributes Text(DicomTag tag, ushort vr, string text) => Set(tag, vr, Encoding.UTF8.GetBytes(text));

    /// <summary>Sets attributes without a value: unknown values of type 2 (PS3.5 7.4.3).</summary>
    public DicomAttributes Empty(ushort vr, params ReadOnlySpan<DicomTag> tags)
    {
        foreach (var tag in tags)
        {
            Set(tag, vr, []);
        }
        return this;
    }

    /// <summary>Sets numbers that are written as text of 16 characters at most.</summary>
    public DicomAttributes Decimals(DicomTag tag, params IEnumerable<double> numbers) =>
        Text(tag, ElementVr.DS, string.Join('\\', numbers.Select(DecimalString.Format)));

    /// <summary>Sets an integer that is written as text.</summary>
    public DicomAttributes Integer(DicomTag tag, long number) => Text(tag, ElementVr.IS, number.ToString(CultureInfo.InvariantCulture));

    public DicomAttributes UInt16(DicomTag tag, int number)
    {
        var value = new byte[2];
        BinaryPrimitives.WriteUInt16LittleEndian(value, checked((ushort)number));
        return Set(tag, ElementVr.US, value);
    }

    public DicomAttributes UInt32(DicomTag tag, params ReadOnlySpan<uint> numbers)
    {
        var value = new byte[4 * numbers.Length];
        for (var i = 0; i < numbers.Length; i++)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(value.AsSpan(4 * i), numbers[i]);
        }
        return Set(tag, ElementVr.UL, value);
    }

    /// <summary>Sets an attribute whose value is the tag of another attribute.</summary>
    public DicomAttributes Pointer(DicomTag tag, DicomTag named)
    {
        var value = new byte[4];
        BinaryPrimitives.WriteUInt16LittleEndian(value, named.Group);
        BinaryPrimitives.WriteUInt16LittleEndian(value.AsSpan(2), named.Element);
        return Set(tag, ElementVr.AT, value);
    }

    /// <summary>Sets a sequence of items with explicit lengths.</summary>
    public DicomAttributes Items(DicomTag tag, params IEnumerable<DicomAttributes> items)
    {
        var bytes = new ArrayBufferWriter<byte>();
        foreach (var item in items)
        {
            var content = item.ToArray();
            WriteTag(bytes, DicomTags.Item);
            WriteUInt32(bytes, (uint)content.Length);
            bytes.Write(content);
        }

        return Set(tag, ElementVr.SQ, bytes.WrittenSpan.ToArray());
    }

    /// <summary>Sets a value, padded to an even length with the padding byte of its VR (PS3.5 6.2).</summary>
    public DicomAttributes Set(DicomTag tag, ushort vr, byte[] value)
    {
        var padding = vr is ElementVr.UI or ElementVr.OB or ElementVr.OW ? (byte)0 : (byte)' ';
        _attributes[((uint)tag.Group << 16) | tag.Element] = (vr, value.Length % 2 == 0 ? value : [.. value, padding]);
        return this;
    }

    /// <summary>The text of an attribute that was set.</summary>
    public string GetText(DicomTag tag) =>
        Encoding.UTF8.GetString(_attributes[((uint)tag.Group << 16) | tag.Element].Value).TrimEnd(' ', '\0');

    /// <summary>The elements in the order of their tags.</summary>
    public byte[] ToArray()
    {
        var bytes = new ArrayBufferWriter<byte>();
        foreach (var (tag, (vr, value)) in _attributes)
        {
            WriteHead(bytes, new DicomTag((ushort)(tag >> 16), (ushort)tag), vr, (uint)value.Length);
            bytes.Write(value);
        }

        return bytes.WrittenSpan.ToArray();
    }

    /// <summary>Writes tag, VR and length of an element.</summary>
    /// <exception cref="ArgumentException">The value is longer than its VR allows.</exception>
    public static void WriteHead(IBufferWriter<byte> to, DicomTag tag, ushort vr, uint length)
    {
        if (ElementVr.IsShort(vr) && length > ushort.MaxValue)
        {
            throw new ArgumentException($"{length} bytes are too many for {tag}", nameof(length));
        }
        WriteTag(to, tag);
        Span<byte> rest = stackalloc byte[8];
        BinaryPrimitives.WriteUInt16BigEndian(rest, vr);
        BinaryPrimitives.WriteUInt16LittleEndian(rest[2..], ElementVr.IsShort(vr) ? (ushort)length : (ushort)0);
        BinaryPrimitives.WriteUInt32LittleEndian(rest[4..], length);
        to.Write(ElementVr.IsShort(vr) ? rest[..4] : rest);
    }

    private static void WriteTag(IBufferWriter<byte> to, DicomTag tag)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt16LittleEndian(bytes, tag.Group);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes[2..], tag.Element);
        to.Write(bytes);
    }

    private static void WriteUInt32(IBufferWriter<byte> to, uint number)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, number);
        to.Write(bytes);
    }
}
