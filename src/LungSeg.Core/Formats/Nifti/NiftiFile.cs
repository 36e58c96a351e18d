using LungSeg.Core.Bytes;
using LungSeg.Core.Bytes.Compression;
using LungSeg.Core.Formats.Arrays;
using LungSeg.Core.Formats.Folders;
using LungSeg.Core.Formats.Masks;
using LungSeg.Core.Model;

namespace LungSeg.Core.Formats.Nifti;

/// <summary>A NIfTI file of a folder, plain or gzip-compressed.</summary>
internal sealed class NiftiFile : ISliceFile
{
    /// <summary>
    /// Maximum size of a compressed slice that is unpacked into memory. Larger slices, and files with several slices, are unpacked into a
    /// file.
    /// </summary>
    private const int MaxInMemory = 16 << 20;

    /// <summary>Maximum number of bytes after the voxels of a compressed file.</summary>
    private const int MaxBehind = 64 << 10;

    private readonly FolderSource _folder;
    private readonly UnpackedFiles _unpacked;
    private readonly NiftiHeader _header;

    private NiftiFile(FolderSource folder, string file, UnpackedFiles unpacked, NiftiHeader header)
    {
        _folder = folder;
        File = file;
        _unpacked = unpacked;
        _header = header;
    }

    public string File { get; }

    public int Slices => _header.Slices;

    public DType DType => NiftiSlice.GetDType(_header);

    public PixelSpacing? SpacingMm => _header.SpacingMm;

    public SliceSize Size => new(_header.Height, _header.Width);

    public VoxelGrid? Grid => _header.Grid;

    private bool IsPacked => IsPackedName(File);

    private long End => _header.DataOffset + _header.DataBytes;

    /// <summary>Whether a file name is that of a NIfTI file.</summary>
    public static bool IsName(string file) => IsPackedName(file) || file.EndsWith(".nii", StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads the header of a file.</summary>
    /// <exception cref="DatasetFormatException">The header is damaged, or the file has fewer voxels than it states.</exception>
    public static NiftiFile Open(FolderSource folder, string file, UnpackedFiles unpacked)
    {
        using var source = folder.OpenFile(file, NiftiFormat.FormatName);
        return new NiftiFile(folder, file, unpacked, IsPackedName(file) ? IdentifyPacked(source) : NiftiReader.Identify(source));
    }

    public ArrayInfo Slice(int index) =>
        ArrayInfo.Decoded(DType, [_header.Height, _header.Width], NiftiSlice.GetPayload(_header, index), new Decoder(this, index));

    private static bool IsPackedName(string file) => file.EndsWith(".nii.gz", StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads the header of a compressed file without unpacking more.</summary>
    private static NiftiHeader IdentifyPacked(IByteSource packed)
    {
        using var stream = GzipContent.Open(packed);
        var head = new byte[NiftiHeader.SecondLength];
        var got = stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        using var start = new MemoryByteSource(head.AsMemory(0, got), packed.Name);
        var header = NiftiHeader.Read(start);
        if (header.DataOffset > (packed.Length * GzipContent.MaxPerByte) - header.DataBytes)
        {
            throw FormatError.Corrupt(
                packed.Name,
                $"voxels of {header.DataBytes} bytes from byte {header.DataOffset} on cannot come out of a gzip file of "
                    + $"{packed.Length} bytes"
            );
        }
        return header;
    }

    /// <summary>Opens the uncompressed content.</summary>
    private IByteSource OpenContent()
    {
        if (!IsPacked)
        {
            return _folder.OpenFile(File, NiftiFormat.FormatName);
        }
        return _header.Slices == 1 && End <= MaxInMemory ? UnpackToMemory() : _unpacked.Open(File, NiftiFormat.FormatName, End + MaxBehind);
    }

    private MemoryByteSource UnpackToMemory()
    {
        using var packed = _folder.OpenFile(File, NiftiFormat.FormatName);
        using var stream = GzipContent.Open(packed);
        var content = new byte[End];
        var got = stream.ReadAtLeast(content, content.Length, throwOnEndOfStream: false);

        // Reads to the end, where gzip's checksum is checked.
        Span<byte> rest = stackalloc byte[4 << 10];
        for (var behind = 0; behind < MaxBehind; )
        {
            var more = stream.Read(rest);
            if (more == 0)
            {
                break;
            }
            behind += more;
        }

        return new MemoryByteSource(content.AsMemory(0, got), packed.Name);
    }

    /// <summary>Computes the values of one slice of a file.</summary>
    private sealed class Decoder(NiftiFile file, int slice) : IArrayDecoder
    {
        public void Decode(IByteSource source, Span<byte> destination)
        {
            using var content = file.OpenContent();
            NiftiSlice.Read(content, file._header, slice, destination);
        }
    }
}
