using LungSeg.Core.Bytes;
using LungSeg.Core.Imaging;
using LungSeg.Core.Model;
using Xunit;

namespace LungSeg.Core.Tests.Imaging;

public sealed class JpegCodecTests
{
    private static readonly SourceName Name = new("a.jpg", null, "jpeg");

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

    // Decoders may differ by one (ITU-T T.83); the values are Pillow's.
    [Theory]
    [InlineData("grey")]
    [InlineData("colour420")]
    public void Decode_GreyFromPillow_GivesItsValues(string name)
    {
        var grey = Decode(ImageFixture.Bytes($"{name}.jpg"));
        Assert.Equal((new SliceSize(19, 21), 8), (grey.Size, grey.BitDepth));
        Assert.All(ImageFixture.Bytes($"{name}.bin").Zip(grey.Bytes), pair => Assert.InRange(pair.First - pair.Second, -1, 1));
    }

    [Fact]
    public void Decode_Colour_IsUnsupported() =>
        Assert.Equal(Fault.Unsupported, Assert.Throws<DatasetFormatException>(() => Decode(ImageFixture.Bytes("red.jpg"))).Fault);

    [Fact]
    public void Decode_EveryPrefix_IsRefusedOrOfTheSameSize()
    {
        var jpeg = ImageFixture.Bytes("grey.jpg");
        for (var length = 0; length < jpeg.Length; length++)
        {
            try
            {
                Assert.Equal(new SliceSize(19, 21), Decode(jpeg[..length]).Size);
            }
            catch (DatasetFormatException error)
            {
                Assert.NotEqual(Fault.Unsupported, error.Fault);
            }
        }
    }

    [Fact]
    public void Decode_MorePixelsThanTheLimit_IsTooLarge() =>
        Assert.Equal(
            Fault.TooLarge,
            Assert
                .Throws<DatasetFormatException>(() =>
                    JpegCodec.Decode(ImageFixture.Bytes("grey.jpg"), Name, new ReadLimits { MaxPicturePixels = 398 })
                )
                .Fault
        );

    private static GreySamples Decode(byte[] jpeg) => JpegCodec.Decode(jpeg, Name, ReadLimits.Default);
}
