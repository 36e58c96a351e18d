using System.Buffers.Binary;
using LungSeg.Core.Bytes;
using LungSeg.Core.Model;

namespace LungSeg.Core.Imaging;

/// <summary>The header of a PNG (PNG 11.2.1).</summary>
/// <param name="Size">Height and width in pixels.</param>
/// <param name="BitDepth">Bits a sample, or a palette index: 1, 2, 4, 8 or 16.</param>
/// <param name="ColorType">0 grey, 2 RGB, 3 palette, 4 grey and alpha, 6 RGB and alpha.</param>
/// <param name="IsInterlaced">Whether the pixels come in seven passes.</param>
internal readonly record struct PngHeader(SliceSize Size, int BitDepth, int ColorType, bool IsInterlaced)
{
    /// <summary>Bytes from the start of the file to the end of the header's fields.</summary>
    public const int EndsAt = 29;

    /// <summary>Where the header's fields begin in the file.</summary>
    public const int StartsAt = 16;

    /// <summary>Where the bit depth and the colour type stand in the file.</summary>
    public const int BitDepthAt = 24;

    /// <inheritdoc cref="BitDepthAt"/>
    public const int ColorTypeAt = 25;

    /// <summary>Length of the IHDR chunk's fields.</summary>
    public const int Length = EndsAt - StartsAt;

    // PNG 8.2: first row and column of each pass, and the steps between its pixels.
    private static readonly (int Top, int Left, int RowStep, int ColumnStep)[] Interlaced =
    [
        (0, 0, 8, 8),
        (0, 4, 8, 8),
        (4, 0, 8, 4),
        (0, 2, 4, 4),
        (2, 0, 4, 2),
        (0, 1, 2, 2),
        (1, 0, 2, 1),
    ];

    /// <summary>Number of pixels.</summary>
    public long Pixels => (long)Size.Height * Size.Width;

    /// <summary>Whether each pixel is an index into the palette.</summary>
    public bool HasPalette => ColorType == 3;

    /// <summary>Samples a pixel; 1 for an index.</summary>
    public int Channels =>
        ColorType switch
        {
            0 or 3 => 1,
            4 => 2,
            2 => 3,
            _ => 4,
        };

    /// <summary>What a decoder multiplies grey values of fewer than 8 bits by, to fill 0 to 255.</summary>
    public int Scale => BitDepth < 8 ? byte.MaxValue / ((1 << BitDepth) - 1) : 1;

    /// <summary>Name of the colour type.</summary>
    public string ColorName =>
        ColorType switch
        {
            0 => "grey",
            2 => "RGB",
            3 => "palette",
            4 => "grey and alpha",
            _ => "RGB and alpha",
        };

    /// <summary>The passes that hold pixels, in the order in which they are compressed: one, or up to seven.</summary>
    public IEnumerable<PngPass> GetPasses()
    {
        var ((height, width), bits) = (Size, Channels * BitDepth);
        foreach (var (top, left, rowStep, columnStep) in IsInterlaced ? Interlaced : [(0, 0, 1, 1)])
        {
            var size = new SliceSize((height - top + rowStep - 1) / rowStep, (width - left + columnStep - 1) / columnStep);
            if (size is { Height: > 0, Width: > 0 })
            {
                yield return new PngPass(size, top, left, rowStep, columnStep, 1 + ((((long)size.Width * bits) + 7) / 8));
            }
        }
    }

    /// <summary>Reads the fields.</summary>
    /// <exception cref="DatasetFormatException">A field is invalid.</exception>
    public static PngHeader Parse(ReadOnlySpan<byte> fields, SourceName source)
    {
        var width = BinaryPrimitives.ReadUInt32BigEndian(fields);
        var height = BinaryPrimitives.ReadUInt32BigEndian(fields[sizeof(uint)..]);
        if (width is 0 or > int.MaxValue || height is 0 or > int.MaxValue)
        {
            throw FormatError.Corrupt(source, StartsAt, $"the header's size is {height} x {width}, expected 1 to {int.MaxValue}");
        }
        var (depth, color) = (fields[8], fields[9]);
        var isAllowed = color switch
        {
            0 => depth is 1 or 2 or 4 or 8 or 16,
            3 => depth is 1 or 2 or 4 or 8,
            2 or 4 or 6 => depth is 8 or 16,
            _ => false,
        };
        if (!isAllowed)
        {
            throw FormatError.Corrupt(source, BitDepthAt, $"the header has {depth} bits of colour type {color}, which PNG does not have");
        }
        if (fields[10] != 0 || fields[11] != 0 || fields[12] > 1)
        {
            throw FormatError.Corrupt(source, BitDepthAt + 2, "the header's compression, filter or interlace method is unknown");
        }
        return new PngHeader(new SliceSize((int)height, (int)width), depth, color, fields[12] == 1);
    }
}

/// <summary>A pass over the pixels of a PNG.</summary>
/// <param name="Size">Its rows and columns.</param>
/// <param name="Top">Row of its first pixel in the picture.</param>
/// <param name="Left">Column of its first pixel in the picture.</param>
/// <param name="RowStep">Rows of the picture from one of its rows to the next.</param>
/// <param name="ColumnStep">Columns of the picture from one of its columns to the next.</param>
/// <param name="RowBytes">Bytes of a row, with the number of its filter.</param>
internal readonly record struct PngPass(SliceSize Size, int Top, int Left, int RowStep, int ColumnStep, long RowBytes);
