using System.Runtime.InteropServices;
using LungSeg.Core.Model;

namespace LungSeg.Core.Imaging;

/// <summary>The raw samples of a PNG, [row, col, channel] in C order.</summary>
public sealed class PngPicture
{
    private readonly byte[] _samples;

    internal PngPicture(int height, int width, int channels, int bitDepth, byte[] samples)
    {
        Height = height;
        Width = width;
        Channels = channels;
        BitDepth = bitDepth;
        _samples = samples;
    }

    /// <summary>Height in pixels.</summary>
    public int Height { get; }

    /// <summary>Width in pixels.</summary>
    public int Width { get; }

    /// <summary>Height and width.</summary>
    public SliceSize Size => new(Height, Width);

    /// <summary>Samples a pixel: 1 grey, 2 grey and alpha, 3 RGB, 4 RGB and alpha. Palettes are read as RGB.</summary>
    public int Channels { get; }

    /// <summary>Bits a sample, 8 or 16. Lower depths are read as 8 bits and scaled to 0 to 255.</summary>
    public int BitDepth { get; }

    /// <summary>The samples as bytes, uint8.</summary>
    /// <exception cref="InvalidOperationException">The picture has 16 bits a sample.</exception>
    public ReadOnlySpan<byte> Samples8 =>
        BitDepth == 8 ? _samples : throw new InvalidOperationException("the picture has 16 bits a sample");

    /// <summary>The samples as uint16 in the machine's byte order.</summary>
    /// <exception cref="InvalidOperationException">The picture has 8 bits a sample.</exception>
    public ReadOnlySpan<ushort> Samples16 =>
        BitDepth == 16
            ? MemoryMarshal.Cast<byte, ushort>(_samples)
            : throw new InvalidOperationException("the picture has 8 bits a sample");
}
