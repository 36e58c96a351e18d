namespace LungSeg.Core.Imaging;

/// <summary>Draws masks over pictures. A mask is [row, col] in C order, of the picture's size; non-zero is inside.</summary>
public static class MaskDrawing
{
    /// <summary>Draws the 1 px outline of a mask.</summary>
    /// <param name="image">Picture to draw on.</param>
    /// <param name="mask">Mask [row, col].</param>
    /// <param name="color">Colour of the outline.</param>
    /// <param name="side">Side of the edge that the outline lies on.</param>
    /// <exception cref="ArgumentException">The mask is not of the picture's size.</exception>
    public static void DrawOutline(RgbImage image, ReadOnlySpan<byte> mask, RgbColor color, OutlineSide side)
    {
        ArgumentNullException.ThrowIfNull(image);
        image.RequireSameSize(mask.Length, nameof(mask));
        var pixels = image.Pixels;
        for (var row = 0; row < image.Height; row++)
        {
            for (var column = 0; column < image.Width; column++)
            {
                if (IsOutline(mask, image.Width, row, column, side))
                {
                    pixels[(row * image.Width) + column] = color;
                }
            }
        }
    }

    /// <summary>Mixes a colour into the pixels inside a mask.</summary>
    /// <param name="image">Picture to draw on.</param>
    /// <param name="mask">Mask [row, col].</param>
    /// <param name="color">Colour to mix in.</param>
    /// <param name="percent">Share of that colour, 0 to 100; results are rounded half up.</param>
    /// <exception cref="ArgumentException">The mask is not of the picture's size.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The share is not within 0 to 100.</exception>
    public static void Tint(RgbImage image, ReadOnlySpan<byte> mask, RgbColor color, int percent)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentOutOfRangeException.ThrowIfNegative(percent);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(percent, 100);
        image.RequireSameSize(mask.Length, nameof(mask));
        var pixels = image.Pixels;
        for (var i = 0; i < mask.Length; i++)
        {
            if (mask[i] != 0)
            {
                var old = pixels[i];
                pixels[i] = new RgbColor(
                    Mix(old.Red, color.Red, percent),
                    Mix(old.Green, color.Green, percent),
                    Mix(old.Blue, color.Blue, percent)
                );
            }
        }
    }

    private static byte Mix(byte old, byte added, int percent) => (byte)(((old * (100 - percent)) + (added * percent) + 50) / 100);

    private static bool IsOutline(ReadOnlySpan<byte> mask, int width, int row, int column, OutlineSide side)
    {
        var here = (row * width) + column;
        var hasUp = row > 0;
        var hasDown = here + width < mask.Length;
        var hasLeft = column > 0;
        var hasRight = column < width - 1;
        var inside = mask[here] != 0;
        if (inside && !(hasUp && hasDown && hasLeft && hasRight))
        {
            return true;
        }
        if (inside != (side == OutlineSide.Inner))
        {
            return false;
        }
        return (hasUp && (mask[here - width] != 0) != inside)
            || (hasDown && (mask[here + width] != 0) != inside)
            || (hasLeft && (mask[here - 1] != 0) != inside)
            || (hasRight && (mask[here + 1] != 0) != inside);
    }
}
