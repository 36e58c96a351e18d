using LungSeg.Core.Imaging;
using Xunit;

namespace LungSeg.Core.Tests.Imaging;

public sealed class JpegCodecTests
{
    // ITU-T T.81: the frame header SOF0 (FF C0) or SOF2 (FF C2) holds precision, lines, columns, and of each component id, sampling factors
    // and table.
    [Fact]
    public void Encode_Picture_HasItsSizeAndFullColourResolution()
    {
        var jpeg = JpegCodec.Encode(new RgbImage(20, 30, RgbColor.LesionOutline), 80);
        Assert.Equal([0xFF, 0xD8], jpeg[..2]);
        var frame = jpeg.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, 0xC0]);
        Assert.True(frame > 0);
        Assert.Equal([8, 0, 20, 0, 30, 3], jpeg[(frame + 4)..(frame + 10)]);
        Assert.Equal([0x11, 0x11, 0x11], new[] { jpeg[frame + 11], jpeg[frame + 14], jpeg[frame + 17] });
    }

    [Fact]
    public void Encode_SamePicture_GivesTheSameBytes() =>
        Assert.Equal(
            JpegCodec.Encode(new RgbImage(9, 7, RgbColor.KeptArea), 70),
            JpegCodec.Encode(new RgbImage(9, 7, RgbColor.KeptArea), 70)
        );
}
