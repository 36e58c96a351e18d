using LungSeg.Core.Bytes;
using LungSeg.Core.Imaging;
using LungSeg.Core.Model;
using Xunit;

namespace LungSeg.Core.Tests.Imaging;

public sealed class JpegCodecTests
{
    private static readonly SourceName Name = new("a.jpg", null, "jpeg");

    // Eight blocks 10 100 0: a difference of 3 bits, 4, and the end of the block.
    private static readonly byte[] Scan = [0xFF, 0xDA, 0, 8, 1, 1, 0, 0, 63, 0, 0xA2, 0x8A, 0x28, 0xA2, 0x8A, 0x28];
    private static readonly byte[] EndOfImage = [0xFF, 0xD9];

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

    [Theory]
    [InlineData("grey")]
    [InlineData("colour420")]
    public void Decode_EveryPrefix_IsRefused(string name)
    {
        var jpeg = ImageFixture.Bytes($"{name}.jpg");
        for (var length = 0; length < jpeg.Length; length++)
        {
            Assert.NotEqual(Fault.Unsupported, Refuse(jpeg[..length]).Fault);
        }
    }

    // T.81 A.2.2: the blocks of a single component come row by row whatever its factors, each here 4 lighter than the one before.
    [Theory]
    [InlineData(0x11)]
    [InlineData(0x22)]
    [InlineData(0x41)]
    public void Decode_OneComponentOfAnyFactors_GivesItsBlocksInOrder(byte factors)
    {
        var grey = Decode([.. Start(16, 32, 0xC0, 1, factors), .. Scan, .. EndOfImage]);
        Assert.Equal(new SliceSize(16, 32), grey.Size);
        Assert.All(Enumerable.Range(0, 16 * 32), i => Assert.Equal(132 + (16 * (i / 256)) + (4 * (i % 32 / 8)), grey.Bytes[i]));
    }

    [Fact]
    public void Decode_FillBytesBeforeMarkers_AreSkipped()
    {
        var start = Start(16, 32, 0xC0, 1, 0x11);
        byte[] fill = [.. Enumerable.Repeat((byte)0xFF, 40)];
        Assert.Equal(132, Decode([.. start[..2], .. fill, .. start[2..], .. fill[..1], .. Scan, .. fill, .. EndOfImage]).Bytes[0]);
        Assert.Equal(Fault.Truncated, Refuse([.. start[..2], .. fill]).Fault);
    }

    [Theory]
    [InlineData(0xC0)]
    [InlineData(0xC2)]
    public void Decode_NoScan_IsCorrupt(byte process)
    {
        Assert.Equal(Fault.Corrupt, Refuse([.. Start(16, 32, process, 1, 0x11), .. EndOfImage]).Fault);

        // 64 million pixels take 128 KB or more.
        var error = Refuse([.. Start(8192, 8192, process, 1, 0x11), .. EndOfImage]);
        Assert.Contains("8192 x 8192 pixels do not fit", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Decode_ScanOfOneComponentOfThree_IsCorrupt() =>
        Assert.Contains(
            "coefficient 0 of component 1",
            Refuse([.. Start(16, 32, 0xC0, 3, 0x11), .. Scan, .. EndOfImage]).Message,
            StringComparison.Ordinal
        );

    [Fact]
    public void Decode_ScanTwice_IsCorrupt() =>
        Assert.Equal(Fault.Corrupt, Refuse([.. Start(16, 32, 0xC0, 1, 0x11), .. Scan, .. Scan, .. EndOfImage]).Fault);

    // Pillow's six scans: DC to bit 1, AC 1 to 5 and 6 to 63 to bit 2, AC to bit 1, DC and AC to bit 0.
    [Fact]
    public void Decode_ProgressiveWithoutItsLastScans_IsCorrupt()
    {
        var jpeg = ImageFixture.Bytes("grey.jpg");
        var scans = Enumerable.Range(0, jpeg.Length - 1).Where(i => jpeg[i] == 0xFF && jpeg[i + 1] == 0xDA).ToArray();
        Assert.Equal(6, scans.Length);
        Assert.All(scans, at => Assert.Equal(Fault.Corrupt, Refuse([.. jpeg[..at], .. EndOfImage]).Fault));
        Assert.Contains(
            "the last 1 bits of coefficient 1 of component 0",
            Refuse([.. jpeg[..scans[5]], .. EndOfImage]).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Decode_ScanCutShort_IsCorrupt() =>
        Assert.Equal(Fault.Corrupt, Refuse([.. Start(16, 32, 0xC0, 1, 0x11), .. Scan[..^3], .. EndOfImage]).Fault);

    [Fact]
    public void Decode_ThreeComponentsOfTheLargestPicture_AreTooLarge()
    {
        byte[] comment = [0xFF, 0xFE, 0xFF, 0xFF, .. new byte[65533]];
        byte[] jpeg = [.. Start(8192, 8192, 0xC0, 3, 0x11), .. comment, .. comment, .. comment, .. comment, .. Scan, .. EndOfImage];
        Assert.Equal(Fault.TooLarge, Refuse(jpeg).Fault);
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

    /// <summary>
    /// Quantization by 8, so that a first coefficient of n makes a block 128 + n; codes 0 for no difference, 10 for one of 3 bits, and 0
    /// for the end of a block; then the frame header.
    /// </summary>
    private static byte[] Start(int height, int width, byte process, byte components, byte factors) =>
        [
            .. (byte[])[0xFF, 0xD8, 0xFF, 0xDB, 0, 67, 0, .. Enumerable.Repeat((byte)8, 64)],
            .. (byte[])[0xFF, 0xC4, 0, 21, 0x00, 1, 1, .. new byte[14], 0, 3],
            .. (byte[])[0xFF, 0xC4, 0, 20, 0x10, 1, .. new byte[15], 0],
            .. (byte[])[0xFF, process, 0, (byte)(8 + (3 * components)), 8],
            .. (byte[])[(byte)(height >> 8), (byte)height, (byte)(width >> 8), (byte)width, components],
            .. Enumerable.Range(1, components).SelectMany(id => (byte[])[(byte)id, factors, 0]),
        ];

    private static DatasetFormatException Refuse(byte[] jpeg) => Assert.Throws<DatasetFormatException>(() => Decode(jpeg));

    private static GreySamples Decode(byte[] jpeg) => JpegCodec.Decode(jpeg, Name, ReadLimits.Default);
}
