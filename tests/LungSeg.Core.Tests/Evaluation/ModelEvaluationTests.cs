using LungSeg.Core.Datasets;
using LungSeg.Core.Evaluation;
using LungSeg.Core.Splitting;
using LungSeg.Core.Tests.Fixtures;
using Xunit;

namespace LungSeg.Core.Tests.Evaluation;

public sealed class ModelEvaluationTests
{
    // numpy.percentile([1, 2, 3, 4, 10], [2.5, 50, 95]).
    [Theory]
    [InlineData(0.025, 1.1)]
    [InlineData(0.5, 3)]
    [InlineData(0.95, 8.8)]
    public void Percentile_IsNumpys(double share, double expected) => Assert.Equal(expected, Percentile.Get([1, 2, 3, 4, 10], share), 12);

    [Fact]
    public void Draws_TakeAsManyUnitsAsThereAre_AndAreTheSameForASeed()
    {
        int[][] draws = [.. new Bootstrap(7, 50, seed: 1).EnumerateCounts()];
        Assert.Equal(50, draws.Length);
        Assert.All(draws, counts => Assert.Equal((7, 7), (counts.Length, counts.Sum())));
        Assert.Equal(draws, new Bootstrap(7, 50, seed: 1).EnumerateCounts());
        Assert.NotEqual(draws, new Bootstrap(7, 50, seed: 2).EnumerateCounts());
    }

    [Fact]
    public void Means_WeighUnitsByTheirCounts()
    {
        var draws = new Bootstrap(3, 20, seed: 4);
        var means = draws.Means(
            2,
            (sample, sums, numbers) =>
            {
                (sums[0], numbers[0]) = (1, 1);
                (sums[2], numbers[2]) = sample == 0 ? (9, 3) : (0, 0);
            },
            jobs: 2
        );
        foreach (var (i, counts) in draws.EnumerateCounts().Index())
        {
            var number = counts[0] + (3 * counts[2]);
            Assert.Equal(number == 0 ? double.NaN : (counts[0] + (9.0 * counts[2])) / number, means[0][i]);
            Assert.Equal(counts[0] == 0 ? double.NaN : 1, means[1][i]);
        }
    }

    // One chunk holds 2^21 numbers: 1,500,000 units are drawn one draw at a time, 4 units all at once.
    [Theory]
    [InlineData(1_500_000, 3)]
    [InlineData(4, 100)]
    public void Means_AreThoseOfTheCounts_HoweverManyUnits(int units, int count)
    {
        var draws = new Bootstrap(units, count, seed: 9);
        var means = draws.Means(
            1,
            (_, sums, numbers) =>
            {
                sums[units - 1] = 3;
                numbers[units - 1] = 1;
                numbers[0] = 1;
            }
        );
        Assert.Equal(draws.EnumerateCounts().Select(counts => 3.0 * counts[^1] / (counts[^1] + counts[0])), means[0]);
    }

    [Fact]
    public void Means_WithoutUnits_AreNone() => Assert.Equal([double.NaN], new Bootstrap(0, 1, seed: 1).Means(1, (_, _, _) => { })[0]);

    [Fact]
    public void P_IsTwiceTheSmallerShare_AndHolmCorrectsPairs()
    {
        Assert.Equal(0.5, ModelComparison.ComputeP([-1, 2, 3, 4]));
        Assert.Equal(1, ModelComparison.ComputeP([0, 0, 0]));
        Assert.Equal(0.2, ModelComparison.ComputeP([1, 2, 3, 4]));

        // Holm 1979: 0.01 * 3, then 0.03 * 2 and 0.04 * 1, never lower than the one before.
        var pairs = new[] { 0.04, 0.01, 0.03 }.Select(p => new ModelComparison("a", "b", "dice", null, 0, null, p)).ToArray();
        Assert.Equal([0.06, 0.03, 0.06], ModelComparison.Correct(pairs).Select(pair => Math.Round(pair.PHolm, 12)));
    }

    [Fact]
    public void Means_AreTakenByClassSizeAndGroup()
    {
        // Dice 1, 0.5 and 0, of lesions of 100, 400 and 100 px: diameters 11.3, 22.6 and 11.3 px.
        var rows = new[]
        {
            Row("a:0", "LR2", "g1", 100, 100, 100),
            Row("a:1", "LR4B", "g1", 400, 400, 200),
            Row("a:2", "LR2", "g2", 100, 0, 0),
        };
        var evaluation = new ModelEvaluation([("m", false)], rows, leaked: new HashSet<string> { "a:1" }, new EvaluationOptions());
        var model = evaluation.Models[0];
        Assert.Equal(0.5, Dice(model.Overall));
        Assert.Equal([("LR2", 0.5), ("LR4B", 0.5)], model.ByClass.Select(one => (one.Key, Dice(one.Value))));
        Assert.Equal([("10-20", 0.5), ("20-", 0.5)], model.BySize.Select(one => (one.Key, Dice(one.Value))));
        Assert.Equal([("g1", 0.75), ("g2", 0.0)], model.ByGroup.Select(one => (one.Key, Dice(one.Value))));
        Assert.Equal((2, 0.5), (model.WithoutLeaked!.Rows, Dice(model.WithoutLeaked)));
        Assert.Equal([2, 1, 0, 0], model.Overall.Cases);

        // Two groups: draws of g1 twice, of both and of g2 twice give 0.75, 0.5 and 0.
        Assert.Equal((0.0, 0.75), model.Overall.Means[0].Interval);
    }

    [Fact]
    public void Trained_AreRowsWhoseScanIsInTheTrainingPartOrAnotherFold()
    {
        var parts = new Split([
            Place("demo:0", "train", null, "g1"),
            Place("demo:1", "test", null, "g1"),
            Place("demo:2", "test", null, "g2"),
        ]);
        Assert.Equal(["demo:0", "demo:1"], Find(parts));
        var folds = new Split([Place("demo:0", "val", 0, "g1"), Place("demo:1", "val", 1, "g1"), Place("demo:2", "val", 1, "g2")]);
        Assert.Equal(["demo:0", "demo:1"], Find(folds));
        var sound = new Split([Place("demo:0", "val", 0, "g1"), Place("demo:1", "val", 0, "g1"), Place("demo:2", "val", 1, "g2")]);
        Assert.Empty(Find(sound));

        static IEnumerable<string> Find(Split split)
        {
            using var dataset = Dataset.Open(Path.Combine(Repository.Root, "samples", "demo.pkl.gz"));
            return [.. TrainedRows.Find(split, [.. dataset.Rows.Take(3)], ["x", "y", "z"]).Order()];
        }
    }

    private static double Dice(StratumFigures figures) => figures.Means[0].Mean;

    private static SplitAssignment Place(string row, string part, int? fold, string group) => new(row, part, fold, group, Label: null);

    private static JudgedRow Row(string name, string label, string group, int truth, int predicted, int both) =>
        new(
            name,
            label,
            group,
            null,
            new RowJudgement(
                [
                    new PairFigures
                    {
                        Counts = new OverlapCounts(truth, predicted, both, 10_000),
                        Lesions = new RowLesions([new TruthLesion(truth, both > 0)], predicted > 0 ? 1 : 0, 0, []),
                    },
                ],
                null,
                null
            )
        );
}
