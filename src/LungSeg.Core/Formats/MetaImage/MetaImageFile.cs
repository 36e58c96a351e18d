using System.IO.Compression;
using LungSeg.Core.Bytes;
using LungSeg.Core.Bytes.Compression;
using LungSeg.Core.Formats.Arrays;
using LungSeg.Core.Formats.Folders;
using LungSeg.Core.Formats.Masks;
using LungSeg.Core.Model;

namespace LungSeg.Core.Formats.MetaImage;

/// <summary>A MetaImage file of a folder: a header with the voxels behind it (.mha), or in a file beside it (.mhd).</summary>
internal sealed class MetaImageFile : ISliceFile
{
    /// <summary>Maximum number of bytes after the voxels of a packed file.</summary>
    private const int MaxBehind = 64 << 10;

    private readonly FolderSource _folder;
    private readonly UnpackedFiles _unpacked;
    private readonly IByteSource? _opened;
    private readonly MetaHeader _header;
    private readonly string _dataFile;
    private readonly long _start;

    private MetaImageFile(FolderSource folder, string file, UnpackedFiles unpacked, IByteSource? opened, MetaHeader header, long length)
    {
        _folder = folder;
        File = file;
        _unpacked = unpacked;
        _opened = opened;
        _header = header;
        _dataFile = header.DataFile is { } data ? GetDataFile(file, data) : file;
        _start = header.DataOffset ?? length - header.DataBytes;
    }

    public string File { get; }

    public int Slices { get; private init; }

    public DType DType => _header.DType.With(ByteOrder.Little);

    public PixelSpacing? SpacingMm => _header.SpacingMm;

    public SliceSize Size => _header.Size;

    public VoxelGrid? Grid => _header.Grid;

    /// <summary>File of the voxels, relative to the folder.</summary>
    public string DataFile => _dataFile;

    /// <summary>Bytes on disk that hold the voxels.</summary>
    public long StoredBytes { get; private init; }

    /// <summary>Slices that the header states.</summary>
    public int StatedSlices { get; private init; }

    /// <summary>Why slices are missing; null where none are.</summary>
    public DatasetFormatException? Damage { get; private init; }

    /// <summary>Notes about the file.</summary>
    public IReadOnlyList<string> Notes { get; private init; } = [];

    /// <summary>The series that a file of LUNA16 is named after; null for other names.</summary>
    public string? SeriesUid
    {
        get
        {
            const int MaxLength = 64;
            const int MinParts = 5;
            var stem = Path.GetFileNameWithoutExtension(File);
            return
                stem.Length <= MaxLength
                && stem.Split('.') is { Length: >= MinParts } parts
                && parts.All(part => part.Length > 0 && part.All(char.IsAsciiDigit))
                ? stem
                : null;
        }
    }

