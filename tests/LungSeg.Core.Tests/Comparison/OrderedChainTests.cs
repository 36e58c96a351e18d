using LungSeg.Core.Comparison;
using Xunit;

namespace LungSeg.Core.Tests.Comparison;

public sealed class OrderedChainTests
{
    [Theory]
    [InlineData(new int[0], new int[0])]
    [InlineData(new[] { 0 }, new[] { 0 })]
    [InlineData(new[] { 0, 1, 2, 3 }, new[] { 0, 1, 2, 3 })]
    // The second row went to the end.
    [InlineData(new[] { 0, 3, 1, 2 }, new[] { 0, 2, 3 })]
    // The last row came to the front.
    [InlineData(new[] { 1, 2, 3, 0 }, new[] { 0, 1, 2 })]
    // Two rows changed places around a third, which alone stays with one of the ends, or none of them.
    [InlineData(new[] { 0, 4, 2, 3, 1, 5 }, new[] { 0, 2, 3, 5 })]
    public void Find_Permutation_IsTheLongestRun(int[] places, int[] expected) =>
        Assert.Equal(expected, OrderedChain.Find([.. places.Select((place, i) => new RowPair(i, place))], new ulong[places.Length]));

    [Fact]
    public void Find_RunsOfOneLength_TakesTheLargestSumOnBothSides()
    {
        // Neighbours that changed places: one of the two has moved, whichever side is looked at.
        RowPair[] pairs = [new(0, 1), new(1, 0)];
        RowPair[] swapped = [.. pairs.Select(pair => new RowPair(pair.B, pair.A))];
        Assert.Equal([1], OrderedChain.Find(pairs, [3, 7]));
        Assert.Equal([1], OrderedChain.Find(swapped, [3, 7]));
        Assert.Equal([0], OrderedChain.Find(pairs, [7, 3]));
        Assert.Equal([0], OrderedChain.Find(swapped, [7, 3]));
    }

    [Fact]
    public void Find_WeightsAtTheirLimit_DoNotOutweighAPair()
    {
        // One heavy pair against two light ones.
        RowPair[] pairs = [new(0, 2), new(1, 0), new(2, 1)];
        Assert.Equal([1, 2], OrderedChain.Find(pairs, [ulong.MaxValue, 0, 0]));
    }

    [Fact]
    public void Find_OnePositionInSeveralPairs_IsTakenOnce()
    {
        RowPair[] pairs = [new(0, 0), new(0, 1), new(1, 1), new(1, 0)];
        Assert.Equal([0, 2], OrderedChain.Find(pairs, new ulong[pairs.Length]));
    }
}
