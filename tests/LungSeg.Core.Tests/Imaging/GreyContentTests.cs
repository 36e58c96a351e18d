using LungSeg.Core.Bytes;
using LungSeg.Core.Formats.Png;
using LungSeg.Core.Imaging;
using Xunit;

namespace LungSeg.Core.Tests.Imaging;

/// <summary>Pictures that are grey in content, whatever their type; values worked out from the rows by hand.</summary>
public sealed class GreyContentTests
{
    private const byte Grey = 0;
    private const byte Rgb = 2;
    private const byte Palette = 3;
    private const byte GreyAlpha = 4;
    private const byte Rgba = 6;
    private static readonly SourceName Name = new("a.png", null, "png");

    public static TheoryData<int, byte, byte, byte[], byte[], byte[]> Pictures { get; } =
        new()
        {
            // Width, depth, colour type, a row, its palette, and the values.
            { 2, 8, Grey, [7, 200], [], [7, 200] },
            { 8, 1, Grey, [0b1010_0001], [], [255, 0, 255, 0, 0, 0, 0, 255] },
            { 4, 2, Grey, [0b00_01_10_11], [], [0, 85, 170, 255] },
            { 2, 4, Grey, [0x1F], [], [17, 255] },
            { 2, 8, Rgb, [7, 7, 7, 200, 200, 200], [], [7, 200] },
            { 2, 8, GreyAlpha, [7, 255, 200, 255], [], [7, 200] },
            { 1, 8, Rgba, [9, 9, 9, 255], [], [9] },
            { 2, 8, Palette, [1, 0], [3, 3, 3, 80, 80, 80, 1, 2, 3], [80, 3] },
            { 4, 2, Palette, [0b10_00_01_10], [0, 0, 0, 5, 5, 5, 6, 6, 6], [6, 0, 5, 6] },
        };

    [Theory]
    [MemberData(nameof(Pictures))]
    public void Read_GreyInContent_GivesValues(int width, byte depth, byte color, byte[] row, byte[] palette, byte[] expected) =>
        Assert.Equal(expected, GreyContent.Read(Decode(width, depth, color, row, palette), Name).Bytes);

    [Theory]
    [InlineData("interlaced")]
    [InlineData("palette")]
    public void Read_InterlacedFile_GivesValues(string name) =>
        Assert.Equal(
            ImageFixture.Bytes($"{name}.bin"),
            GreyContent.Read(ImageFile.Decode(ImageFixture.Bytes($"{name}.png"), name), Name).Bytes
        );

    [Fact]
    public void Read_InterlacedPixel_Ends()
    {
        var png = new PngBytes().Header(1, 1, 8, Grey, interlace: 1).Chunk("IDAT", PngBytes.Zlib([0, 77])).Chunk("IEND").ToArray();
        Assert.Equal([77], GreyContent.Read(ImageFile.Decode(png, "a.png"), Name).Bytes);
    }

    [Fact]
    public void Read_SixteenBits_KeepsThem()
    {
        Assert.Equal([0x0102], GreyContent.Read(Decode(1, 16, Rgb, [1, 2, 1, 2, 1, 2]), Name).Values16.ToArray());
        Assert.Equal([0x0102], GreyContent.Read(Decode(1, 16, GreyAlpha, [1, 2, 255, 255]), Name).Values16.ToArray());
    }

