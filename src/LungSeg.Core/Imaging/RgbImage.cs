using System.Runtime.InteropServices;

namespace LungSeg.Core.Imaging;

/// <summary>A small 8-bit RGB picture in memory, pixels [row, col].</summary>
public sealed class RgbImage
{
    private readonly RgbColor[] _pixels;

    /// <summary>Creates a picture of one colour.</summary>
    /// <param name="height">Height in pixels, at least 1.</param>
    /// <param name="width">Width in pixels, at least 1.</param>
    /// <param name="fill">Colour of every pixel; black by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">A side is under 1, or the picture has more pixels than an array can hold.</exception>
    public RgbImage(int height, int width, RgbColor fill = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((long)height * width * 3, Array.MaxLength, nameof(height));
        Height = height;
        Width = width;
        _pixels = new RgbColor[height * width];
        if (fill != default)
        {
            _pixels.AsSpan().Fill(fill);
        }
    }

    /// <summary>Height in pixels.</summary>
    public int Height { get; }

    /// <summary>Width in pixels.</summary>
    public int Width { get; }

    /// <summary>The pixels in C order, [row, col].</summary>
    public Span<RgbColor> Pixels => _pixels;

    /// <summary>The samples as bytes, [row, col, channel] with channels red, green, blue.</summary>
    public ReadOnlySpan<byte> Samples => MemoryMarshal.AsBytes(_pixels.AsSpan());

    /// <summary>One pixel.</summary>
    /// <param name="row">Row from 0.</param>
    /// <param name="column">Column from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The pixel lies outside the picture.</exception>
    public RgbColor this[int row, int column]
    {
        get => _pixels[GetPosition(row, column)];
        set => _pixels[GetPosition(row, column)] = value;
    }

    /// <summary>Creates a picture from grey values.</summary>
    /// <param name="grey">Grey values [row, col] in C order.</param>
    /// <param name="height">Height in pixels, at least 1.</param>
    /// <param name="width">Width in pixels, at least 1.</param>
    /// <returns>A picture with three equal channels.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A side is under 1.</exception>
    /// <exception cref="ArgumentException">The number of values is not height x width.</exception>
    public static RgbImage FromGrey(ReadOnlySpan<byte> grey, int height, int width)
    {
        var image = new RgbImage(height, width);
        image.RequireSameSize(grey.Length, nameof(grey));
        for (var i = 0; i < grey.Length; i++)
        {
            image._pixels[i] = new RgbColor(grey[i], grey[i], grey[i]);
        }
        return image;
    }

    /// <summary>One row of pixels.</summary>
    /// <param name="row">Row from 0.</param>
    /// <returns>The pixels, left to right.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The row does not exist.</exception>
    public Span<RgbColor> Row(int row) => _pixels.AsSpan(GetPosition(row, 0), Width);

    /// <summary>Copies another picture into this one, clipped at the borders.</summary>
    /// <param name="picture">Picture to copy.</param>
    /// <param name="row">Row of the first row of <paramref name="picture"/>; may be negative.</param>
    /// <param name="column">Column of the first column of <paramref name="picture"/>; may be negative.</param>
    public void Paste(RgbImage picture, int row, int column)
    {
        ArgumentNullException.ThrowIfNull(picture);
        var firstRow = Math.Max(0, -(long)row);
        var lastRow = Math.Min(picture.Height, (long)Height - row);
        var firstColumn = Math.Max(0, -(long)column);
        var width = Math.Min(picture.Width, (long)Width - column) - firstColumn;
        if (width <= 0)
        {
            return;
        }
        for (var r = firstRow; r < lastRow; r++)
        {
            picture.Row((int)r).Slice((int)firstColumn, (int)width).CopyTo(Row((int)(row + r))[(int)(column + firstColumn)..]);
        }
    }

    internal void RequireSameSize(int length, string parameter)
    {
        if (length != _pixels.Length)
        {
            throw new ArgumentException($"{length} values do not fill {Height} x {Width} pixels", parameter);
        }
    }

    private int GetPosition(int row, int column)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)row, (uint)Height, nameof(row));
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)column, (uint)Width, nameof(column));
        return (row * Width) + column;
    }
}
