using System.Buffers.Binary;

namespace LungSeg.Core.Formats.Nifti;

/// <summary>The fields of a header of NIfTI-1 (nifti1.h) or NIfTI-2 (nifti2.h), in the byte order of the file.</summary>
internal readonly ref struct NiftiFields(ReadOnlySpan<byte> header, bool isBigEndian, bool isSecond)
{
    private readonly ReadOnlySpan<byte> _header = header;

    /// <summary>Whether the file is NIfTI-2, whose lengths have 64 bits.</summary>
    public bool IsSecond { get; } = isSecond;

    public int MagicAt => IsSecond ? 4 : 344;

    public int DatatypeAt => IsSecond ? 12 : 70;

    public int VoxOffsetAt => IsSecond ? 168 : 108;

    public int InterceptAt => IsSecond ? 184 : 116;

    public short Datatype => Int16(DatatypeAt);

    public short Bitpix => Int16(IsSecond ? 14 : 72);

    public double VoxOffset => IsSecond ? Int64(VoxOffsetAt) : Single(VoxOffsetAt);

    public double Slope => Real(176, 112);

    public double Intercept => Real(InterceptAt, InterceptAt);

    public int QformCode => IsSecond ? Int32(344) : Int16(252);

    public int SformCode => IsSecond ? Int32(348) : Int16(254);

    public int Units => IsSecond ? Int32(500) : _header[123];

    /// <summary>First byte of <c>dim[axis]</c>.</summary>
    public int DimAt(int axis) => IsSecond ? 16 + (8 * axis) : 40 + (2 * axis);

    public long Dim(int axis) => IsSecond ? Int64(DimAt(axis)) : Int16(DimAt(axis));

    public double Pixdim(int axis) => Real(104 + (8 * axis), 76 + (4 * axis));

    /// <summary><c>quatern_b</c>, <c>c</c> and <c>d</c>.</summary>
    public double Quaternion(int at) => Real(352 + (8 * at), 256 + (4 * at));

    /// <summary><c>qoffset_x</c>, <c>y</c> and <c>z</c>.</summary>
    public double QuaternionOffset(int at) => Real(376 + (8 * at), 268 + (4 * at));

    /// <summary><c>srow_x</c>, <c>y</c> and <c>z</c>, each of four numbers.</summary>
    public double Srow(int row, int column) => Real(400 + (32 * row) + (8 * column), 280 + (16 * row) + (4 * column));

    private double Real(int second, int first) => IsSecond ? Double(second) : Single(first);

    private short Int16(int offset) =>
        isBigEndian ? BinaryPrimitives.ReadInt16BigEndian(_header[offset..]) : BinaryPrimitives.ReadInt16LittleEndian(_header[offset..]);

    private int Int32(int offset) =>
        isBigEndian ? BinaryPrimitives.ReadInt32BigEndian(_header[offset..]) : BinaryPrimitives.ReadInt32LittleEndian(_header[offset..]);

    private long Int64(int offset) =>
        isBigEndian ? BinaryPrimitives.ReadInt64BigEndian(_header[offset..]) : BinaryPrimitives.ReadInt64LittleEndian(_header[offset..]);

    private float Single(int offset) =>
        isBigEndian ? BinaryPrimitives.ReadSingleBigEndian(_header[offset..]) : BinaryPrimitives.ReadSingleLittleEndian(_header[offset..]);

    private double Double(int offset) =>
        isBigEndian ? BinaryPrimitives.ReadDoubleBigEndian(_header[offset..]) : BinaryPrimitives.ReadDoubleLittleEndian(_header[offset..]);
}
