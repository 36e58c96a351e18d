using System.Buffers.Binary;
using LungSeg.Core.Conversion.Runs;
using LungSeg.Core.Conversion.Slices;
using LungSeg.Core.Imaging;
using LungSeg.Core.Sharding;

namespace LungSeg.Core.Conversion.Pictures;

/// <summary>The pictures of a row as PNG: image, mask, and the image with the lesion's outline in red.</summary>
internal sealed record HfPictures(ReadOnlyMemory<byte> Image, ReadOnlyMemory<byte> Mask, ReadOnlyMemory<byte> Overlay)
{
    private const int Lengths = 2 * sizeof(int);

    /// <summary>Names of the pictures, in their order.</summary>
    public static IReadOnlyList<string> Names { get; } = ["image", "mask", "overlay"];

    /// <summary>How shards keep the pictures: the lengths of the first two, then all three.</summary>
    public static PieceCodec<HfPictures> Codec { get; } = new(Pack, bytes => Unpack(bytes));

    /// <summary>Size of all pictures, bytes.</summary>
    public long Bytes => (long)Image.Length + Mask.Length + Overlay.Length;

    /// <summary>Draws a slice.</summary>
    public static HfPictures Create(ExportRun run, ExportSlice slice)
    {
        var grey = run.Pixels.GetGrey(slice);
        var options = GreyPicture.GetOptions(slice);
        return new HfPictures(
            ImageFile.Encode(grey, slice.Size, options),
            GreyPicture.EncodeMask(run.Pixels.GetMaskPicture(slice), slice),
            ImageFile.Encode(DrawOverlay(grey, slice), options)
        );
    }

    /// <summary>Decodes the pictures and compares their samples with those of a slice.</summary>
    public void Verify(ExportRun run, ReadBack back, ExportSlice slice)
    {
        var grey = run.Pixels.GetGrey(slice);
        back.SamePicture(slice, Names[0], ImageFile.Decode(Image.ToArray(), Names[0]), grey);
        back.SamePicture(slice, Names[1], ImageFile.Decode(Mask.ToArray(), Names[1]), run.Pixels.GetMaskPicture(slice));
        back.SamePicture(slice, Names[2], ImageFile.Decode(Overlay.ToArray(), Names[2]), DrawOverlay(grey, slice).Samples);
    }

    private static RgbImage DrawOverlay(byte[] grey, ExportSlice slice)
    {
        var overlay = RgbImage.FromGrey(grey, slice.Height, slice.Width);
        MaskDrawing.DrawOutline(overlay, slice.Mask, RgbColor.LesionOutline, OutlineSide.Outer);
        return overlay;
    }

    private static byte[] Pack(HfPictures pictures)
    {
        var bytes = new byte[checked(Lengths + (int)pictures.Bytes)];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, pictures.Image.Length);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(sizeof(int)), pictures.Mask.Length);
        var rest = bytes.AsMemory(Lengths);
        pictures.Image.CopyTo(rest);
        pictures.Mask.CopyTo(rest[pictures.Image.Length..]);
        pictures.Overlay.CopyTo(rest[(pictures.Image.Length + pictures.Mask.Length)..]);
        return bytes;
    }

    private static HfPictures Unpack(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Length < Lengths)
        {
            throw new FormatException("the lengths of the pictures are cut");
        }
        var image = BinaryPrimitives.ReadInt32LittleEndian(bytes.Span);
        var mask = BinaryPrimitives.ReadInt32LittleEndian(bytes.Span[sizeof(int)..]);
        var pictures = bytes[Lengths..];
        return image >= 0 && mask >= 0 && (long)image + mask <= pictures.Length
            ? new HfPictures(pictures[..image], pictures.Slice(image, mask), pictures[(image + mask)..])
            : throw new FormatException($"pictures of {image} and {mask} bytes do not fit into {pictures.Length}");
    }
}
