using System.Runtime.InteropServices;
using LungSeg.Core.Model;

namespace LungSeg.Core.Imaging;

/// <summary>The raw samples of a PNG, [row, col, channel] in C order. No gamma, profile or other colour management is applied.</summary>
public sealed class PngPicture
{
    private readonly byte[] _samples;

    internal PngPicture(PngStructure structure, byte[] samples) => (Structure, _samples) = (structure, samples);

    /// <summary>Height in pixels.</summary>
    public int Height => Size.Height;

    /// <summary>Width in pixels.</summary>
    public int Width => Size.Width;

    /// <summary>Height and width.</summary>
    public SliceSize Size => Structure.Header.Size;

    /// <summary>Samples a pixel: 1 grey or palette index, 2 grey and alpha, 3 RGB, 4 RGB and alpha.</summary>
    public int Channels => Structure.Header.Channels;

    /// <summary>Bits a sample, 8 or 16. Grey values of lower depths are scaled to 0 to 255; palette indices are not.</summary>
    public int BitDepth => Math.Max(8, Structure.Header.BitDepth);

    /// <summary>The colours that the samples are indices of; empty where they are values.</summary>
    public ReadOnlySpan<RgbColor> Palette =>
        Structure.Header.HasPalette ? MemoryMarshal.Cast<byte, RgbColor>(Structure.Palette.AsSpan()) : [];

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

    /// <summary>The chunks that the samples came with.</summary>
    internal PngStructure Structure { get; }
}
