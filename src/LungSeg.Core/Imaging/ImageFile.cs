using System.Runtime.InteropServices;
using LungSeg.Core.Bytes;
using LungSeg.Core.Bytes.Outputs;
using LungSeg.Core.Model;

namespace LungSeg.Core.Imaging;

/// <summary>Pictures as PNG files. Equal pixels and options give equal bytes: no time, text or profile is written.</summary>
/// <remarks>Thread-safe; each call uses one thread.</remarks>
public static class ImageFile
{
    /// <summary>Encodes 8-bit grey values.</summary>
    /// <param name="grey">Values [row, col] in C order.</param>
    /// <param name="size">Rows and columns, each at least 1.</param>
    /// <param name="options">Compression, and the distance of the pixels.</param>
    /// <returns>The PNG.</returns>
    /// <exception cref="ArgumentException">The number of values is not height x width, or is 0.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The compression level is not 0 to 9.</exception>
    public static byte[] Encode(ReadOnlySpan<byte> grey, SliceSize size, PngOptions options) =>
        Encode(grey, grey.Length, new PngLayout(size, 1, 8), options);

    /// <summary>Encodes 16-bit grey values.</summary>
    /// <inheritdoc cref="Encode(ReadOnlySpan{byte}, SliceSize, PngOptions)"/>
    public static byte[] Encode(ReadOnlySpan<ushort> grey, SliceSize size, PngOptions options) =>
        Encode(MemoryMarshal.AsBytes(grey), grey.Length, new PngLayout(size, 1, 16), options);

    /// <summary>Encodes an 8-bit RGB picture.</summary>
    /// <param name="image">The picture.</param>
    /// <param name="options">Compression, and the distance of the pixels.</param>
    /// <returns>The PNG.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The compression level is not 0 to 9.</exception>
    public static byte[] Encode(RgbImage image, PngOptions options)
    {
        ArgumentNullException.ThrowIfNull(image);
        return Encode(image.Samples, image.Pixels.Length, new PngLayout(new SliceSize(image.Height, image.Width), 3, 8), options);
    }

    /// <summary>
    /// Writes an encoded picture to a temporary file beside <paramref name="path"/>, which is renamed when it is complete.
    /// </summary>
    /// <param name="path">File to write.</param>
    /// <param name="png">Its bytes.</param>
    /// <param name="overwrite">Whether an existing file is replaced.</param>
    /// <exception cref="IOException">The file exists and is not to be replaced, or cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The user may not write the file.</exception>
    public static void Save(string path, ReadOnlySpan<byte> png, bool overwrite)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using var file = AtomicFile.Create(path, overwrite);
        RandomAccess.Write(file.Handle, png, 0);
        file.Commit();
    }

    /// <summary>Reads a PNG file.</summary>
    /// <param name="path">File to read.</param>
    /// <returns>Its raw samples, without any colour management.</returns>
    /// <exception cref="DatasetFormatException">The bytes are not a PNG, it is damaged, or has more pixels than the limit.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The user may not read the file.</exception>
    public static PngPicture Read(string path) => Decode(File.ReadAllBytes(path), path);

    /// <summary>Decodes a PNG.</summary>
    /// <param name="png">The bytes of the PNG.</param>
    /// <param name="name">Name to use in messages, for example the path.</param>
    /// <param name="limits">Limit on its pixels; null for <see cref="ReadLimits.Default"/>.</param>
    /// <returns>Its raw samples, without any colour management.</returns>
    /// <exception cref="DatasetFormatException">The bytes are not a PNG, it is damaged, or has more pixels than the limit.</exception>
    public static PngPicture Decode(byte[] png, string name, ReadLimits? limits = null)
    {
        ArgumentNullException.ThrowIfNull(png);
        return PngCodec.Decode(png, new SourceName(name, null, "png"), limits ?? ReadLimits.Default);
    }

    private static byte[] Encode(ReadOnlySpan<byte> samples, int pixels, PngLayout layout, PngOptions options)
    {
        if (pixels == 0 || pixels != (long)layout.Size.Height * layout.Size.Width)
        {
            throw new ArgumentException($"{pixels} values do not fill {layout.Size.Height} x {layout.Size.Width} pixels");
        }
        ArgumentOutOfRangeException.ThrowIfNegative(options.Compression, nameof(options));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.Compression, 9, nameof(options));
        return PngWriter.Write(samples, layout, options);
    }
}
