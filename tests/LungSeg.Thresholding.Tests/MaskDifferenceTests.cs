namespace LungSeg.Thresholding.Tests;

public class MaskDifferenceTests
{
    private static readonly byte[] Block = new Canvas(12, 12, 0).MaskOf((2, 2, 7, 7));

    [Fact]
    public void IsEdgeOnly_EqualMasks_IsFalse()
    {
        Assert.False(MaskDifference.IsEdgeOnly(Block, Block, 12));
    }

    [Theory]
    [InlineData(2, 2, true)] // inner edge
    [InlineData(1, 5, true)] // outer edge
    [InlineData(5, 5, false)] // middle
    [InlineData(11, 11, false)] // far outside
    public void IsEdgeOnly_OneChangedPixel_TellsItsPlace(int row, int column, bool expected)
    {
        var stored = Block.ToArray();
        stored[(row * 12) + column] ^= 1;

        Assert.Equal(expected, MaskDifference.IsEdgeOnly(Block, stored, 12));
    }

    [Fact]
    public void IsEdgeOnly_DifferentLengths_Throws()
    {
        Assert.Throws<ArgumentException>(() => MaskDifference.IsEdgeOnly(Block, Block.AsSpan(1), 12));
        Assert.Throws<ArgumentOutOfRangeException>(() => MaskDifference.IsEdgeOnly(Block, Block, 0));
    }
}
