namespace LungSeg.Thresholding.Tests;

/// <summary>What holds for every method.</summary>
public class MaskerContractTests
{
    public static TheoryData<string> Methods => [.. LungMaskers.All.Select(masker => masker.Name)];

    [Fact]
    public void All_Names_AreThoseOfTheCommands()
    {
        Assert.Equal(["published", "two-largest", "refined", "hull"], LungMaskers.All.Select(masker => masker.Name));
    }

    [Fact]
    public void TryGet_UnknownName_IsFalse()
    {
        Assert.False(LungMaskers.TryGet("Published", out var masker));
        Assert.Null(masker);
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void Compute_SideUnderTwo_Throws(string name)
    {
        var masker = Find(name);

        Assert.Equal(
            "height",
            Assert.Throws<ArgumentOutOfRangeException>(() => masker.Compute(new double[5], 1, 5, new byte[5])).ParamName
        );
        Assert.Equal("width", Assert.Throws<ArgumentOutOfRangeException>(() => masker.Compute(new double[5], 5, 1, new byte[5])).ParamName);
        Assert.Throws<ArgumentOutOfRangeException>(() => masker.Compute([], 0, 0, []));
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void Compute_WrongLength_Throws(string name)
    {
        var masker = Find(name);

        Assert.Contains(
            "9 HU values, 8 given",
            Assert.Throws<ArgumentException>(() => masker.Compute(new double[8], 3, 3, new byte[9])).Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "mask of 9 bytes, 8 given",
            Assert.Throws<ArgumentException>(() => masker.Compute(new double[9], 3, 3, new byte[8])).Message,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void Compute_ConstantSliceOfAnySize_IsTooFewAndClearsTheMask(string name)
    {
        foreach (var (rows, columns) in new[] { (2, 2), (2, 300), (300, 2), (63, 64), (65, 127), (512, 300), (2048, 2048) })
        {
            foreach (var hu in new[] { -1000, 40, 0, double.NaN, double.PositiveInfinity })
            {
                var (outcome, mask) = new Canvas(rows, columns, hu).Run(Find(name));

                Assert.Equal(ThresholdOutcome.TooFew, outcome);
                Assert.False(mask.AsSpan().ContainsAnyExcept((byte)0));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void Compute_RandomSlicesOfAnySize_GiveZeroAndOneOnly(string name)
    {
        var random = new Random(11);
        for (var n = 0; n < 60; n++)
        {
            var canvas = RandomSlice.Create(random, random.Next(2, 140), random.Next(2, 140));

            var (outcome, mask) = canvas.Run(Find(name));

            Assert.False(mask.AsSpan().ContainsAnyExcept((byte)0, (byte)1));
            Assert.True(outcome is ThresholdOutcome.Ok or ThresholdOutcome.OkTwoKept || !mask.Contains((byte)1));
        }
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void Compute_ManyThreadsAndMixedSizes_GiveTheSameAsOneThread(string name)
    {
        var random = new Random(5);
        var slices = Enumerable
            .Range(0, 24)
            .Select(n => n % 2 == 0 ? Chest.Create(n) : RandomSlice.Create(random, 90 + n, 140 - n))
            .ToArray();
        var expected = slices.Select(slice => slice.Run(Find(name))).ToArray();

        Parallel.For(
            0,
            96,
            n =>
            {
                var (outcome, mask) = slices[n % slices.Length].Run(Find(name));

                Assert.Equal(expected[n % slices.Length].Outcome, outcome);
                Assert.Equal(expected[n % slices.Length].Mask, mask);
            }
        );
    }

    private static ILungMasker Find(string name) =>
        LungMaskers.TryGet(name, out var masker) ? masker : throw new ArgumentException(name, nameof(name));
}
