using LungSeg.Core.Datasets;
using LungSeg.Core.Grouping;
using Xunit;

namespace LungSeg.Core.Tests.Grouping;

public sealed class LeakageSearchTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lungseg-test-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Find_CopiesOfOneSlice_NamesKindMoveAndMirror()
    {
        var slice = PhantomSlices.Hu[0];
        var mirrored = slice.ToArray();
        for (var row = 0; row < 512; row++)
        {
            mirrored.AsSpan(row * 512, 512).Reverse();
        }
        using var first = Write("a", slice);
        using var second = Write(
            "b",
            PhantomSlices.Stranger,
            slice,
            PhantomSlices.Rolled(slice, 3, -2),
            mirrored,
            PhantomSlices.Rolled(mirrored, 0, 3)
        );
        var report = LeakageSearch.Find([.. first.Rows], [.. second.Rows], new LeakageOptions { Jobs = 2 });

        Assert.Equal(["a:0"], report.AffectedA.Select(row => row.Name));
        Assert.Equal(["b:1", "b:2", "b:3", "b:4"], report.AffectedB.Select(row => row.Name));
        Assert.All(report.Pairs, pair => Assert.InRange(pair.Score, 0.95, 1));
        var found = report.Pairs.OrderBy(pair => pair.B.Index).Select(pair => (pair.Kind, pair.Mirror, pair.Move));

        // The move takes b onto a, so it is the planted one backwards.
        Assert.Equal(
            [
                (MatchKind.Exact, Mirror.None, (0, 0)),
                (MatchKind.Shifted, Mirror.None, (-3, 2)),
                (MatchKind.Shifted, Mirror.LeftRight, (0, 0)),
                (MatchKind.Shifted, Mirror.LeftRight, (0, 3)),
            ],
            found
        );
    }

    [Fact]
    public void Find_SlicesOfOneScan_AreNeighbours()
    {
        var scan = PhantomSlices.Rows.Where(row => row.Scan == LongestScan()).ToArray();
        using var first = Write("a", PhantomSlices.Hu[scan[0].Index], PhantomSlices.Stranger);
        using var second = Write("b", PhantomSlices.Hu[scan[^1].Index]);
        var pair = Assert.Single(LeakageSearch.Find([.. first.Rows], [.. second.Rows], new LeakageOptions()).Pairs);
        Assert.Equal(("a:0", "b:0", MatchKind.Neighbour), (pair.A.Name, pair.B.Name, pair.Kind));
        Assert.InRange(pair.Score, 0.65, 0.999);
    }

    [Fact]
    public void Find_WithinOneSet_NamesEachPairOnce()
    {
        var slice = PhantomSlices.Hu[0];
        using var set = Write("a", slice, PhantomSlices.Stranger, slice);
        var report = LeakageSearch.Find([.. set.Rows], null, new LeakageOptions { Jobs = 2 });
        var pair = Assert.Single(report.Pairs);
        Assert.Equal(("a:0", "a:2", MatchKind.Exact, 1.0), (pair.A.Name, pair.B.Name, pair.Kind, pair.Score));
        Assert.Equal(["a:0", "a:2"], report.AffectedA.Select(row => row.Name));
        Assert.Empty(report.AffectedB);
    }

    [Fact]
    public void Find_Strangers_FindsNothing()
    {
        using var first = Write("a", PhantomSlices.Hu[0]);
        using var second = Write("b", PhantomSlices.Stranger);
        Assert.Empty(LeakageSearch.Find([.. first.Rows], [.. second.Rows], new LeakageOptions()).Pairs);
    }

    private static int LongestScan() =>
        PhantomSlices
            .Rows.Where(row => row.Scan > 0 && row.Scan < PhantomSlices.Rows[^1].Scan)
            .GroupBy(row => row.Scan)
            .MaxBy(scan => scan.Count())!
            .Key;

    private Dataset Write(string name, params double[][] slices) => PhantomSlices.Write(_folder, name, slices);
}
