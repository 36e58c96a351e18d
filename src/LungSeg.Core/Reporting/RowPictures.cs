using LungSeg.Core.Analysis;
using LungSeg.Core.Bytes;
using LungSeg.Core.Datasets;
using LungSeg.Core.Imaging;

namespace LungSeg.Core.Reporting;

/// <summary>JPEG pictures of a row; the lesion is outlined in each.</summary>
/// <param name="Slice">The slice in the lung window, with the kept area tinted where the row has both HU arrays.</param>
/// <param name="Crop">The surroundings of the lesion, in a window around its mean HU; null without a lesion.</param>
/// <param name="SmallSlice">The slice, small.</param>
/// <param name="SmallCrop">The surroundings of the lesion, small; null without a lesion.</param>
internal sealed record RowPictures(byte[] Slice, byte[]? Crop, byte[] SmallSlice, byte[]? SmallCrop)
{
    /// <summary>Width and height of the slice's picture.</summary>
    public const int SliceSide = 384;

    /// <summary>Width and height of the crop's picture.</summary>
    public const int CropSide = 256;

    /// <summary>Width and height of small pictures.</summary>
    public const int SmallSide = 112;

    /// <summary>Whether the row has both HU arrays, so that the kept area is tinted.</summary>
    public bool IsTinted { get; private init; }

    /// <summary>The window of the crop, <c>LO to HI</c>; empty without a crop.</summary>
    public string CropWindow { get; private init; } = string.Empty;

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
        byte[] kept = analysis.HasBothHu ? [.. analysis.Kept] : [];
        var (height, width) = ((int)slice.Shape[0], (int)slice.Shape[1]);
        var whole = new ContactSheetTile(PictureCut.Render(height, width, hu, kept, HuWindow.Lung), string.Empty) { Mask = lesion };
        var box = lesion.Length == 0 ? null : LesionBox.Find(lesion, width);
        var window = box is null ? HuWindow.Lung : PictureCut.ChooseWindow(hu, lesion);
        ContactSheetTile? crop = null;
        if (box is { } around)
        {
            var square = PictureCut.FindSquare(around, height, width);
            crop = new ContactSheetTile(
                PictureCut.Render(square.Height, square.Width, square.CutOut(hu, width), square.CutOut<byte>(kept, width), window),
                string.Empty
            )
            {
                Mask = square.CutOut<byte>(lesion, width),
            };
        }

        LargeMemory.Release(slice.Count * sizeof(double));
        return new RowPictures(
            PictureCut.Encode(whole, SliceSide),
            crop is null ? null : PictureCut.Encode(crop, CropSide),
            PictureCut.Encode(whole, SmallSide),
            crop is null ? null : PictureCut.Encode(crop, SmallSide)
        )
        {
            IsTinted = kept.Length > 0,
            CropWindow = crop is null ? string.Empty : PictureCut.GetText(window),
        };
    }
}
