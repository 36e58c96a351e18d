using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;
using LungSeg.Core.Bytes;

namespace LungSeg.Core.Imaging;

/// <summary>
/// Reduces pictures that are grey in content to one value a pixel, whatever their type: colours with equal channels, palettes whose colours
/// in use are grey, alpha that is opaque.
/// </summary>
internal static class GreyContent
{
    /// <summary>The grey values.</summary>
    /// <exception cref="DatasetFormatException">A pixel is coloured or transparent, or its palette has no such colour.</exception>
    public static GreySamples Read(PngPicture picture, SourceName source)
    {
        var bytes =
            !picture.Palette.IsEmpty ? LookUp(picture, source)
            : picture.BitDepth == 16 ? MemoryMarshal.AsBytes<ushort>(Reduce(picture.Samples16, picture, source)).ToArray()
            : Reduce(picture.Samples8, picture, source);
        return new GreySamples(picture.Size, picture.BitDepth, bytes);
    }

    /// <summary>
    /// The samples as the file stores them: those of fewer than 8 bits unscaled, and of a palette the indices; else the grey values.
    /// </summary>
    /// <inheritdoc cref="Read"/>
    public static GreySamples ReadStored(PngPicture picture, SourceName source)
    {
        if (!picture.Palette.IsEmpty)
        {
            return new GreySamples(picture.Size, picture.BitDepth, picture.Samples8.ToArray());
        }
        var grey = Read(picture, source);
        return picture.Structure.Header.Scale is > 1 and var scale
            ? grey with
            {
                Bytes = Array.ConvertAll(grey.Bytes, value => (byte)(value / scale)),
            }
            : grey;
    }

    /// <summary>The grey value of each colour of the palette; null for one that is coloured or not opaque.</summary>
    public static byte?[] GetGreys(PngPicture picture)
    {
        var greys = new byte?[picture.Palette.Length];
        var alpha = picture.Structure.Transparency;
        for (var i = 0; i < greys.Length; i++)
        {
            var (red, green, blue) = picture.Palette[i];
            greys[i] = red == green && green == blue && (i >= alpha.Length || alpha[i] == byte.MaxValue) ? red : null;
        }
        return greys;
    }

    private static byte[] LookUp(PngPicture picture, SourceName source)
    {
        var greys = GetGreys(picture);
        var indices = picture.Samples8;
        var values = new byte[indices.Length];
        for (var i = 0; i < values.Length; i++)
        {
            if (indices[i] >= greys.Length)
            {
                throw FormatError.Corrupt(
                    source,
                    $"palette index {indices[i]} at {Place(picture, i)}, the palette has {greys.Length} colours"
                );
            }
            values[i] = greys[indices[i]] ?? throw NotGrey(picture, i, source);
        }
        return values;
    }

    private static T[] Reduce<T>(ReadOnlySpan<T> samples, PngPicture picture, SourceName source)
        where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
    {
        var channels = picture.Channels;
        var key = GetTransparentGrey<T>(picture.Structure);
        if (channels == 1 && key is null)
        {
            return samples.ToArray();
        }
        var values = new T[samples.Length / channels];
        for (var i = 0; i < values.Length; i++)
        {
            var pixel = samples.Slice(i * channels, channels);
            var isGrey = channels < 3 || (pixel[0] == pixel[1] && pixel[1] == pixel[2]);
            if (!isGrey || (channels is 2 or 4 && pixel[^1] != T.MaxValue) || pixel[0] == key)
            {
                throw NotGrey(picture, i, source);
            }
            values[i] = pixel[0];
        }
        return values;
    }

    /// <summary>PNG 11.3.2.1: the grey value, or the colour with equal channels, that is transparent; null without one.</summary>
    private static T? GetTransparentGrey<T>(PngStructure structure)
        where T : unmanaged, IBinaryInteger<T>
    {
        var (header, content) = (structure.Header, structure.Transparency);
        if (header.ColorType is not (0 or 2) || content.Length != header.Channels * sizeof(ushort))
        {
            return null;
        }
        var value = BinaryPrimitives.ReadUInt16BigEndian(content);
        for (var at = sizeof(ushort); at < content.Length; at += sizeof(ushort))
        {
            if (BinaryPrimitives.ReadUInt16BigEndian(content.AsSpan(at)) != value)
            {
                return null;
            }
        }

        // PNG 11.3.2.1: only the bits of the depth count.
        return T.CreateTruncating((value & ((1 << header.BitDepth) - 1)) * header.Scale);
    }

    private static DatasetFormatException NotGrey(PngPicture picture, int pixel, SourceName source) =>
        FormatError.Unsupported(
            source,
            PngHeader.ColorTypeAt,
            $"its pixels are {picture.Structure.Header.ColorName}, coloured or transparent at {Place(picture, pixel)}; "
                + "only grey is read, one value a pixel: convert it first"
        );

    private static string Place(PngPicture picture, int pixel) => $"row {pixel / picture.Width}, column {pixel % picture.Width}";
}
