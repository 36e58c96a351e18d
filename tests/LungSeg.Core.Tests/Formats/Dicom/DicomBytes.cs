using System.Buffers.Binary;
using System.Text;
using LungSeg.Core.Formats.Dicom;

namespace LungSeg.Core.Tests.Formats.Dicom;

/// <summary>Writes DICOM byte by byte, also what no writer would.</summary>
internal sealed class DicomBytes
{
    public const string ExplicitLittle = "1.2.840.10008.1.2.1";
    private readonly List<byte> _bytes = [];

    /// <summary>Preamble, 'DICM' and the transfer syntax.</summary>
    public static DicomBytes Part10(string syntax = ExplicitLittle)
    {
        var file = new DicomBytes();
        file._bytes.AddRange([.. new byte[128], .. "DICM"u8]);
        return file.Text(DicomTags.TransferSyntaxUid, "UI", syntax);
    }

    /// <summary>A CT image of 2 x 3 pixels without its pixels; attributes of <paramref name="without"/> are left out.</summary>
    public static DicomBytes CtHeader(string syntax = ExplicitLittle, DicomTag without = default)
    {
        var file = Part10(syntax).Text(DicomTags.SopClassUid, "UI", SopClass.Ct);
        foreach (
            var (tag, value) in new[]
            {
                (DicomTags.SamplesPerPixel, 1),
                (DicomTags.Rows, 2),
                (DicomTags.Columns, 3),
                (DicomTags.BitsAllocated, 16),
                (DicomTags.BitsStored, 16),
                (DicomTags.HighBit, 15),
                (DicomTags.PixelRepresentation, 0),
            }
        )
        {
            if (tag != without)
            {
                file.UInt16(tag, (ushort)value);
            }
        }

        return file;
    }

    public DicomBytes Text(DicomTag tag, string vr, string value) =>
        Head(tag, vr, (uint)(value.Length + (value.Length & 1))).Raw(Encoding.ASCII.GetBytes(value.Length % 2 == 0 ? value : value + "\0"));

    public DicomBytes UInt16(DicomTag tag, ushort value) => Head(tag, "US", 2).Raw((byte)value, (byte)(value >> 8));

    /// <summary>Tag, VR and length.</summary>
    public DicomBytes Head(DicomTag tag, string vr, uint length)
    {
        Tag(tag).Raw((byte)vr[0], (byte)vr[1]);
        return vr is "SQ" or "OW" or "OB" or "UN" or "UT" ? Raw(0, 0).UInt32(length) : Raw((byte)length, (byte)(length >> 8));
    }

    /// <summary>Tag and length, as of items.</summary>
    public DicomBytes Item(DicomTag tag, uint length) => Tag(tag).UInt32(length);

    public DicomBytes Pixels(params byte[] bytes) => Head(DicomTags.PixelData, "OW", (uint)bytes.Length).Raw(bytes);

    public DicomBytes Raw(params byte[] bytes)
    {
        _bytes.AddRange(bytes);
        return this;
    }

    public DicomBytes UInt32(uint value)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        _bytes.AddRange(bytes);
        return this;
    }

    public byte[] ToArray() => [.. _bytes];

    private DicomBytes Tag(DicomTag tag) => Raw((byte)tag.Group, (byte)(tag.Group >> 8), (byte)tag.Element, (byte)(tag.Element >> 8));
}
