using System.Buffers;

namespace LungSeg.Core.Imaging;

/// <summary>Draws CT slices.</summary>
public static class SlicePicture
{
    private const int KeptPercent = 30;

    /// <summary>
    /// Draws a slice in grey, with the kept area tinted blue and a red line of 1 px around the lesion, outside its pixels.
    /// </summary>
    /// <param name="slice">The slice and its layers.</param>
    /// <param name="window">HU window of the grey values.</param>
    /// <returns>A picture of the slice's size.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A side is under 1.</exception>
    /// <exception cref="ArgumentException">A layer is not of the slice's size.</exception>
    public static RgbImage Render(SliceLayers slice, HuWindow window)
    {
        var image = RenderWithoutOutline(slice, window);
        if (!slice.Mask.IsEmpty)
        {
            MaskDrawing.DrawOutline(image, slice.Mask, RgbColor.LesionOutline, OutlineSide.Outer);
        }
        return image;
    }

    /// <summary>
    /// Draws a slice as <see cref="Render"/> does, without the lesion's outline, for pictures that are scaled before it is drawn.
    /// </summary>
    /// <param name="slice">The slice and its layers; the mask is not used.</param>
    /// <param name="window">HU window of the grey values.</param>
    /// <returns>A picture of the slice's size.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A side is under 1.</exception>
    /// <exception cref="ArgumentException">A layer is not of the slice's size.</exception>
    public static RgbImage RenderWithoutOutline(SliceLayers slice, HuWindow window)
    {
        var grey = ArrayPool<byte>.Shared.Rent(slice.Hu.Length);
        try
        {
            var used = grey.AsSpan(0, slice.Hu.Length);
            window.Apply(slice.Hu, used);
            var image = RgbImage.FromGrey(used, slice.Height, slice.Width);
            if (!slice.Kept.IsEmpty)
            {
                MaskDrawing.Tint(image, slice.Kept, RgbColor.KeptArea, KeptPercent);
            }
            return image;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(grey);
        }
    }
}
