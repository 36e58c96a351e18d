using System.Runtime.InteropServices;
using LungSeg.Core.Analysis;
using LungSeg.Core.Imaging;

namespace LungSeg.Core.Reporting;

/// <summary>Cuts the surroundings of lesions out of slices, and draws them.</summary>
internal static class PictureCut
{
    private const int Quality = 72;
    private const int MinCrop = 64;
    private const double MinHalfWindow = 200;

    /// <summary>A window in words: <c>LO to HI</c>.</summary>
    public static string GetText(HuWindow window) => $"{Html.Figures.Text(window.Low)} to {Html.Figures.Text(window.High)}";

    /// <summary>The window around the mean of the lesion that its values spread over, or that of the lung where it has none.</summary>
    public static HuWindow ChooseWindow(ReadOnlySpan<double> hu, ReadOnlySpan<byte> lesion)
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

    public static RgbImage Render(int height, int width, ReadOnlySpan<double> hu, ReadOnlySpan<byte> kept, HuWindow window) =>
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

    public static byte[] Encode(ContactSheetTile tile, int side) => JpegCodec.Encode(ContactSheet.Fit(tile, side), Quality);

    /// <summary>A square around the lesion, twice its size, within the slice.</summary>
    public static LesionBox FindSquare(LesionBox lesion, int height, int width)
    {
        var side = Math.Min(Math.Max(MinCrop, 2 * Math.Max(lesion.Height, lesion.Width)), Math.Min(height, width));
        var top = Math.Clamp(((lesion.Top + lesion.Bottom) - side) / 2, 0, height - side);
        var left = Math.Clamp(((lesion.Left + lesion.Right) - side) / 2, 0, width - side);
        return new LesionBox(top, left, top + side, left + side);
    }
}
