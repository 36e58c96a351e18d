using LungSeg.Core.Bytes;
using LungSeg.Core.Formats.Arrays;
using LungSeg.Core.Formats.Folders;
using LungSeg.Core.Formats.Masks;
using LungSeg.Core.Imaging;
using LungSeg.Core.Model;

namespace LungSeg.Core.Formats.Tiff;

/// <summary>A TIFF of a folder: one slice of one channel.</summary>
internal sealed class TiffFile : ISliceFile
{
    private readonly FolderSource _folder;
    private readonly TiffHeader _header;
    private readonly bool _isMask;
    private readonly long _length;

    private TiffFile(FolderSource folder, string file, TiffHeader header, long length, TiffUse use)
    {
        (_folder, File, _header, _length, _isMask) = (folder, file, header, length, use == TiffUse.Mask);
        HoldsHu = use == TiffUse.Hu && DTypeOf(header).Kind != 'u';
    }

    public string File { get; }

    public int Slices => 1;

    public DType DType => _isMask ? DType.Int8 : DTypeOf(_header);

    public PixelSpacing? SpacingMm => null;

    public SliceSize Size => _header.Size;

    public VoxelGrid? Grid => null;

    public bool HoldsHu { get; }

    /// <summary>Whether a file name is that of a TIFF.</summary>
    public static bool IsName(string file) =>
        file.EndsWith(".tif", StringComparison.OrdinalIgnoreCase) || file.EndsWith(".tiff", StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads the header of a file.</summary>
    /// <exception cref="DatasetFormatException">It is damaged, or written in a way that is not read.</exception>
    public static TiffFile Open(FolderSource folder, string file, ReadLimits limits, TiffUse use)
    {
        using var source = folder.OpenFile(file, TiffFormat.FormatName);
        return new TiffFile(folder, file, TiffReader.ReadHeader(source, limits), source.Length, use);
    }

    private static DType DTypeOf(TiffHeader header) =>
        new(header.Kind, header.SampleBytes, header.SampleBytes == 1 ? ByteOrder.None : ByteOrder.Little);

    public ArrayInfo Slice(int index) => ArrayInfo.Decoded(DType, [Size.Height, Size.Width], new Payload(0, _length), new Decoder(this));

    /// <summary>Decodes the picture once more from the start: it may have changed.</summary>
    private sealed class Decoder(TiffFile file) : IArrayDecoder
    {
        public void Decode(IByteSource source, Span<byte> destination)
        {
            using var own = file._folder.OpenFile(file.File, TiffFormat.FormatName);
            var header = TiffReader.ReadHeader(
                own,
                ReadLimits.Default with
                {
                    MaxPicturePixels = (long)file.Size.Height * file.Size.Width,
                }
            );
            if (header.Size != file.Size || DTypeOf(header) != DTypeOf(file._header))
            {
                throw FormatError.Changed(own.Name);
            }
            var samples = TiffReader.Read(own, header);
            if (!file._isMask)
            {
                samples.CopyTo(destination);
                return;
            }
            BinaryMask.Read(samples, DTypeOf(header), destination, file.Size.Width, own.Name);
        }
    }
}

/// <summary>What the samples of a TIFF are.</summary>
internal enum TiffUse
{
    Hu,
    Grey,
    Mask,
}
