using LungSeg.Core.Bytes;
using LungSeg.Core.Splitting;
using Xunit;

namespace LungSeg.Core.Tests.Splitting;

/// <summary>The comparison with scikit-learn is tests/interop/splitting/check_splits.py.</summary>
public sealed class GroupedSplitTests
{
    [Fact]
    public void Assign_FourPureGroups_FindsTheOnlyEvenFolds()
    {
        // Groups of 3 + 1 rows of each of two classes: only one large and one small of each class in a fold is even.
        var rows = Rows((0, 0, 3), (1, 0, 3), (2, 1, 3), (3, 1, 3), (4, 0, 1), (5, 0, 1), (6, 1, 1), (7, 1, 1));
        var bins = GroupedSplit.Assign(rows, [1, 1], 1);
        Assert.Equal(8, bins.Count(bin => bin == 0));
        Assert.Equal(4, Enumerable.Range(0, 16).Count(row => bins[row] == 0 && rows.Classes[row] == 0));
    }

    [Fact]
    public void Assign_SingleRows_GivesExactCountsPerClass()
    {
        // 100 rows of each of four classes in shares 0.7, 0.15, 0.15: 70, 15, 15 of each.
        var rows = Rows([.. Enumerable.Range(0, 400).Select(row => (row, row % 4, 1))]);
        var bins = GroupedSplit.Assign(rows, [0.7, 0.15, 0.15], 5);
        for (var label = 0; label < 4; label++)
        {
            var ofClass = Enumerable.Range(0, 400).Where(row => rows.Classes[row] == label).Select(row => bins[row]).ToArray();
            Assert.Equal([70, 15, 15], Enumerable.Range(0, 3).Select(bin => ofClass.Count(found => found == bin)));
        }
    }

    [Fact]
    public void Assign_GroupsOfAllSizes_KeepsEachWhole()
    {
        var rows = Rows([.. Enumerable.Range(0, 60).Select(group => (group, group % 3, 1 + group % 7))]);
        var bins = GroupedSplit.Assign(rows, [1, 1, 1, 1, 1], 9);
        Assert.All(
            Enumerable.Range(0, rows.Count).GroupBy(row => rows.Groups[row]),
            group => Assert.Single(group.Select(row => bins[row]).Distinct())
        );
        Assert.Equal([0, 1, 2, 3, 4], bins.Distinct().Order());
    }

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(8)]
    public void Assign_AGiantGroup_LeavesNoBinEmpty(int folds)
    {
        var rows = Rows([(0, 0, 500), .. Enumerable.Range(1, 7).Select(group => (group, group % 2, 1))]);
        var bins = GroupedSplit.Assign(rows, [.. Enumerable.Repeat(1.0, folds)], 3);
        Assert.Equal(folds, bins.Distinct().Count());
    }

    [Fact]
    public void Assign_LesionStrata_AreSharedWhereClassesAreEqual()
    {
        // One class, groups of two rows; the strata alone decide: 8 groups of each of two strata into four folds is 4 + 4 rows each.
        var groups = Enumerable.Range(0, 32).Select(row => row / 2).ToArray();
        var rows = new StratifiedRows(groups, new int[32], [.. groups.Select(group => group < 8 ? 0 : 1)]);
        var bins = GroupedSplit.Assign(rows, [1, 1, 1, 1], 2);
        for (var bin = 0; bin < 4; bin++)
        {
            Assert.Equal((4, 4), (Count(bins, rows.Strata, bin, 0), Count(bins, rows.Strata, bin, 1)));
        }
    }

    [Fact]
    public void Assign_SameSeed_GivesTheSameBinsAndAnotherSeedOthers()
    {
        var rows = Rows([.. Enumerable.Range(0, 90).Select(group => (group, group * 7 % 4, 1 + group * 5 % 9))]);
        var first = GroupedSplit.Assign(rows, [1, 1, 1, 1, 1], 4);
        Assert.Equal(first, GroupedSplit.Assign(rows, [1, 1, 1, 1, 1], 4));
        Assert.NotEqual(first, GroupedSplit.Assign(rows, [1, 1, 1, 1, 1], 5));
    }

    [Fact]
    public void Assign_HundredThousandRows_IsEvenToARow()
    {
        var rows = Rows([.. Enumerable.Range(0, 20_000).Select(group => (group, group % 4, 5))]);
        var bins = GroupedSplit.Assign(rows, [1, 1, 1, 1, 1], 1);
        var shares = ShareDeviation.Compute([.. bins.Select(bin => $"{bin}")], [.. rows.Classes.Select(label => $"{label}")]);
        Assert.InRange(shares.Mean, 0, 1e-4);
    }

    [Fact]
    public void Assign_FewerGroupsThanBins_IsRefused()
    {
        var error = Assert.Throws<InvalidRequestException>(() => GroupedSplit.Assign(Rows((0, 0, 9), (1, 1, 9)), [1, 1, 1], 1));
        Assert.StartsWith("2 groups cannot fill 3 parts", error.Message, StringComparison.Ordinal);
    }

    private static int Count(int[] bins, int[] strata, int bin, int stratum) =>
        Enumerable.Range(0, bins.Length).Count(row => bins[row] == bin && strata[row] == stratum);

    /// <summary>Rows of groups, each of one class.</summary>
    private static StratifiedRows Rows(params (int Group, int Class, int Rows)[] groups)
    {
        var all = groups.SelectMany(group => Enumerable.Repeat(group, group.Rows)).ToArray();
        return new StratifiedRows([.. all.Select(row => row.Group)], [.. all.Select(row => row.Class)], new int[all.Length]);
    }
}
