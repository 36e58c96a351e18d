using System.Buffers.Binary;
using LungSeg.Core.Bytes;
using LungSeg.Core.Formats.Arrays;
using LungSeg.Core.Formats.Masks;
using LungSeg.Core.Model;

namespace LungSeg.Core.Formats.Nifti;

/// <summary>The header of a NIfTI-1 file: type, size, offset and scaling of its voxels.</summary>
internal sealed record NiftiHeader
{
    /// <summary>Bytes of the header itself; <c>sizeof_hdr</c>.</summary>
    public const int Length = 348;

    /// <summary>Type of the voxels in the file, with the file's byte order.</summary>
    public required DType DType { get; init; }

    /// <summary><c>dim[1]</c>. It varies fastest, so a slice is stored row by row.</summary>
    public required int Width { get; init; }

    /// <summary><c>dim[2]</c>.</summary>
    public required int Height { get; init; }

    /// <summary><c>dim[3]</c>; 1 for a file of two axes.</summary>
    public required int Slices { get; init; }

    /// <summary>Whether the file has a third axis.</summary>
    public required bool IsVolume { get; init; }

    /// <summary>First byte of the voxels, <c>vox_offset</c>.</summary>
    public required long DataOffset { get; init; }

    /// <summary>Value = slope x voxel + intercept; 1 without scaling.</summary>
    public required double Slope { get; init; }

    /// <summary>Intercept of the scaling; 0 without scaling.</summary>
    public required double Intercept { get; init; }

    /// <summary>Spacing in mm; null where the file does not mark it as valid.</summary>
    public PixelSpacing? SpacingMm { get; init; }

    /// <summary>Where the voxels lie; null where the file does not say.</summary>
    public VoxelGrid? Grid { get; init; }

    /// <summary>Notes about the header.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Whether values differ from voxels.</summary>
    public bool IsScaled => Slope != 1 || Intercept != 0;

    /// <summary>Bytes of the voxels of one slice.</summary>
    public long SliceBytes => (long)Height * Width * DType.ItemSize;

    /// <summary>Bytes of all voxels. It cannot overflow, since lengths have 16 bits.</summary>
    public long DataBytes => SliceBytes * Slices;

    /// <summary>
    /// Whether a file starts like NIfTI-1 in either byte order, or like NIfTI-2, which <see cref="Read"/> refuses by name.
    /// </summary>
    public static bool Matches(ReadOnlySpan<byte> head)
    {
        const int LengthOfNifti2 = 540;
        if (head.Length < sizeof(int))
        {
            return false;
        }
        var (little, big) = (BinaryPrimitives.ReadInt32LittleEndian(head), BinaryPrimitives.ReadInt32BigEndian(head));
        return little is Length or LengthOfNifti2 || big is Length or LengthOfNifti2;
    }

    /// <summary>Reads the header of a file.</summary>
    /// <exception cref="DatasetFormatException">
    /// The file is not NIfTI-1, or its header contradicts itself or has an unsupported value.
    /// </exception>
    public static NiftiHeader Read(IByteSource source)
    {
        var header = new byte[Length];
        var got = source.Read(0, header);
        if (got >= sizeof(int) && !Matches(header))
        {
            throw FormatError.WrongFormat(
                source.Name,
                0,
                $"this is not a NIfTI-1 file: sizeof_hdr is {BinaryPrimitives.ReadInt32LittleEndian(header)}, expected {Length}"
            );
        }
        if (got < Length)
        {
            throw FormatError.Truncated(source.Name, 0, "NIfTI-1 header", Length, got);
        }
        return NiftiHeaderParser.Parse(header, source.Name);
    }
}

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
