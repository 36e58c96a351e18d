using LungSeg.Core.Grouping;
using Xunit;

namespace LungSeg.Core.Tests.Grouping;

/// <summary>Slices whose cells and profiles stand in a file compare as those in memory do; the nearest is the best of all pairs.</summary>
public sealed class SliceStoreTests
{
    private const double Least = JoinRule.LeastOverNeighbour;

    private static SliceDescriptor[] Slices => PhantomSlices.Descriptors;

    [Fact]
    public void Keep_InFile_HasTheSameCellsAndProfile()
    {
        using var store = new SliceStore(mostInMemory: 0);
        foreach (var (slice, kept) in Slices.Zip(Slices.Select(store.Keep).ToArray()))
        {
            Assert.NotSame(slice, kept);
            Assert.Equal(slice.Cells, kept.Cells);
            Assert.Equal(slice.Profile.Rows, kept.Profile.Rows);
            Assert.Equal(slice.Profile.Columns, kept.Profile.Columns);
            Assert.Equal((slice.Hash, slice.Shape, slice.Norm, slice.CornerHu), (kept.Hash, kept.Shape, kept.Norm, kept.CornerHu));
        }
    }

    [Fact]
    public void Within_SomeInFile_GivesTheSamePairs()
    {
        using var store = new SliceStore(Slices.Length / 2);
        Assert.Equal(PairSearch.Within(Slices, Least, 1), PairSearch.Within([.. Slices.Select(store.Keep)], Least, 2));
    }

    [Fact]
    public void Nearest_WithinASet_IsTheBestOfAllPairs()
    {
        var best = PairSearch
            .Within(Slices, Least, 1)
            .Where(pair => !pair.IsExact)
            .GroupBy(pair => pair.B)
            .Select(group => group.MaxBy(pair => (pair.Score, -pair.A)))
            .OrderBy(pair => pair.B);
        Assert.Equal(best, PairSearch.Nearest(null, Slices, Least, 2).OfType<SlicePair>());
    }

    [Fact]
    public void Nearest_OfAnotherSet_IsTheBestOfAllPairs()
    {
        var (before, slices) = (Slices[..(Slices.Length / 2)], Slices[(Slices.Length / 3)..]);
        var best = PairSearch
            .Between(before, slices, default, Least, 1)
            .Where(pair => pair.Score >= Least)
            .GroupBy(pair => pair.B)
            .Select(group => group.MaxBy(pair => (pair.IsExact, pair.Score, -pair.A)) with { Copy = null })
            .OrderBy(pair => pair.B);
        Assert.Equal(best, PairSearch.Nearest(before, slices, Least, 2).OfType<SlicePair>());
    }
}
