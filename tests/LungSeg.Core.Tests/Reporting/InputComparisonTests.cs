using LungSeg.Core.Reporting;
using LungSeg.Core.Statistics;
using Xunit;

namespace LungSeg.Core.Tests.Reporting;

/// <summary>Shares and steps counted by hand; the bound of chance is that of Kolmogorov and Smirnov at 1 %.</summary>
public sealed class InputComparisonTests
{
    // Up to 1: 1/4 against 0. Up to 2: 3/4 against 1/4. Up to 3: 1 against 2/4. scipy.stats.ks_2samp gives 0.5 too.
    [Fact]
    public void MeasureSteps_IsTheLargestDifferenceOfShares()
    {
        Assert.Equal(0.5, InputComparison.MeasureSteps([1, 2, 2, 3], [2, 3, 4, 5]));
        Assert.Equal(0, InputComparison.MeasureSteps([1, 2], [1, 1, 2, 2]));
        Assert.Equal(1, InputComparison.MeasureSteps([1, 2], [3]));
    }

    [Fact]
    public void Compare_TwoFilesOfOtherClasses_SaysByHowMuch()
    {
        var differences = InputComparison.Compare([
            Rows("train", 200, i => i < 100 ? "LR2" : "LR3"),
            Rows("test", 200, i => i < 30 ? "LR2" : "LR3"),
        ]);
        var classes = differences.Single(one => one.Aspect == "classes");
        Assert.Equal(("test", "train", true), (classes.Stem, classes.Others, classes.Differs));
        Assert.Equal(0.35, classes.Distance, 12);

        // sqrt(-ln(0.005) / 2) * sqrt(400 / 40000)
        Assert.Equal(0.16276, classes.ByChance, 5);
        Assert.Equal("LR2 15.0\u00A0% against 50.0\u00A0%", classes.What);
        var size = differences.Single(one => one.Aspect == "lesion size");
        Assert.Equal((false, true, "median 100.5 px against 100.5 px"), (size.Differs, size.IsAlike, size.What));
        Assert.Equal(["classes", "lesion size"], differences.Select(one => one.Aspect));
    }

    [Fact]
    public void Compare_FewRows_CannotTell()
    {
        var classes = InputComparison.Compare([Rows("a", 3, _ => "LR2"), Rows("b", 4, i => i < 2 ? "LR2" : "LR3")])[0];
        Assert.Equal((0.5, false, false), (classes.Distance, classes.Differs, classes.IsAlike));
    }

    [Fact]
    public void Compare_ThreeFiles_NamesTheOneFurthestFromTheOthers()
    {
        var classes = InputComparison.Compare([
            Rows("a", 300, _ => "LR2"),
            Rows("b", 300, i => i < 150 ? "LR2" : "LR3"),
            Rows("c", 300, i => i < 270 ? "LR2" : "LR3"),
        ])[0];
        Assert.Equal(("b", "the others", "LR2 50.0\u00A0% against 95.0\u00A0%"), (classes.Stem, classes.Others, classes.What));
        Assert.Equal(0.45, classes.Distance, 12);
    }

    private static InputRows Rows(string stem, int count, Func<int, string> classOf)
    {
        RowStatistics[] rows =
        [
            .. Enumerable
                .Range(0, count)
                .Select(i => new RowStatistics
                {
                    Row = $"{stem}:{i}",
                    Class = classOf(i),
                    LesionPx = i + 1,
                }),
        ];
        return new InputRows(stem, rows, Cut.Create(null, stem, rows));
    }
}
