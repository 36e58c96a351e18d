using System.Buffers.Binary;
using LungSeg.Core.Bytes;
using LungSeg.Core.Formats.Arrays;
using LungSeg.Core.Formats.Masks;
using LungSeg.Core.Model;

namespace LungSeg.Core.Formats.Nifti;

/// <summary>The header of a NIfTI-1 or NIfTI-2 file: type, size, offset and scaling of its voxels.</summary>
internal sealed record NiftiHeader
{
    /// <summary>Bytes of the header itself; <c>sizeof_hdr</c>.</summary>
    public const int Length = 348;

    /// <summary>Bytes of the header of NIfTI-2; its <c>sizeof_hdr</c>.</summary>
    public const int SecondLength = 540;

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

    /// <summary>Bytes of all voxels, which fit 64 bits.</summary>
    public long DataBytes => SliceBytes * Slices;

    /// <summary>Whether a file starts like NIfTI-1 or NIfTI-2, in either byte order.</summary>
    public static bool Matches(ReadOnlySpan<byte> head)
    {
        if (head.Length < sizeof(int))
        {
            return false;
        }
        var (little, big) = (BinaryPrimitives.ReadInt32LittleEndian(head), BinaryPrimitives.ReadInt32BigEndian(head));
        return little is Length or SecondLength || big is Length or SecondLength;
    }

    // 348 and 540 differ in both low bytes.
    private static bool IsSecond(ReadOnlySpan<byte> header) => header[header[0] == 0 ? 3 : 0] == (SecondLength & 0xff);

    /// <summary>Reads the header of a file.</summary>
    /// <exception cref="DatasetFormatException">
    /// The file is not NIfTI, or its header contradicts itself or has an unsupported value.
    /// </exception>
    public static NiftiHeader Read(IByteSource source)
    {
        var header = new byte[SecondLength];
        var got = source.Read(0, header);
        if (got >= sizeof(int) && !Matches(header))
        {
            throw FormatError.WrongFormat(
                source.Name,
                0,
                $"this is not a NIfTI file: sizeof_hdr is {BinaryPrimitives.ReadInt32LittleEndian(header)}, "
                    + $"expected {Length} or {SecondLength}"
            );
        }
        var isSecond = IsSecond(header);
        var length = isSecond ? SecondLength : Length;
        if (got < length)
        {
            throw FormatError.Truncated(source.Name, 0, isSecond ? "NIfTI-2 header" : "NIfTI-1 header", length, got);
        }
        return NiftiHeaderParser.Parse(header.AsSpan(0, length), isSecond, source.Name);
    }
}