    /// <summary>Whether a file name is that of a MetaImage header.</summary>
    public static bool IsName(string file) =>
        file.EndsWith(".mhd", StringComparison.OrdinalIgnoreCase) || file.EndsWith(".mha", StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads the header of a file of a folder.</summary>
    /// <exception cref="DatasetFormatException">
    /// The header is damaged, its voxels are in no file of the folder, or are fewer than it states.
    /// </exception>
    public static MetaImageFile Open(FolderSource folder, string file, UnpackedFiles unpacked)
    {
        using var source = folder.OpenFile(file, MetaImageFormat.FormatName);
        return Create(folder, file, unpacked, source, null, Leniency.Strict);
    }

    /// <summary>Reads the header of a file that is an input by itself.</summary>
    /// <param name="folder">The folder in which it lies.</param>
    /// <param name="source">The file, unpacked.</param>
    /// <param name="unpacked">Keeps packed voxels.</param>
    /// <param name="leniency">With <see cref="Leniency.Salvage"/> a truncated file has the slices that are complete.</param>
    /// <exception cref="DatasetFormatException">As <see cref="Open(FolderSource, string, UnpackedFiles)"/>.</exception>
    public static MetaImageFile Open(FolderSource folder, IByteSource source, UnpackedFiles unpacked, Leniency leniency) =>
        Create(folder, Path.GetFileName(source.Name.Path), unpacked, source, source, leniency);

    public ArrayInfo Slice(int index) =>
        ArrayInfo.Decoded(
            DType,
            [Size.Height, Size.Width],
            new Payload(
                _header.IsCompressed ? _start : _start + (index * _header.SliceBytes),
                _header.IsCompressed ? 0 : _header.SliceBytes
            ),
            new Decoder(this, index)
        );

    private static MetaImageFile Create(
        FolderSource folder,
        string file,
        UnpackedFiles unpacked,
        IByteSource source,
        IByteSource? opened,
        Leniency leniency
    )
    {
        var header = MetaHeader.Read(source);
        using var beside = header.DataFile is { } data ? OpenBeside(folder, file, data, source) : null;
        var content = beside ?? source;
        var left = content.Length - (header.DataOffset ?? 0);
        var slices = header.Slices;
        DatasetFormatException? damage = null;
        var mayHold = header.IsCompressed
            ? Math.Max(0, Math.Min(left, long.MaxValue / GzipContent.MaxPerByte)) * GzipContent.MaxPerByte
            : left;
        if (header.DataBytes > mayHold)
        {
            damage = FormatError.Truncated(
                content.Name,
                Math.Clamp(header.DataOffset ?? 0, 0, content.Length),
                $"DimSize {header.Size.Width} x {header.Size.Height} x {header.Slices} voxels of {header.DType.Name}"
                    + (header.IsCompressed ? ", packed by zlib at most 1032 to 1," : string.Empty),
                header.DataBytes,
                Math.Max(0, mayHold)
            );
            if (leniency == Leniency.Strict || header.IsCompressed || header.DataOffset is null || left < header.SliceBytes)
            {
                throw damage;
            }
            slices = (int)(left / header.SliceBytes);
        }
        var behind = header.IsCompressed || header.DataOffset is null ? 0 : left - header.DataBytes;
        return new MetaImageFile(folder, file, unpacked, header.DataFile is null ? opened : null, header, content.Length)
        {
            Slices = slices,
            StoredBytes = content.Length,
            Damage = damage,
            StatedSlices = header.Slices,
            Notes = behind > 0 ? [$"{behind} bytes follow the voxels and were ignored"] : [],
        };
    }

    private static string GetDataFile(string file, string data) => file[..(file.LastIndexOf('/') + 1)] + data;

    private static IByteSource OpenBeside(FolderSource folder, string file, string data, IByteSource header)
    {
        var path = GetDataFile(file, data);
        var full = folder.GetName(path, MetaImageFormat.FormatName).Path;
        return ContainedPath.IsRegularFile(full)
            ? folder.OpenFile(path, MetaImageFormat.FormatName)
            : throw FormatError.Corrupt(
                header.Name,
                $"its voxels are in {PrintableText.Escape(data, 80)}, and no such file lies beside it: keep both files in one folder"
            );
    }

    private void Read(int slice, Span<byte> destination)
    {
        using var content = OpenContent();
        content.Source.ReadExactly((_header.IsCompressed ? 0 : _start) + (slice * _header.SliceBytes), destination, "voxels");
        if (_header.DType.ByteOrder == ByteOrder.Big)
        {
            ElementBytes.Reverse(destination, _header.DType.ItemSize);
        }
    }

    private Content OpenContent() =>
        _header.IsCompressed
            ? new(_unpacked.Open(_dataFile, MetaImageFormat.FormatName, _header.DataBytes + MaxBehind, _opened, OpenPacked), IsOwned: true)
        : _opened is not null ? new(_opened, IsOwned: false)
        : new(_folder.OpenFile(_dataFile, MetaImageFormat.FormatName), IsOwned: true);

    private GuardedStream OpenPacked(IByteSource source)
    {
        var packed = new SourceStream(source) { Position = _start };

        // MetaIO unpacks zlib and gzip alike.
        Span<byte> head = stackalloc byte[2];
        var isGzip = packed.Peek(head) == head.Length && head is [0x1f, 0x8b];
        return new GuardedStream(
            () => isGzip ? new GzipMembersStream(packed, source.Name) : new ZLibStream(packed, CompressionMode.Decompress, leaveOpen: true),
            packed,
            source.Name
        );
    }

    /// <summary>A source, which is closed where it was opened for one slice.</summary>
    private readonly record struct Content(IByteSource Source, bool IsOwned) : IDisposable
    {
        public void Dispose()
        {
            if (IsOwned)
            {
                Source.Dispose();
            }
        }
    }

    /// <summary>Reads the values of one slice of a file.</summary>
    private sealed class Decoder(MetaImageFile file, int slice) : IArrayDecoder
    {
        public void Decode(IByteSource source, Span<byte> destination) => file.Read(slice, destination);
    }
}
