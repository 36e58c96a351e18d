using System.Runtime.InteropServices;
using LungSeg.Core.Bytes;
using LungSeg.Core.Bytes.Outputs;
using LungSeg.Core.Imaging;
using Xunit;

namespace LungSeg.Core.Tests.Imaging;

public sealed class ImageFileTests
{
    [Theory]
    [InlineData("grey8", 1)]
    [InlineData("rgb8", 3)]
    [InlineData("bits", 1)]
    public void Decode_EightBitsFromPillow_GivesSamples(string name, int channels)
    {
        var picture = ImageFile.Decode(ImageFixture.Bytes($"{name}.png"), name);

        Assert.Equal((7, 13, channels, 8), (picture.Height, picture.Width, picture.Channels, picture.BitDepth));
        Assert.Equal(ImageFixture.Bytes($"{name}.bin"), picture.Samples8.ToArray());
        Assert.Throws<InvalidOperationException>(() => picture.Samples16.Length);
    }

    [Fact]
    public void Decode_SixteenBitsFromPillow_GivesSamples()
    {
        var picture = ImageFile.Decode(ImageFixture.Bytes("grey16.png"), "grey16.png");

        Assert.Equal((7, 13, 1, 16), (picture.Height, picture.Width, picture.Channels, picture.BitDepth));
        Assert.Equal(MemoryMarshal.Cast<byte, ushort>(ImageFixture.Bytes("grey16.bin")).ToArray(), picture.Samples16.ToArray());
        Assert.Throws<InvalidOperationException>(() => picture.Samples8.Length);
    }

    [Theory]
    [InlineData(0, PngFilter.None)]
    [InlineData(1, PngFilter.Average)]
    [InlineData(6, PngFilter.Average)]
    [InlineData(9, PngFilter.None)]
    public void Encode_AnyOptions_KeepsThePixels(int compression, PngFilter filter)
    {
        var options = new PngOptions(compression, filter);
        var grey8 = ImageFixture.Bytes("grey8.bin");
        var grey16 = MemoryMarshal.Cast<byte, ushort>(ImageFixture.Bytes("grey16.bin")).ToArray();
        var rgb = Rgb();

        Assert.Equal(grey8, ImageFile.Decode(ImageFile.Encode(grey8, new(7, 13), options), "x").Samples8.ToArray());
        Assert.Equal(grey16, ImageFile.Decode(ImageFile.Encode(grey16, new(7, 13), options), "x").Samples16.ToArray());
        Assert.Equal(rgb.Samples.ToArray(), ImageFile.Decode(ImageFile.Encode(rgb, options), "x").Samples8.ToArray());
    }

    [Fact]
    public void Encode_Kinds_WriteBitDepthAndColourType()
    {
        // PNG 11.2.1: byte 24 is the bit depth, byte 25 the colour type (0 grey, 2 RGB).
        Assert.Equal([8, 0], ImageFile.Encode(new byte[4], new(2, 2), PngOptions.Default)[24..26]);
        Assert.Equal([16, 0], ImageFile.Encode(new ushort[4], new(2, 2), PngOptions.Default)[24..26]);
        Assert.Equal([8, 2], ImageFile.Encode(Rgb(), PngOptions.Default)[24..26]);
    }

    [Fact]
    public void Encode_Twice_GivesEqualBytesWithoutText()
    {
        var first = ImageFile.Encode(Rgb(), PngOptions.Default);
        var all = new byte[8][];

        Parallel.For(0, all.Length, i => all[i] = ImageFile.Encode(Rgb(), PngOptions.Default));

        Assert.All(all, png => Assert.Equal(first, png));
        foreach (var chunk in (string[])["tEXt", "zTXt", "iTXt", "tIME", "eXIf", "iCCP"])
        {
            Assert.Equal(-1, first.AsSpan().IndexOf(System.Text.Encoding.ASCII.GetBytes(chunk)));
        }
    }

    [Theory]
    [InlineData(2, 3)]
    [InlineData(0, 0)]
    public void Encode_OtherSize_Throws(int rows, int columns) =>
        Assert.Throws<ArgumentException>(() => ImageFile.Encode(new byte[4], new(rows, columns), PngOptions.Default));

    [Fact]
    public void Encode_NoSuchLevel_Throws() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => ImageFile.Encode(new byte[4], new(2, 2), new PngOptions(10, PngFilter.None)));

    [Theory]
    [InlineData("grey8.png")]
    [InlineData("grey16.png")]
    public void Decode_EveryPrefix_IsRefusedWithinIt(string name)
    {
        var png = ImageFixture.Bytes(name);
        for (var length = 0; length < png.Length; length++)
        {
            var error = Assert.Throws<DatasetFormatException>(() => ImageFile.Decode(png[..length], name));
            Assert.Equal(length < 8 ? Fault.WrongFormat : Fault.Truncated, error.Fault);
            Assert.InRange(error.Offset!.Value, 0, length);
        }
    }

    [Fact]
    public void Decode_FlippedBytes_ThrowsNothingElse()
    {
        var png = ImageFixture.Bytes("rgb8.png");
        var random = new Random(7);
        var refused = 0;
        for (var i = 0; i < 3000; i++)
        {
            var damaged = (byte[])png.Clone();
            damaged[random.Next(damaged.Length)] ^= (byte)random.Next(1, 256);
            try
            {
                ImageFile.Decode(damaged, "damaged.png");
            }
            catch (DatasetFormatException)
            {
                refused++;
            }
        }
        Assert.InRange(refused, 1000, 3000);
    }

    [Fact]
    public void Decode_HugeHeader_IsRefusedBeforeAllocation()
    {
        var png = ImageFixture.Bytes("grey8.png");
        png[16] = 0x7F;
        png[20] = 0x7F;
        var before = GC.GetAllocatedBytesForCurrentThread();

        var error = Assert.Throws<DatasetFormatException>(() => ImageFile.Decode(png, "huge.png"));

        Assert.Equal((Fault.Corrupt, 16), (error.Fault, error.Offset));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Fact]
    public void Save_Existing_IsKeptUnlessTold()
    {
        var folder = Directory.CreateTempSubdirectory("lungseg-imaging");
        try
        {
            var path = Path.Combine(folder.FullName, "a.png");
            ImageFile.Save(path, [1], overwrite: false);

            Assert.Throws<OutputExistsException>(() => ImageFile.Save(path, [2], overwrite: false));
            Assert.Equal([1], File.ReadAllBytes(path));

            ImageFile.Save(path, [3, 4], overwrite: true);
            Assert.Equal([3, 4], File.ReadAllBytes(path));
            Assert.Equal(["a.png"], Directory.GetFiles(folder.FullName).Select(Path.GetFileName));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void Save_FolderInTheWay_LeavesNoTemporaryFile()
    {
        var folder = Directory.CreateTempSubdirectory("lungseg-imaging");
        try
        {
            var path = folder.CreateSubdirectory("a.png").FullName;

            Assert.ThrowsAny<SystemException>(() => ImageFile.Save(path, [1], overwrite: true));

            Assert.Empty(Directory.GetFiles(folder.FullName));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void Read_NoSuchFile_IsAnIOException() =>
        Assert.ThrowsAny<IOException>(() => ImageFile.Read(Path.Combine(Path.GetTempPath(), "lungseg-imaging-none", "none.png")));

    private static RgbImage Rgb()
    {
        var image = new RgbImage(7, 13);
        MemoryMarshal.Cast<byte, RgbColor>(ImageFixture.Bytes("rgb8.bin")).CopyTo(image.Pixels);
        return image;
    }
}
