using LungSeg.Core.Bytes;
using LungSeg.Core.Imaging;
using Xunit;

namespace LungSeg.Core.Tests.Imaging;

/// <summary>What decoders read as black or half a picture is refused, with the byte.</summary>
public sealed class DamagedPngTests
{
    // Header ends at 33; an IDAT's content begins at 41.
    private const int DataAt = 41;
    private const int Side = 40;
    private static readonly byte[] Rows =
    [
        .. Enumerable.Range(0, Side * (Side + 1)).Select(i => (byte)(i % (Side + 1) == 0 ? 0 : i * i / 7)),
    ];
    private static readonly byte[] Data = PngBytes.Zlib(Rows);

    [Fact]
    public void Decode_Whole_IsRead() => Assert.Equal(Rows[1..(Side + 1)], Decode(Data).Samples8[..Side].ToArray());

    [Fact]
    public void Decode_HalfTheData_EndsThere() => Refuses(Data[..(Data.Length / 2)], DataAt + (Data.Length / 2));

    [Fact]
    public void Decode_DeflateError_NamesItsByte()
    {
        // RFC 1951 3.2.3: block type 3 is an error, and stands in the first byte after the two of zlib's header.
        var data = (byte[])Data.Clone();
        data[2] |= 0b110;
        Refuses(data, DataAt + 3);
    }

    [Fact]
    public void Decode_PresetDictionary_IsRefused()
    {
        // RFC 1950 2.2: bit 5 of the second byte asks for a dictionary; both bytes together are a multiple of 31.
        var data = (byte[])Data.Clone();
        (data[0], data[1]) = (0x78, (byte)(0x20 + 31 - (((0x78 << 8) + 0x20) % 31)));
        Refuses(data, null);
    }

    [Fact]
    public void Decode_TooFewRows_EndsAtTheChecksum() => Refuses(PngBytes.Zlib(Rows[..^(Side + 1)]), null);

    [Fact]
    public void Decode_TooManyRows_IsRefused() => Refuses(PngBytes.Zlib([.. Rows, .. Rows[..(Side + 1)]]), null);

    [Fact]
    public void Decode_WrongChecksum_NamesItsByte()
    {
        var data = (byte[])Data.Clone();
        data[^1] ^= 1;
        Refuses(data, DataAt + data.Length);
    }

    [Fact]
    public void Decode_MissingChecksum_IsRefused() => Refuses(Data[..^4], DataAt + Data.Length - 4);

    [Fact]
    public void Decode_BytesAfterTheChecksum_AreRefused() => Refuses([.. Data, 1, 2, 3], DataAt + Data.Length);

    [Fact]
    public void Decode_NoSuchFilter_IsRefused()
    {
        var rows = (byte[])Rows.Clone();
        rows[3 * (Side + 1)] = 5;
        var error = Refuses(PngBytes.Zlib(rows), null);
        Assert.Equal("the filter of row 3 is 5, expected 0 to 4", error.Detail);
    }

    [Theory]
    [InlineData("PLTx", 0, false)]
    [InlineData("ABCD", 0, true)]
    [InlineData("aBCD", 0, false)]
    [InlineData("IHDR", 13, true)]
    [InlineData("PLTE", 4, true)]
    public void Decode_OtherChunk_IsRefusedWhereItIsCritical(string type, int length, bool isCritical)
    {
        // Only the first letter counts: PLTx is critical too.
        isCritical |= char.IsAsciiLetterUpper(type[0]);
        var png = PngBytes.Of(Side, 8, 0, Data, Side, (type, new byte[length]));
        if (!isCritical)
        {
            ImageFile.Decode(png, "a.png");
            return;
        }
        var error = Assert.Throws<DatasetFormatException>(() => ImageFile.Decode(png, "a.png"));
        Assert.Equal((Fault.Corrupt, 33L), (error.Fault, error.Offset));
    }

    [Fact]
    public void Decode_WrongChunkChecksum_NamesItsByte()
    {
        var png = PngBytes.Of(Side, 8, 0, Data, Side);
        png[DataAt + Data.Length + 3] ^= 1;
        var error = Assert.Throws<DatasetFormatException>(() => ImageFile.Decode(png, "a.png"));
        Assert.Equal((Fault.Corrupt, (long)DataAt + Data.Length), (error.Fault, error.Offset));
    }

    [Fact]
    public void Decode_DataInPieces_IsOneStream()
    {
        var png = new PngBytes().Header(Side, Side, 8, 0);
        foreach (var piece in Data.Chunk(7))
        {
            png.Chunk("IDAT", piece).Chunk("IDAT");
        }
        Assert.Equal(Rows[1..(Side + 1)], ImageFile.Decode(png.Chunk("IEND").ToArray(), "a.png").Samples8[..Side].ToArray());
    }

    [Fact]
    public void Decode_DataApart_IsRefused()
    {
        var png = new PngBytes().Header(Side, Side, 8, 0).Chunk("IDAT", Data[..9]).Chunk("tEXt", 65, 0, 65);
        var at = png.Offset;
        var error = Assert.Throws<DatasetFormatException>(() =>
            ImageFile.Decode(png.Chunk("IDAT", Data[9..]).Chunk("IEND").ToArray(), "a.png")
        );
        Assert.Equal((Fault.Corrupt, at), (error.Fault, error.Offset));
    }

    [Fact]
    public void Decode_MorePixelsThanTheLimit_IsTooLarge()
    {
        // 20,000 x 20,000 grey pixels in 389 KB: deflate packs zeros 1,029 to 1.
        var zeros = PngBytes.Zlib(new byte[20_001L * 20_000]);
        var png = PngBytes.Of(20_000, 8, 0, zeros, 20_000);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var error = Assert.Throws<DatasetFormatException>(() => ImageFile.Decode(png, "a.png"));
        Assert.Equal((Fault.TooLarge, 16L), (error.Fault, error.Offset));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);

        var small = PngBytes.Of(Side, 8, 0, Data, Side);
        Assert.Equal(
            Fault.TooLarge,
            Assert
                .Throws<DatasetFormatException>(() =>
                    ImageFile.Decode(small, "a.png", new ReadLimits { MaxPicturePixels = (Side * Side) - 1 })
                )
                .Fault
        );
        ImageFile.Decode(small, "a.png", new ReadLimits { MaxPicturePixels = Side * Side });
    }

    private static PngPicture Decode(byte[] data) => ImageFile.Decode(PngBytes.Of(Side, 8, 0, data, Side), "a.png");

    private static DatasetFormatException Refuses(byte[] data, int? offset)
    {
        var error = Assert.Throws<DatasetFormatException>(() => Decode(data));
        Assert.Equal(Fault.Corrupt, error.Fault);
        if (offset is { } at)
        {
            Assert.Equal(at, error.Offset);
        }
        Assert.InRange(error.Offset!.Value, DataAt, DataAt + data.Length);
        return error;
    }
}
