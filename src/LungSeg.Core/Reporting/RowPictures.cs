using System.Runtime.InteropServices;
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

    private const int Quality = 72;
    private const int MinCrop = 64;
    private const double MinHalfWindow = 200;

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
        var whole = new ContactSheetTile(Render(height, width, hu, kept, HuWindow.Lung), string.Empty) { Mask = lesion };
        var box = lesion.Length == 0 ? null : LesionBox.Find(lesion, width);
        var window = box is null ? HuWindow.Lung : ChooseWindow(hu, lesion);
        ContactSheetTile? crop = null;
        if (box is { } around)
        {
            var square = FindSquare(around, height, width);
            crop = new ContactSheetTile(
                Render(square.Height, square.Width, CutOut(hu, square, width), CutOut<byte>(kept, square, width), window),
                string.Empty
            )
            {
                Mask = CutOut<byte>(lesion, square, width),
            };
        }

        LargeMemory.Release(slice.Count * sizeof(double));
        return new RowPictures(
            Encode(whole, SliceSide),
            crop is null ? null : Encode(crop, CropSide),
            Encode(whole, SmallSide),
            crop is null ? null : Encode(crop, SmallSide)
        )
        {
            IsTinted = kept.Length > 0,
            CropWindow = crop is null ? string.Empty : $"{Html.Figures.Text(window.Low)} to {Html.Figures.Text(window.High)}",
        };
    }

    /// <summary>The window around the mean of the lesion that its values spread over, or that of the lung where it has none.</summary>
    private static HuWindow ChooseWindow(ReadOnlySpan<double> hu, ReadOnlySpan<byte> lesion)
    {
        var values = new List<double>();
        for (var i = 0; i < hu.Length; i++)
        {
            if (lesion[i] != 0 && double.IsFinite(hu[i]))
            {
                values.Add(hu[i]);
            }
        }

        var moments = PixelMoments.Compute(CollectionsMarshal.AsSpan(values));
        var (mean, half) = (Math.Round(moments.Mean), Math.Round(Math.Max(MinHalfWindow, 2 * moments.Std)));
        return Math.Abs(mean) + half < 1e9 ? new HuWindow(mean - half, mean + half) : HuWindow.Lung;
    }

    private static RgbImage Render(int height, int width, ReadOnlySpan<double> hu, ReadOnlySpan<byte> kept, HuWindow window) =>
        SlicePicture.RenderWithoutOutline(
            new SliceLayers
            {
                Height = height,
                Width = width,
                Hu = hu,
                Kept = kept,
            },
            window
        );

    private static byte[] Encode(ContactSheetTile tile, int side) => JpegCodec.Encode(ContactSheet.Fit(tile, side), Quality);

    /// <summary>A square around the lesion, twice its size, within the slice.</summary>
    private static LesionBox FindSquare(LesionBox lesion, int height, int width)
    {
        var side = Math.Min(Math.Max(MinCrop, 2 * Math.Max(lesion.Height, lesion.Width)), Math.Min(height, width));
        var top = Math.Clamp(((lesion.Top + lesion.Bottom) - side) / 2, 0, height - side);
        var left = Math.Clamp(((lesion.Left + lesion.Right) - side) / 2, 0, width - side);
        return new LesionBox(top, left, top + side, left + side);
    }

    /// <summary>The values in a box; none of no values.</summary>
    private static T[] CutOut<T>(ReadOnlySpan<T> values, LesionBox box, int width)
    {
        var cut = new T[values.IsEmpty ? 0 : box.Height * box.Width];
        for (var r = 0; r < box.Height && cut.Length > 0; r++)
        {
            values.Slice(((box.Top + r) * width) + box.Left, box.Width).CopyTo(cut.AsSpan(r * box.Width));
        }
        return cut;
    }
}
