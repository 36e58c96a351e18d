using Vips = NetVips;

namespace LungSeg.Core.Imaging;

/// <summary>JPEG through libvips, for small pictures in reports. There is no decoder.</summary>
internal static unsafe class JpegCodec
{
    /// <summary>Encodes a picture with full colour resolution, so that outlines of one pixel keep their colour.</summary>
    /// <exception cref="IOException">The image library is missing or fails.</exception>
    public static byte[] Encode(RgbImage picture, int quality)
    {
        VipsLibrary.Require();
        try
        {
            fixed (byte* first = picture.Samples)
            {
                using var raw = Vips.Image.NewFromMemory(
                    (IntPtr)first,
                    (ulong)picture.Samples.Length,
                    picture.Width,
                    picture.Height,
                    3,
                    Vips.Enums.BandFormat.Uchar
                );
                using var image = raw.Copy(interpretation: Vips.Enums.Interpretation.Srgb);
                return image.JpegsaveBuffer(
                    q: quality,
                    optimizeCoding: true,
                    subsampleMode: Vips.Enums.ForeignSubsample.Off,
                    keep: Vips.Enums.ForeignKeep.None
                );
            }
        }
        catch (Vips.VipsException exception)
        {
            throw new IOException(
                $"libvips cannot encode a picture of {picture.Height} x {picture.Width}: {VipsLibrary.GetReason(exception)}",
                exception
            );
        }
    }
}
