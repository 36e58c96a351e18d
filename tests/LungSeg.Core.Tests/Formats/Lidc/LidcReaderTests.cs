using System.Text;
using LungSeg.Core.Bytes;
using LungSeg.Core.Formats;
using LungSeg.Core.Formats.Lidc;
using LungSeg.Core.Tests.Fixtures;
using Xunit;

namespace LungSeg.Core.Tests.Formats.Lidc;

public sealed class LidcReaderTests
{
    private static readonly byte[] Golden = File.ReadAllBytes(Path.Combine(DicomFixtures.SeriesFolder, "reading.xml"));

    private static LidcReading? Read(byte[] file, AnnotationReading? how = null) =>
        LidcReader.Read(BinaryFixtures.Source(file, "test.xml"), how ?? AnnotationReading.Default, ReadLimits.Default);

    /// <summary>The mask of one outline by one reader, a line a row.</summary>
    private static string Draw(bool inclusive, int side, params (int X, int Y)[] points)
    {
        var slice = new SliceOutlines(new AnnotationReading { MinReaders = 1, IncludesOutline = inclusive });
        slice.Add(new LidcOutline(0, 0, IsHole: false, [.. points.Select(point => new OutlinePoint(point.X, point.Y))]));
        var mask = new byte[side * side];
        slice.AddTo(mask, side);
        return string.Join(
            '\n',
            Enumerable
                .Range(0, side)
                .Select(row => string.Concat(Enumerable.Range(0, side).Select(column => mask[(row * side) + column] == 1 ? '#' : '.')))
        );
    }

    [Fact]
    public void Read_Golden_HasItsReadersAndSlices()
    {
        var reading = Read(Golden)!;
        Assert.Equal((4, "2.25.100"), (reading.Readers, reading.SeriesUid));
        Assert.Equal(["2.25.2001", "2.25.2003", "2.25.9999"], reading.Slices.Keys.Order(StringComparer.Ordinal));

        // Reader 1: an outline and its hole; the mark of one point is none. Reader 2 and 3: one each.
        Assert.Equal(4, reading.Slices["2.25.2001"].Count);
    }

    [Fact]
    public void Draw_Triangle_HasNoPixelOfItsOutline() =>
        Assert.Equal(
            """
            ......
            ......
            ..#...
            ..##..
            ......
            ......
            """,
            Draw(false, 6, (1, 0), (1, 4), (5, 4)),
            ignoreLineEndingDifferences: true
        );

    [Fact]
    public void Draw_TriangleInclusive_HasThePixelsOfItsOutline() =>
        Assert.Equal(
            """
            .#....
            .##...
            .###..
            .####.
            .#####
            ......
            """,
            Draw(true, 6, (1, 0), (1, 4), (5, 4)),
            ignoreLineEndingDifferences: true
        );

    [Fact]
    public void Draw_OutlineBeyondTheImage_IsCutAtItsEdge() =>
        Assert.Equal(
            """
            ....
            ..##
            ..##
            ..##
            """,
            Draw(false, 4, (1, 0), (9, 0), (9, 9), (1, 9)),
            ignoreLineEndingDifferences: true
        );

    [Fact]
    public void Draw_PathOutAndBack_EnclosesNothing() => Assert.DoesNotContain('#', Draw(false, 6, (1, 1), (4, 1), (1, 1)));

    [Fact]
    public void Draw_OutlineOutsideTheImage_IsNothing() => Assert.DoesNotContain('#', Draw(true, 4, (10, 10), (14, 10), (14, 14)));

    [Fact]
    public void Read_EveryPrefix_ThrowsOrIsNoReading()
    {
        for (var length = 0; length < Golden.Length; length++)
        {
            try
            {
                Assert.Null(Read(Golden[..length]));
                Assert.InRange(length, 0, 120);
            }
            catch (DatasetFormatException e)
            {
                Assert.Null(e.Offset);
            }
        }
    }

    [Fact]
    public void Read_FlippedBytes_NothingElseEscapes()
    {
        var random = new Random(20240312);
        var refused = 0;
        for (var i = 0; i < 3000; i++)
        {
            var file = (byte[])Golden.Clone();
            for (var flips = random.Next(1, 4); flips > 0; flips--)
            {
                file[random.Next(file.Length)] = random.Next(2) == 0 ? "<>/&;\"0159-TRUE"u8[random.Next(15)] : (byte)random.Next(256);
            }
            try
            {
                foreach (var slice in Read(file)?.Slices.Values ?? Enumerable.Empty<SliceOutlines>())
                {
                    slice.AddTo(new byte[12 * 14], 14);
                }
            }
            catch (DatasetFormatException)
            {
                refused++;
            }
        }

        Assert.InRange(refused, 500, 2990);
    }

    [Theory]
    [InlineData("<!DOCTYPE LidcReadMessage [<!ENTITY a \"aaaa\">]><LidcReadMessage>&a;</LidcReadMessage>")]
    [InlineData("<!DOCTYPE LidcReadMessage SYSTEM \"http://127.0.0.1/x.dtd\"><LidcReadMessage/>")]
    [InlineData("<other/>")]
    [InlineData("no XML")]
    public void Read_WhatIsNoReadingOrHasADtd_IsLeftAlone(string xml) => Assert.Null(Read(Encoding.UTF8.GetBytes(xml)));

    [Theory]
    [InlineData("&a;")]
    [InlineData("<readingSession>")]
    [InlineData("<readingSession><unblindedReadNodule><roi><xCoord>1</xCoord></roi></unblindedReadNodule></readingSession>")]
    [InlineData("<roi><imageSOP_UID>1</imageSOP_UID><yCoord>1</yCoord></roi>")]
    [InlineData("<roi><imageSOP_UID>1</imageSOP_UID><xCoord>65536</xCoord></roi>")]
    [InlineData("<roi><imageSOP_UID>1</imageSOP_UID><xCoord>-1</xCoord></roi>")]
    [InlineData("<roi><imageSOP_UID>1</imageSOP_UID><xCoord>1.5</xCoord></roi>")]
    [InlineData("<roi><imageSOP_UID>1</imageSOP_UID><inclusion>MAYBE</inclusion></roi>")]
    public void Read_DamagedReading_IsCorrupt(string body) =>
        Assert.Equal(
            Fault.Corrupt,
            Assert.Throws<DatasetFormatException>(() => Read(Encoding.UTF8.GetBytes($"<LidcReadMessage>{body}</LidcReadMessage>"))).Fault
        );

    [Fact]
    public void Read_DeepElements_AreRefused()
    {
        var xml = "<LidcReadMessage>" + string.Concat(Enumerable.Repeat("<a>", 100_000));
        Assert.Equal(Fault.Corrupt, Assert.Throws<DatasetFormatException>(() => Read(Encoding.UTF8.GetBytes(xml))).Fault);
    }

    [Fact]
    public void Read_FileOfMoreThanTheLimit_IsTooLarge() =>
        Assert.Equal(
            Fault.TooLarge,
            Assert
                .Throws<DatasetFormatException>(() =>
                    LidcReader.Read(
                        BinaryFixtures.Source(Golden),
                        AnnotationReading.Default,
                        ReadLimits.Default with
                        {
                            IndexBytesBase = 100,
                        }
                    )
                )
                .Fault
        );
}
