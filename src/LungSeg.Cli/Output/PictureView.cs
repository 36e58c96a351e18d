using LungSeg.Core.Imaging;

namespace LungSeg.Cli.Output;

/// <summary>A picture and the mask of its lesion, of one size.</summary>
/// <param name="Picture">The picture without outline.</param>
/// <param name="Mask">Mask [row, col], non-zero inside; empty for none.</param>
internal sealed record PictureView(RgbImage Picture, byte[] Mask)
{
    // What is shown around a lesion: its own size again on each side, and at least this many pixels.
    private const int LeastMargin = 16;

    /// <summary>The part around the lesion; null without one.</summary>
    public PictureView? AroundLesion()
    {
        var (top, left, bottom, right) = (int.MaxValue, int.MaxValue, -1, -1);
        for (var at = 0; at < Mask.Length; at++)
        {
            if (Mask[at] != 0)
            {
                var (row, column) = (at / Picture.Width, at % Picture.Width);
                (top, bottom) = (Math.Min(top, row), Math.Max(bottom, row));
                (left, right) = (Math.Min(left, column), Math.Max(right, column));
            }
        }

        if (bottom < 0)
        {
            return null;
        }

        var side = Math.Max(bottom - top, right - left) + 1;
        side += 2 * Math.Max(LeastMargin, side);
        var (firstRow, height) = Span(top, bottom, side, Picture.Height);
        var (firstColumn, width) = Span(left, right, side, Picture.Width);
        var part = new RgbImage(height, width);
        part.Paste(Picture, -firstRow, -firstColumn);
        var mask = new byte[height * width];
        for (var row = 0; row < height; row++)
        {
            Mask.AsSpan(((firstRow + row) * Picture.Width) + firstColumn, width).CopyTo(mask.AsSpan(row * width));
        }

        return new PictureView(part, mask);
    }

    /// <summary>Each pixel repeated along both axes, as often as it fits.</summary>
    /// <param name="width">Width to fit, in pixels.</param>
    /// <param name="height">Height to fit, in pixels.</param>
    public PictureView Enlarged(int width, int height)
    {
        var times = Math.Min(width / Picture.Width, height / Picture.Height);
        if (times < 2)
        {
            return this;
        }

        var (rows, columns) = (Picture.Height * times, Picture.Width * times);
        var mask = Mask.Length == 0 ? [] : Scaling.AnyOf(Mask, new(Picture.Height, Picture.Width), new(rows, columns));
        return new PictureView(Scaling.Nearest(Picture, rows, columns), mask);
    }

    private static (int First, int Length) Span(int first, int last, int side, int whole)
    {
        var length = Math.Min(side, whole);
        return (Math.Clamp(((first + last + 1) / 2) - (length / 2), 0, whole - length), length);
    }
}
