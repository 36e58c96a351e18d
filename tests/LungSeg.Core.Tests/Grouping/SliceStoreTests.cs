using LungSeg.Core.Grouping;
using Xunit;

namespace LungSeg.Core.Tests.Grouping;

/// <summary>Slices whose edges and profiles stand in a file compare as those in memory do; the nearest is the best of all pairs.</summary>
public sealed class SliceStoreTests
{
    private const double Least = JoinRule.MinOverNeighbour;

    private static SliceDescriptor[] Slices => PhantomSlices.Descriptors;

    [Fact]
    public void Keep_InFile_HasTheSameEdgesAndProfile()
    {
        using var store = new SliceStore(maxInMemory: 0);
        foreach (var (slice, kept) in Slices.Zip(Slices.Select(store.Keep).ToArray()))
        {
            Assert.NotSame(slice, kept);
            Assert.Equal(slice.Edges, kept.Edges);
            Assert.Equal(slice.Profile.Rows, kept.Profile.Rows);
            Assert.Equal(slice.Profile.Columns, kept.Profile.Columns);
            Assert.Equal((slice.Hash, slice.Size, slice.Norm, slice.CornerHu), (kept.Hash, kept.Size, kept.Norm, kept.CornerHu));
        }
    }

    [Fact]
    public void Within_SomeInFile_GivesTheSamePairs()
    {
        using var store = new SliceStore(Slices.Length / 2);
        Assert.Equal(PairSearch.Within(Slices, Least, 1), PairSearch.Within([.. Slices.Select(store.Keep)], Least, 2));
    }

    [Fact]
    public void Visit_OfASet_ShowsAllPairsAndThoseOfOneSliceInOrder()
    {
        var shown = new List<SlicePair>();
        PairSearch.Visit(
            Slices,
            Least,
            2,
            pair =>
            {
                lock (shown)
                {
                    shown.Add(pair);
                }
            }
        );
        Assert.All(shown.GroupBy(pair => pair.B), pairs => Assert.Equal(pairs.OrderBy(pair => pair.A), pairs));
        Assert.Equal(PairSearch.Within(Slices, Least, 1), shown.OrderBy(pair => pair.A).ThenBy(pair => pair.B));
    }
}
