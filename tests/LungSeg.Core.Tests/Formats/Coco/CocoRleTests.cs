using LungSeg.Core.Formats.Coco;
using LungSeg.Core.Formats.Masks;
using Xunit;

namespace LungSeg.Core.Tests.Formats.Coco;

/// <summary>Against strings that the rule of cocoapi's maskApi.c gives.</summary>
public sealed class CocoRleTests
{
    [Theory]
    [InlineData(new[] { 9 }, "9")]
    [InlineData(new[] { 0, 9 }, "09")]
    [InlineData(new[] { 5, 2, 2, 2, 2, 2, 5 }, "5220003")]
    public void Compress_KnownRuns_GivesTheKnownText(int[] counts, string text)
    {
        Assert.Equal(text, CocoRle.Compress(counts));
        Assert.True(CocoRle.TryDecompress(text, out var back));
        Assert.Equal(counts, back);
    }

    [Fact]
    public void Counts_FullMask_StartsWithNoZeros() => Assert.Equal([0, 9], Counts(3, 3, (0, 0, 3, 3)));

    [Fact]
    public void Counts_RectangleOnFourRows_RunsDownTheColumns() => Assert.Equal([5, 2, 2, 2, 2, 2, 5], Counts(4, 5, (1, 1, 3, 4)));

    [Fact]
    public void Counts_LastColumnToTheEnd_HasNoEmptyRun() => Assert.Equal([7, 2], Counts(3, 3, (1, 2, 3, 3)));

    [Fact]
    public void Counts_FullColumns_AreOneRun() => Assert.Equal([3, 6, 3], Counts(3, 4, (0, 1, 3, 3)));

    [Fact]
    public void Compress_RectangleOf512_GivesTheKnownEnds()
    {
        var counts = Counts(512, 512, (200, 300, 220, 340));
        Assert.Equal([153800, 20, 492, 20], counts[..4]);
        Assert.Equal(81, counts.Length);
        Assert.Equal(800, counts.Where((_, i) => i % 2 == 1).Sum());
        var text = CocoRle.Compress(counts);
        Assert.StartsWith(@"XVf4d0\?0000", text, StringComparison.Ordinal);
        Assert.EndsWith("hie2", text, StringComparison.Ordinal);
        Assert.True(CocoRle.TryDecompress(text, out var back));
        Assert.Equal(counts, back);
    }

    [Fact]
    public void TryFill_KnownRuns_SetsTheRectangle()
    {
        var mask = new byte[20];
        Assert.True(CocoRle.TryFill([5, 2, 2, 2, 2, 2, 5], mask, height: 4));
        Assert.Equal([0, 0, 0, 0, 0, 0, 1, 1, 1, 0, 0, 1, 1, 1, 0, 0, 0, 0, 0, 0], mask);
    }

    [Theory]
    [InlineData(new[] { 5, 2 })]
    [InlineData(new[] { 5, 16 })]
    [InlineData(new[] { 25, -5 })]
    public void TryFill_RunsThatDoNotFillTheMask_AreRefused(int[] counts) => Assert.False(CocoRle.TryFill(counts, new byte[20], height: 4));

    [Theory]
    [InlineData("!")]
    [InlineData("5P")]
    [InlineData("PPPPPPPPPPPP0")]
    [InlineData("O")]
    public void TryDecompress_OtherText_IsRefused(string text) => Assert.False(CocoRle.TryDecompress(text, out _));

    private static int[] Counts(int rows, int columns, (int Top, int Left, int Bottom, int Right) box)
    {
        var mask = new byte[rows * columns];
        for (var row = box.Top; row < box.Bottom; row++)
        {
            mask.AsSpan((row * columns) + box.Left, box.Right - box.Left).Fill(1);
        }
        var components = new PixelComponents(mask, rows, columns);
        return CocoRle.Counts(components, Assert.Single(components.All));
    }
}
