using LungSeg.Core.Model;
using Xunit;

namespace LungSeg.Core.Tests.Model;

public sealed class LungRadsTests
{
    [Theory]
    [InlineData("LR0", "LR0")]
    [InlineData("LR1", "LR1")]
    [InlineData("LR2", "LR2")]
    [InlineData("LR3", "LR3")]
    [InlineData("LR4A", "LR4A")]
    [InlineData("LR4B", "LR4B")]
    [InlineData("LR4X", "LR4X")]
    [InlineData("lr4a", "LR4A")]
    [InlineData("LR-4A", "LR4A")]
    [InlineData("LR_4B", "LR4B")]
    [InlineData("LR 4X", "LR4X")]
    [InlineData("LR4-B", "LR4B")]
    [InlineData("4a", "LR4A")]
    [InlineData("4 A", "LR4A")]
    [InlineData("  4B\t", "LR4B")]
    [InlineData("2", "LR2")]
    [InlineData("Lung-RADS 4A", "LR4A")]
    [InlineData("LUNG RADS: 3", "LR3")]
    [InlineData("lung_rads_4x", "LR4X")]
    [InlineData("LungRADS4B", "LR4B")]
    [InlineData("Category 4A", "LR4A")]
    [InlineData("cat. 2", "LR2")]
    [InlineData("LR4AS", "LR4AS")]
    [InlineData("LR-4A S", "LR4AS")]
    [InlineData("2S", "LR2S")]
    [InlineData("2s", "LR2S")]
    [InlineData("4Xc", "LR4XC")]
    [InlineData("LR4BSC", "LR4BSC")]
    [InlineData("LR4BCS", "LR4BSC")]
    [InlineData("LR0 C", "LR0C")]
    public void TryParse_Spelling_GivesTheCanonicalClass(string text, string expected)
    {
        Assert.True(LungRads.TryParse(text, out var value), text);
        Assert.Equal(expected, value.ToString());
        Assert.Equal(expected.TrimEnd('S', 'C'), value.Class);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("LR")]
    [InlineData("LR4")]
    [InlineData("4")]
    [InlineData("4S")]
    [InlineData("LR4C")]
    [InlineData("LR4AB")]
    [InlineData("LR44A")]
    [InlineData("LR4D")]
    [InlineData("LR5")]
    [InlineData("-1")]
    [InlineData("-2")]
    [InlineData(".2")]
    [InlineData("2.5")]
    [InlineData("23")]
    [InlineData("3A")]
    [InlineData("2SS")]
    [InlineData("2SCS")]
    [InlineData("S2")]
    [InlineData("LRLR2")]
    [InlineData("nodule")]
    [InlineData("\u0664A")]
    [InlineData("LR\uff12")]
    public void TryParse_AnythingElse_IsNoClass(string? text) => Assert.False(LungRads.TryParse(text, out _), text);

    [Fact]
    public void Classes_AreOrderedBySuspicion()
    {
        string[] order = ["LR0", "LR1", "LR2", "LR3", "LR4A", "LR4B", "LR4X"];
        Assert.Equal(order, LungRads.Classes);
        var values = order.Select(Parse).ToArray();
        Assert.Equal(order, values.Reverse().Order().Select(value => value.Class));
        Assert.True(Parse("4A") < Parse("4B") && Parse("4X") > Parse("4B") && Parse("2") <= Parse("2S") && Parse("2C") >= Parse("2"));
        Assert.NotEqual(Parse("4A"), Parse("4B"));
    }

    private static LungRads Parse(string text) => LungRads.TryParse(text, out var value) ? value : throw new ArgumentException(text);
}