    [Theory]
    [InlineData(8, Rgb, new byte[] { 7, 7, 8 })]
    [InlineData(16, Rgb, new byte[] { 1, 2, 1, 2, 1, 3 })]
    [InlineData(8, GreyAlpha, new byte[] { 7, 254 })]
    [InlineData(8, Rgba, new byte[] { 7, 7, 7, 0 })]
    [InlineData(16, GreyAlpha, new byte[] { 1, 2, 255, 254 })]
    public void Read_ColouredOrTransparent_IsUnsupported(byte depth, byte color, byte[] row)
    {
        var error = Assert.Throws<DatasetFormatException>(() => GreyContent.Read(Decode(1, depth, color, row), Name));
        Assert.Equal((Fault.Unsupported, 25L), (error.Fault, error.Offset));
        Assert.Contains("row 0, column 0; only grey is read", error.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_TransparentValue_IsUnsupportedWhereItIsUsed()
    {
        var used = PngBytes.Of(
            2,
            8,
            Grey,
            [
                [7, 8],
            ],
            ("tRNS", [0, 8])
        );
        var unused = PngBytes.Of(
            2,
            8,
            Grey,
            [
                [7, 9],
            ],
            ("tRNS", [0, 8])
        );
        var nibble = PngBytes.Of(
            2,
            4,
            Grey,
            [
                [0x79],
            ],
            ("tRNS", [0, 9])
        );
        var color = PngBytes.Of(
            1,
            8,
            Rgb,
            [
                [8, 8, 8],
            ],
            ("tRNS", [0, 8, 0, 8, 0, 8])
        );
        var entry = PngBytes.Of(
            1,
            8,
            Palette,
            [
                [0],
            ],
            ("PLTE", [8, 8, 8]),
            ("tRNS", [254])
        );
        Assert.Equal([7, 9], GreyContent.Read(ImageFile.Decode(unused, "a.png"), Name).Bytes);
        foreach (var png in (byte[][])[used, nibble, color, entry])
        {
            var error = Assert.Throws<DatasetFormatException>(() => GreyContent.Read(ImageFile.Decode(png, "a.png"), Name));
            Assert.Equal(Fault.Unsupported, error.Fault);
        }
    }

    [Fact]
    public void Read_IndexBeyondThePalette_IsCorrupt() =>
        Assert.Equal(
            Fault.Corrupt,
            Assert.Throws<DatasetFormatException>(() => GreyContent.Read(Decode(1, 8, Palette, [2], [0, 0, 0, 1, 1, 1]), Name)).Fault
        );

    [Fact]
    public void Read_GammaProfileAndExif_ChangeNothing()
    {
        var plain = PngBytes.Of(
            3,
            8,
            Grey,
            [
                [1, 128, 255],
            ]
        );
        var told = PngBytes.Of(
            3,
            8,
            Grey,
            [
                [1, 128, 255],
            ],
            ("gAMA", [0, 1, 0x86, 0xA0]),
            ("cHRM", new byte[32]),
            ("iCCP", [65, 0, 0, .. PngBytes.Zlib([1, 2, 3])]),
            ("eXIf", [0x4D, 0x4D, 0, 42])
        );
        Assert.Equal(ImageFile.Decode(plain, "a.png").Samples8.ToArray(), ImageFile.Decode(told, "a.png").Samples8.ToArray());
        Assert.Equal([1, 128, 255], ImageFile.Decode(told, "a.png").Samples8.ToArray());
    }

    [Fact]
    public void ReadStored_Labels_AreNotScaled()
    {
        Assert.Equal([1, 15], GreyContent.ReadStored(Decode(2, 4, Grey, [0x1F]), Name).Bytes);
        Assert.Equal([2, 0], GreyContent.ReadStored(Decode(2, 8, Palette, [2, 0], new byte[9]), Name).Bytes);
    }

    public static TheoryData<int, byte, byte, byte[], byte[], byte[]> Masks { get; } =
        new()
        {
            { 2, 8, Grey, [0, 1], [], [0, 1] },
            { 2, 8, Grey, [0, 255], [], [0, 1] },
            { 2, 8, Grey, [0, 90], [], [0, 1] },
            { 2, 8, Grey, [255, 255], [], [1, 1] },
            { 2, 8, Grey, [1, 1], [], [1, 1] },
            { 2, 16, Grey, [0, 0, 1, 0], [], [0, 1] },
            { 8, 1, Grey, [0b1010_0001], [], [1, 0, 1, 0, 0, 0, 0, 1] },
            { 4, 2, Grey, [0b00_01_00_00], [], [0, 1, 0, 0] },
            { 2, 8, Rgb, [0, 0, 0, 255, 255, 255], [], [0, 1] },
            { 2, 8, Rgba, [0, 0, 0, 255, 7, 7, 7, 255], [], [0, 1] },
            { 3, 8, Palette, [0, 1, 1], [0, 0, 0, 128, 0, 0, 0, 128, 0], [0, 1, 1] },
            { 3, 8, Palette, [2, 0, 2], [0, 0, 0, 128, 0, 0, 255, 255, 255], [1, 0, 1] },
            { 2, 8, Palette, [0, 0], [9, 0, 0], [0, 0] },
        };

    [Theory]
    [MemberData(nameof(Masks))]
    public void ReadMask_TwoValues_GivesZeroAndOne(int width, byte depth, byte color, byte[] row, byte[] palette, byte[] expected)
    {
        var mask = new byte[width];
        MaskPicture.Read(Decode(width, depth, color, row, palette), mask, Name);
        Assert.Equal(expected, mask);
    }

    [Theory]
    [InlineData(Grey, new byte[] { 0, 1, 2 }, new byte[0])]
    [InlineData(Grey, new byte[] { 0, 254, 255 }, new byte[0])]
    [InlineData(Grey, new byte[] { 9, 9, 9 }, new byte[0])]
    [InlineData(Palette, new byte[] { 0, 1, 2 }, new byte[] { 0, 0, 0, 1, 1, 1, 2, 2, 2 })]
    [InlineData(Palette, new byte[] { 0, 2, 2 }, new byte[] { 0, 0, 0, 1, 1, 1, 200, 0, 0 })]
    [InlineData(Palette, new byte[] { 0, 1, 0 }, new byte[] { 255, 255, 255, 0, 0, 0 })]
    public void ReadMask_AnythingElse_IsUnsupported(byte color, byte[] row, byte[] palette) =>
        Assert.Equal(
            Fault.Unsupported,
            Assert.Throws<DatasetFormatException>(() => MaskPicture.Read(Decode(3, 8, color, row, palette), new byte[3], Name)).Fault
        );

    [Theory]
    [InlineData(new byte[] { 0, 0 }, "index 0 is grey 255;")]
    [InlineData(new byte[] { 1, 1 }, "index 1 is grey 0;")]
    [InlineData(new byte[] { 0, 1 }, "index 0 is grey 255, 1 is 0;")]
    public void ReadMask_PaletteThatLooksOtherwise_NamesTheIndicesInUse(byte[] row, string expected)
    {
        var picture = Decode(2, 8, Palette, row, [255, 255, 255, 0, 0, 0]);
        var error = Assert.Throws<DatasetFormatException>(() => MaskPicture.Read(picture, new byte[2], Name));
        Assert.Contains($"looks otherwise: {expected} save it", error.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void IsPlainGrey_TransparentValueOrColour_IsNot()
    {
        byte[][] rows =
        [
            [7, 8],
        ];
        Assert.True(IsPlainGrey(PngBytes.Of(2, 8, Grey, rows)));
        Assert.True(IsPlainGrey(PngBytes.Of(2, 8, Grey, rows, ("gAMA", [0, 1, 0x86, 0xA0]))));
        Assert.False(IsPlainGrey(PngBytes.Of(2, 8, Grey, rows, ("gAMA", [0, 1, 0x86, 0xA0]), ("tRNS", [0, 9]))));
        Assert.False(IsPlainGrey(PngBytes.Of(1, 8, GreyAlpha, rows)));
        Assert.False(IsPlainGrey(PngBytes.Of(2, 8, Grey, rows, [.. Enumerable.Repeat(("tEXt", new byte[1]), 1024)])));
    }

    private static bool IsPlainGrey(byte[] png)
    {
        var source = new MemoryByteSource(png, Name);
        return PngStructure.IsPlainGrey(source, PngStructure.ReadHeader(source, ReadLimits.Default));
    }

    private static PngPicture Decode(int width, byte depth, byte color, byte[] row, byte[]? palette = null) =>
        ImageFile.Decode(PngBytes.Of(width, depth, color, [row], palette is { Length: > 0 } ? [("PLTE", palette)] : []), "a.png");
}
