using LungSeg.Core.Bytes;
using NetVips;

namespace LungSeg.Core.Imaging;

/// <summary>Writes pictures as PNG. With the reader to come, the only place that names the image library.</summary>
public static class PngFile
{
    private const int CompressionLevel = 6;

    /// <summary>Writes an 8-bit RGB PNG; equal pictures give equal bytes.</summary>
    /// <param name="path">File to write; it appears under this name only when it is whole.</param>
    /// <param name="image">The picture.</param>
    /// <param name="overwrite">Whether a file of that name may be replaced.</param>
    /// <exception cref="IOException">The file exists and may not be replaced, or the disk refuses.</exception>
    public static void Write(string path, RgbImage image, bool overwrite)
    {
        ArgumentNullException.ThrowIfNull(image);
        using var file = AtomicFile.Create(path, overwrite);
        RandomAccess.Write(file.Handle, Encode(image), 0);
        file.Commit();
    }

    /// <summary>The bytes of an 8-bit RGB PNG.</summary>
    /// <exception cref="IOException">The image library is not there.</exception>
    public static byte[] Encode(RgbImage image)
    {
        ArgumentNullException.ThrowIfNull(image);
        VipsLibrary.Require();
        using var picture = Image.NewFromMemory(image.Buffer, image.Columns, image.Rows, 3, Enums.BandFormat.Uchar);
        using var srgb = picture.Copy(interpretation: Enums.Interpretation.Srgb);
        return srgb.PngsaveBuffer(compression: CompressionLevel, keep: Enums.ForeignKeep.None);
    }
}
