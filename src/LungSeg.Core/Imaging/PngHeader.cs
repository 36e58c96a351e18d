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
    private static readonly (int Top, int Left, int RowStep, int ColumnStep)[] Passes =
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

    /// <summary>Whether each pixel is one grey value.</summary>
    public bool IsGrey => ColorType == 0;

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

    /// <summary>Rows of pixels and their length in bytes, filter byte included, as they are compressed: one pass, or up to seven.</summary>
    public IEnumerable<(int Rows, long RowBytes)> GetPasses()
    {
        var bits = Channels * BitDepth;
        var (height, width) = Size;
        return (IsInterlaced ? Passes : [(0, 0, 1, 1)])
            .Select(pass => (Rows: Count(height, pass.Top, pass.RowStep), Columns: Count(width, pass.Left, pass.ColumnStep)))
            .Where(pass => pass.Rows > 0 && pass.Columns > 0)
            .Select(pass => (pass.Rows, 1 + ((((long)pass.Columns * bits) + 7) / 8)));
        static int Count(int length, int first, int step) => (length - first + step - 1) / step;
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
