using LungSeg.Core.Evaluation;
using LungSeg.Core.Model;
using Xunit;

namespace LungSeg.Core.Tests.Evaluation;

/// <summary>Made by hand; tests/interop/evaluate/check_evaluate.py compares seeded pairs with numpy and scipy.</summary>
public sealed class PairFiguresTests
{
    private static readonly EvaluationOptions Options = new();

    [Fact]
    public void Overlap_OfSixAndFourPixelsWithThreeInCommon()
    {
        var counts = new OverlapCounts(Truth: 6, Predicted: 4, Both: 3, Pixels: 100);
        Assert.Equal((MaskCase.Both, 1L, 3L, 93L), (counts.Case, counts.FalsePositives, counts.FalseNegatives, counts.TrueNegatives));
        Assert.Equal(0.6, counts.Get(OverlapFigure.Dice, EmptyPolicy.NaN), 15);
        Assert.Equal(3.0 / 7, counts.Get(OverlapFigure.IoU, EmptyPolicy.NaN), 15);
        Assert.Equal(0.75, counts.Get(OverlapFigure.Precision, EmptyPolicy.NaN), 15);
        Assert.Equal(0.5, counts.Get(OverlapFigure.Recall, EmptyPolicy.NaN), 15);
    }

    [Theory]
    [InlineData(0, 0, EmptyPolicy.NaN, double.NaN, double.NaN)]
    [InlineData(0, 0, EmptyPolicy.One, 1, 1)]
    [InlineData(0, 0, EmptyPolicy.Zero, 0, 0)]
    [InlineData(0, 0, EmptyPolicy.SkipEmptyTruth, double.NaN, double.NaN)]
    [InlineData(5, 0, EmptyPolicy.NaN, 0, double.NaN)]
    [InlineData(5, 0, EmptyPolicy.One, 0, 0)]
    [InlineData(5, 0, EmptyPolicy.SkipEmptyTruth, 0, 0)]
    [InlineData(0, 5, EmptyPolicy.NaN, 0, 0)]
    [InlineData(0, 5, EmptyPolicy.SkipEmptyTruth, double.NaN, double.NaN)]
    public void Overlap_OfEmptyMasks_FollowsThePolicy(int truth, int predicted, EmptyPolicy policy, double dice, double precision)
    {
        var counts = new OverlapCounts(truth, predicted, Both: 0, Pixels: 100);
        Assert.Equal(dice, counts.Get(OverlapFigure.Dice, policy));
        Assert.Equal(precision, counts.Get(OverlapFigure.Precision, policy));
    }

    [Fact]
    public void Authors_GiveAnEmptyPredictionAPrecisionOfOne() =>
        Assert.Equal(
            (0.0, 1.0),
            (
                new OverlapCounts(5, 0, 0, 100).GetAuthors(OverlapFigure.Dice),
                new OverlapCounts(5, 0, 0, 100).GetAuthors(OverlapFigure.Precision)
            )
        );

    [Fact]
    public void Distances_OfTwoPixels_AreTheirDistance()
    {
        // 3 rows and 4 columns apart: 5 px, and with pixels of 2 x 1 mm the root of 36 + 16.
        var figures = Measure(["#....", ".....", ".....", "....."], [".....", ".....", ".....", "....#"], new PixelSpacing(2, 1));
        Assert.Equal(new BorderDistances(5, 5, 5), figures.Distances);
        Assert.Equal(Math.Sqrt(52), figures.DistancesMm!.Value.Hd, 12);
        Assert.Equal([0, 0, 0], figures.SurfaceDice);
        Assert.Equal((1, 1, 0), (figures.Lesions.Truth.Count, figures.Lesions.Predicted, figures.Lesions.Found));
    }

    [Fact]
    public void Distances_OfASquareWithoutItsMiddle_AreThoseOfTheHole()
    {
        // The hole makes its four neighbours border: of the square's own border each pixel of the ring is at 0, the middle is no border.
        var figures = Measure(["###", "###", "###"], ["###", "#.#", "###"], null);
        Assert.Equal(new BorderDistances(0, 0, 0), figures.Distances);
        Assert.Null(figures.DistancesMm);
    }

    [Fact]
    public void SurfaceDice_OfNeighbouringPixels_CountsContoursByLength()
    {
        // A pixel has four corners of 0.5 * sqrt(2). Two pixels side by side share two corners; the others are 1 px away.
        var figures = Measure(["#."], [".#"], null, new EvaluationOptions { Tolerances = [0, 0.5, 1] });
        Assert.Equal([0.5, 0.5, 1], figures.SurfaceDice.Select(value => Math.Round(value, 12)));
    }

    [Fact]
    public void Lesions_AreMatchedOneToOneByTheGreatestIoU()
    {
        // The prediction's bar lies on both lesions: 2 of 2 and 4 px in common with 2 + 7 and 4 + 7 px. The larger one gets it.
        var figures = Measure(["##.####", "......."], ["#######", "......."], null);
        Assert.Equal([false, true], figures.Lesions.Truth.Select(lesion => lesion.IsFound));
        Assert.Equal((1, 4.0 / 7), (figures.Lesions.Predicted, figures.Lesions.SumIoU));
    }

    [Fact]
    public void Lesions_ByCentre_AreFoundWhereTheirCentroidIsPredicted()
    {
        var byCentre = new EvaluationOptions { MatchIoU = null };
        Assert.Equal(1, Measure(["#####"], ["..#.."], null, byCentre).Lesions.Found);
        Assert.Equal(0, Measure(["#####"], ["##..."], null, byCentre).Lesions.Found);
        Assert.Equal(1, Measure(["#####"], ["##..."], null).Lesions.Found);
    }

    [Fact]
    public void Scores_GiveWhatEachThresholdAdds()
    {
        // Two predicted lesions: the false one scores 0.9, the true one 0.6.
        var truth = Pixels(["...##"]);
        double[] scores = [0.9, 0.9, 0, 0.6, 0.5];
        var figures = PairFigures.Measure(truth, [1, 1, 0, 1, 1], 5, scores, null, Options);
        Assert.Equal([new ScoreStep(0.9, 0, 1), new ScoreStep(0.6, 1, 0)], figures.Lesions.Steps);
        var lesions = LesionFigures.Sum([figures.Lesions], Options, hasScores: true);
        Assert.Equal([0, 0, 0, 1, 1, 1, 1], lesions.Froc.Select(point => point.Sensitivity));
        Assert.Equal((1.0, 1.0, 2.0 / 3), (lesions.Sensitivity, lesions.FalsePerRow, lesions.F1));
    }

    private static PairFigures Measure(string[] truth, string[] predicted, PixelSpacing? spacing, EvaluationOptions? options = null) =>
        PairFigures.Measure(Pixels(truth), Pixels(predicted), truth[0].Length, [], spacing, options ?? Options);

    private static byte[] Pixels(string[] rows) => [.. rows.SelectMany(row => row.Select(pixel => pixel == '#' ? (byte)1 : (byte)0))];
}
