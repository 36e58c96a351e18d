using LungSeg.Core.Bytes;
using LungSeg.Core.Bytes.Compression;
using LungSeg.Core.Formats.Arrays;
using LungSeg.Core.Formats.Folders;
using LungSeg.Core.Model;

namespace LungSeg.Core.Formats.Nifti;

/// <summary>A NIfTI-1 file of a folder, plain or packed with gzip.</summary>
internal sealed class NiftiFile : ISliceFile
{
    /// <summary>A packed slice up to this size is unpacked into memory; whatever is larger, or has several slices, into a file.</summary>
    private const int MaxInMemory = 16 << 20;

    /// <summary>Bytes that may follow the voxels of a packed file.</summary>
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

    public PixelSpacing? SpacingMm => _header.SpacingMm is { } spacing ? new PixelSpacing(spacing.Row, spacing.Column) : null;

    private bool IsPacked => IsPackedName(File);

    private long End => _header.DataOffset + _header.DataBytes;

    /// <summary>Whether a file is one by its name.</summary>
    public static bool IsName(string file) => IsPackedName(file) || file.EndsWith(".nii", StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads the header of a file.</summary>
    /// <exception cref="DatasetFormatException">It is damaged, or there are not as many bytes as it tells of.</exception>
    public static NiftiFile Open(FolderSource folder, string file, UnpackedFiles unpacked)
    {
        using var source = folder.OpenFile(file, NiftiFormat.FormatName);
        return new NiftiFile(folder, file, unpacked, IsPackedName(file) ? IdentifyPacked(source) : NiftiReader.Identify(source));
    }

    public ArrayInfo Slice(int index) =>
        ArrayInfo.Decoded(DType, [_header.Height, _header.Width], NiftiSlice.GetPayload(_header, index), new Decoder(this, index));

    private static bool IsPackedName(string file) => file.EndsWith(".nii.gz", StringComparison.OrdinalIgnoreCase);

    /// <summary>The header of a packed file, of which no more is unpacked than that.</summary>
    private static NiftiHeader IdentifyPacked(IByteSource packed)
    {
        using var stream = GzipContent.Open(packed);
        var head = new byte[NiftiHeader.Length];
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

    /// <summary>The file without its packing.</summary>
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

        // The check sum stands at the end.
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

    /// <summary>Values of one slice of a file.</summary>
    private sealed class Decoder(NiftiFile file, int slice) : IArrayDecoder
    {
        public void Decode(IByteSource source, Span<byte> destination)
        {
            using var content = file.OpenContent();
            NiftiSlice.Read(content, file._header, slice, destination);
        }
    }
}
