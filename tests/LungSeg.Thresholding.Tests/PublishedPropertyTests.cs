namespace LungSeg.Thresholding.Tests;

public class PublishedPropertyTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Compute_RandomSlices_AgreeWithWalkedContours(int seed)
    {
        var random = new Random(seed);
        var outcomes = new Dictionary<ThresholdOutcome, int>();
        for (var n = 0; n < 250; n++)
        {
            var slice = n % 2 == 0 ? RandomSlice.CreateChest(random) : RandomSlice.Create(random, random.Next(2, 160), random.Next(2, 160));

            var (expected, expectedMask) = slice.Run(new ContourWalkMasker());
            var (outcome, mask) = slice.Run(new PublishedMasker());

            Assert.True(
                expected == outcome && expectedMask.AsSpan().SequenceEqual(mask),
                $"seed {seed}, slice {n}: {outcome}, expected {expected}"
            );
            outcomes[outcome] = outcomes.GetValueOrDefault(outcome) + 1;
        }

        Assert.True(outcomes.Count == 5, string.Join(", ", outcomes));
    }
}
