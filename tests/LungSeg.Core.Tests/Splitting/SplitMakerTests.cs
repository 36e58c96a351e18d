using LungSeg.Core.Bytes;
using LungSeg.Core.Splitting;
using Xunit;

namespace LungSeg.Core.Tests.Splitting;

public sealed class SplitMakerTests
{
    private static readonly SplitOptions TwoFolds = new() { Folds = 2 };

    [Fact]
    public void Make_KeptTest_IsKeptAndInNoFold()
    {
        var split = SplitMaker.Make([.. Rows(8), .. Test("x", "y")], TwoFolds);
        Assert.Equal(
            ["test", "test"],
            split.Assignments.Where(row => row.Row.StartsWith("test:", StringComparison.Ordinal)).Select(row => row.Part)
        );
        Assert.All(split.Assignments, row => Assert.Equal(row.Part == "train", row.Fold is not null));
    }

    [Fact]
    public void Make_LeakedRows_AreDroppedOrMovedWithTheirGroup()
    {
        SplitRow[] rows = [.. Rows(8), .. Test("g3", "y")];
        Assert.Equal(["set:3"], SplitMaker.Leaked(rows).Select(row => row.Name));
        var dropped = SplitMaker.Make(rows, TwoFolds with { Leaked = LeakedRows.Drop }).Assignments[3];
        Assert.Equal(("dropped", null), (dropped.Part, dropped.Fold));
        var moved = SplitMaker.Make(rows, TwoFolds with { Leaked = LeakedRows.Move }).Assignments[3];
        Assert.Equal(("test", null), (moved.Part, moved.Fold));
        Assert.Equal(RequestParameter.LeakedRows, Assert.Throws<InvalidRequestException>(() => SplitMaker.Make(rows, TwoFolds)).Parameter);
    }

    [Fact]
    public void Make_TestPartAndFolds_SetsTheSameTestAsideInEachRepeat()
    {
        var split = SplitMaker.Make(
            Rows(40),
            new SplitOptions
            {
                Folds = 4,
                Repeats = 3,
                Parts = SplitPart.Parse("test=0.2"),
            }
        );
        Assert.Equal(3, split.Repeats.Count);
        var tests = split
            .Repeats.Select(repeat => string.Join(',', repeat.Where(row => row.Part == "test").Select(row => row.Row)))
            .ToArray();
        Assert.Equal(8, tests[0].Split(',').Length);
        Assert.All(tests, test => Assert.Equal(tests[0], test));
        Assert.All(
            split.Repeats,
            repeat =>
                Assert.Equal(
                    [8, 8, 8, 8],
                    repeat.Where(row => row.Fold is not null).CountBy(row => row.Fold!.Value).Select(fold => fold.Value)
                )
        );
        Assert.NotEqual(Folds(split, 0), Folds(split, 1));
    }

    [Fact]
    public void Make_Parts_NamesThem()
    {
        var split = SplitMaker.Make(Rows(20), new SplitOptions { Parts = SplitPart.Parse("train=0.5,val=0.25,test=0.25") });
        Assert.Equal(
            [("test", 5), ("train", 10), ("val", 5)],
            split.Assignments.CountBy(row => row.Part).Select(part => (part.Key, part.Value)).Order()
        );
        Assert.All(split.Assignments, row => Assert.Null(row.Fold));
    }

    private static string Folds(Split split, int repeat) => string.Join(',', split.Repeats[repeat].Select(row => row.Fold));

    private static SplitRow[] Rows(int count) =>
        [
            .. Enumerable
                .Range(0, count)
                .Select(i => new SplitRow($"set:{i}", i % 2 == 0 ? "LR2" : "LR3", i % 2 == 0 ? "LR2" : "LR3", $"g{i}", 5)),
        ];

    private static IEnumerable<SplitRow> Test(params string[] groups) =>
        groups.Select((group, i) => new SplitRow($"test:{i}", "LR2", "LR2", group, 5, IsKeptTest: true));
}
