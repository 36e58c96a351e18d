namespace LungSeg.Core.Imaging;

/// <summary>The header of a PNG (PNG 11.2.1).</summary>
/// <param name="Height">Height in pixels.</param>
/// <param name="Width">Width in pixels.</param>
/// <param name="BitDepth">Bits a sample, or a palette index: 1, 2, 4, 8 or 16.</param>
/// <param name="ColorType">0 grey, 2 RGB, 3 palette, 4 grey and alpha, 6 RGB and alpha.</param>
internal readonly record struct PngHeader(long Height, long Width, int BitDepth, int ColorType)
{
    /// <summary>Bytes from the start of the file to the end of the header.</summary>
    public const int EndsAt = 33;

    /// <summary>Whether each pixel is one grey value.</summary>
    public bool IsGrey => ColorType == 0;

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
}

/// <summary>The shape of samples [row, col, channel].</summary>
/// <param name="Height">Height in pixels.</param>
/// <param name="Width">Width in pixels.</param>
/// <param name="Channels">Samples a pixel.</param>
/// <param name="BitDepth">Bits a sample.</param>
internal readonly record struct PngLayout(int Height, int Width, int Channels, int BitDepth);
