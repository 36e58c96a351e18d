namespace LungSeg.Core.Imaging;

/// <summary>A slice as a picture: HU in a window, the lesion outlined in red.</summary>
public static class SlicePicture
{
    private static readonly (byte Red, byte Green, byte Blue) LesionColor = (255, 64, 64);

    /// <summary>Draws a slice at its own size.</summary>
    /// <param name="hu">HU values [row, col] in C order.</param>
    /// <param name="rows">Rows of pixels.</param>
    /// <param name="window">Range of HU to show.</param>
    /// <param name="mask">Lesion mask of the same layout, anything but 0 is lesion; empty for none.</param>
    /// <exception cref="ArgumentException">The lengths do not fit each other.</exception>
    public static RgbImage Draw(ReadOnlySpan<double> hu, int rows, HuWindow window, ReadOnlySpan<double> mask)
    {
        var columns = hu.Length / Math.Max(1, rows);
        return Draw(hu, mask, new PictureSize(rows, columns, rows, columns), window);
    }

    /// <summary>Draws a slice scaled down by averaging HU; the outline is drawn after that, so that small lesions stay visible.</summary>
    /// <param name="hu">HU values [row, col] in C order.</param>
    /// <param name="mask">Lesion mask of the same layout; empty for none.</param>
    /// <param name="size">Size of the slice and of the picture.</param>
    /// <param name="window">Range of HU to show.</param>
    /// <exception cref="ArgumentException">The lengths do not fit each other.</exception>
    public static RgbImage Draw(ReadOnlySpan<double> hu, ReadOnlySpan<double> mask, PictureSize size, HuWindow window)
    {
        if (hu.Length != size.SliceRows * size.SliceColumns || (mask.Length != 0 && mask.Length != hu.Length))
            throw new ArgumentException($"a slice of {size.SliceRows} x {size.SliceColumns} has {hu.Length} HU values and {mask.Length} mask values");
        var image = new RgbImage(size.Rows, size.Columns);
        var lesion = new bool[size.Rows * size.Columns];
        for (var row = 0; row < size.Rows; row++)
        {
            for (var column = 0; column < size.Columns; column++)
            {
                var (mean, isLesion) = Cell(hu, mask, size, (row, column));
                var grey = window.Grey(mean);
                image[row, column] = (grey, grey, grey);
                lesion[(row * size.Columns) + column] = isLesion;
            }
        }

        Outline(image, lesion);
        return image;
    }

    /// <summary>Mean HU of the pixels under one pixel of the picture, and whether any of them is lesion.</summary>
    private static (double Mean, bool IsLesion) Cell(ReadOnlySpan<double> hu, ReadOnlySpan<double> mask, PictureSize size, (int Row, int Column) at)
    {
        var (top, bottom) = Range(at.Row, size.Rows, size.SliceRows);
        var (left, right) = Range(at.Column, size.Columns, size.SliceColumns);
        var (sum, isLesion) = (0.0, false);
        for (var row = top; row < bottom; row++)
        {
            for (var column = left; column < right; column++)
            {
                var i = (row * size.SliceColumns) + column;
                sum += hu[i];
                isLesion |= mask.Length > 0 && mask[i] != 0;
            }
        }

        return (sum / ((bottom - top) * (right - left)), isLesion);
    }

    private static (int First, int End) Range(int cell, int cells, int pixels)
    {
        var first = (int)((long)cell * pixels / cells);
        return (first, Math.Max(first + 1, (int)((cell + 1L) * pixels / cells)));
    }

    /// <summary>Colours the pixels just outside the lesion: those that are not lesion and have a 4-neighbour that is.</summary>
    private static void Outline(RgbImage image, bool[] lesion)
    {
        bool IsLesion(int row, int column) =>
            row >= 0 && column >= 0 && row < image.Rows && column < image.Columns && lesion[(row * image.Columns) + column];
        for (var row = 0; row < image.Rows; row++)
        {
            for (var column = 0; column < image.Columns; column++)
            {
                if (!IsLesion(row, column) && (IsLesion(row - 1, column) || IsLesion(row + 1, column) || IsLesion(row, column - 1) || IsLesion(row, column + 1)))
                    image[row, column] = LesionColor;
            }
        }
    }
}
