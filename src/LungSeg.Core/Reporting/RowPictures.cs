using LungSeg.Core.Analysis;
using LungSeg.Core.Bytes;
using LungSeg.Core.Datasets;
using LungSeg.Core.Formats.Arrays;
using LungSeg.Core.Imaging;

namespace LungSeg.Core.Reporting;

/// <summary>Small JPEG pictures of a row; the lesion is outlined in each.</summary>
/// <param name="Slice">The slice.</param>
/// <param name="Kept">The slice with the kept area tinted; null where the row lacks an HU array.</param>
/// <param name="Detail">The surroundings of the lesion, with the kept area tinted; null without a lesion.</param>
internal sealed record RowPictures(byte[] Slice, byte[]? Kept, byte[]? Detail)
{
    /// <summary>Width and height of the pictures.</summary>
    public const int Side = 224;

    private const int Quality = 78;
    private const int MinDetail = 64;

    /// <summary>Draws a row; null where it has no slice.</summary>
    /// <exception cref="Bytes.DatasetFormatException">The file has changed since it was indexed.</exception>
    public static RowPictures? Draw(DatasetRow row, RowMemoryPool memory)
    {
        if ((row.HuOld ?? row.Hu) is not { } slice || !SliceShape.IsSlice(slice))
        {
            return null;
        }

        using var analysis = RowAnalysis.Open(row, memory);
        LargeMemory.Release(slice.Count * sizeof(double));
        var hu = analysis.Read(slice);
        byte[] lesion = analysis.Mask?.HasShapeOf(slice) == true ? [.. analysis.Lesion] : [];
        var plain = Render(slice, hu, kept: []);
        var tinted = analysis.HasBothHu ? Render(slice, hu, analysis.Kept) : null;
        return new RowPictures(Encode(plain, lesion), tinted is null ? null : Encode(tinted, lesion), DrawDetail(tinted ?? plain, lesion));
    }

    private static RgbImage Render(ArrayInfo slice, ReadOnlySpan<double> hu, ReadOnlySpan<byte> kept) =>
        SlicePicture.RenderWithoutOutline(
            new SliceLayers
            {
                Height = (int)slice.Shape[0],
                Width = (int)slice.Shape[1],
                Hu = hu,
                Kept = kept,
            },
            HuWindow.Lung
        );

    private static byte[] Encode(RgbImage picture, byte[] lesion)
    {
        var fitted = ContactSheet.Fit(new ContactSheetTile(picture, string.Empty) { Mask = lesion }, Side);
        LargeMemory.Release((long)picture.Width * picture.Height * sizeof(double));
        return JpegCodec.Encode(fitted, Quality);
    }

    private static byte[]? DrawDetail(RgbImage picture, byte[] lesion)
    {
        if (lesion.Length == 0 || LesionBox.Find(lesion, picture.Width) is not { } box)
        {
            return null;
        }
        var side = Math.Max(MinDetail, 2 * Math.Max(box.Height, box.Width));
        side = Math.Min(side, Math.Min(picture.Height, picture.Width));
        var top = Math.Clamp(((box.Top + box.Bottom) - side) / 2, 0, picture.Height - side);
        var left = Math.Clamp(((box.Left + box.Right) - side) / 2, 0, picture.Width - side);
        var detail = new RgbImage(side, side);
        detail.Paste(picture, -top, -left);
        var mask = new byte[side * side];
        for (var r = 0; r < side; r++)
        {
            lesion.AsSpan(((top + r) * picture.Width) + left, side).CopyTo(mask.AsSpan(r * side));
        }
        return Encode(detail, mask);
    }
}
