using LungSeg.Core.Grouping;
using Xunit;

namespace LungSeg.Core.Tests.Grouping;

/// <summary>
/// Likeness as measured on real slices: 0.93 at 1.25 mm, 0.85 at 2.5, 0.66 at 5, 0.53 at 7.5, 0.42 at 10; with noise of 60 HU 0.58 at 5 mm
/// and 0.38 at 10.
/// </summary>
public sealed class JoinRuleTests
{
    [Fact]
    public void Reason_FromThresholdOn_IsGiven()
    {
        var pair = new SlicePair(0, 1, false, 0.65);
        Assert.NotNull(Rule(2, pair).Reason(pair, areAdjacent: false));
    }

    [Fact]
    public void Reason_TwoLoneSlicesBelowThreshold_IsNone()
    {
        var pair = new SlicePair(0, 1, false, 0.64);
        Assert.Null(Rule(2, pair).Reason(pair, areAdjacent: true));
    }

    [Fact]
    public void Reason_CoarseNoisyScan_IsGivenForItsSteps()
    {
        SlicePair[] pairs =
        [
            new(0, 1, false, 0.58),
            new(1, 2, false, 0.57),
            new(2, 3, false, 0.56),
            new(0, 2, false, 0.38),
            new(1, 3, false, 0.37),
        ];
        var rule = Rule(4, pairs);
        Assert.All(pairs[..3], pair => Assert.NotNull(rule.Reason(pair, areAdjacent: false)));
        Assert.All(pairs[3..], pair => Assert.Null(rule.Reason(pair, areAdjacent: false)));
    }

    [Fact]
    public void Reason_WideStepBesideSureOnes_IsGiven()
    {
        SlicePair[] pairs = [new(0, 1, false, 0.66), new(1, 2, false, 0.5)];
        Assert.NotNull(Rule(3, pairs).Reason(pairs[1], areAdjacent: false));
    }

    [Theory]
    [InlineData(0.93, false)]
    [InlineData(0.85, true)]
    public void Reason_StrangerOfTwoSlices_NeedsToBeAsNearAsTheyAre(double likeness, bool isGiven)
    {
        // In steps of -log: 0.62 is 0.48; thrice 0.93 is 0.22, thrice 0.85 is 0.49.
        SlicePair[] pairs = [new(0, 1, false, likeness), new(1, 2, false, 0.62)];
        Assert.Equal(isGiven, Rule(3, pairs).Reason(pairs[1], areAdjacent: false) is not null);
    }

    [Fact]
    public void Reason_RowsThatFollowOneAnother_MayBeFarther()
    {
        // Thrice 0.9 is 0.32, five times 0.53; 0.6 is 0.51.
        SlicePair[] pairs = [new(0, 1, false, 0.9), new(1, 2, false, 0.6)];
        Assert.Null(Rule(3, pairs).Reason(pairs[1], areAdjacent: false));
        Assert.NotNull(Rule(3, pairs).Reason(pairs[1], areAdjacent: true));
    }

    [Fact]
    public void Reason_StrangerOfADenseScan_IsNoneOfItsNearest()
    {
        SlicePair[] pairs = [new(0, 1, false, 0.7), new(1, 2, false, 0.7), new(0, 2, false, 0.66), new(1, 3, false, 0.6)];
        Assert.Null(Rule(4, pairs).Reason(pairs[3], areAdjacent: true));
    }

    private static JoinRule Rule(int count, params SlicePair[] pairs)
    {
        var options = new GroupingOptions();
        var evidence = new ScanEvidence(count, options.Threshold);
        foreach (var pair in pairs)
        {
            evidence.Add(pair);
        }
        return new JoinRule(
            evidence,
            (a, b) => pairs.FirstOrDefault(pair => (pair.A, pair.B) == (Math.Min(a, b), Math.Max(a, b))).Score,
            options
        );
    }
}
