using System.Buffers.Binary;

namespace LungSeg.Core.Formats.Nifti;

/// <summary>The fields of a NIfTI-1 header by their byte offset (nifti1.h), in the byte order of the file.</summary>
internal readonly ref struct NiftiFields(ReadOnlySpan<byte> header, bool isBigEndian)
{
    private readonly ReadOnlySpan<byte> _header = header;

    public short Int16(int offset) =>
        isBigEndian ? BinaryPrimitives.ReadInt16BigEndian(_header[offset..]) : BinaryPrimitives.ReadInt16LittleEndian(_header[offset..]);

    public float Single(int offset) =>
        isBigEndian ? BinaryPrimitives.ReadSingleBigEndian(_header[offset..]) : BinaryPrimitives.ReadSingleLittleEndian(_header[offset..]);

    public byte Byte(int offset) => _header[offset];
}
