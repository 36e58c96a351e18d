using LungSeg.Core.Model;
using LungSeg.Core.Statistics;
using Xunit;

namespace LungSeg.Core.Tests.Statistics;

public sealed class RowFilterTests
{
    private static readonly RowStatistics Row = new() { Row = "a:0", Class = "LR4A", LesionPx = 12, LesionKept = 0.5, Stored = StoredArea.BodyKept };

    [Theory]
    [InlineData("lesion_px>0 and stored==body_kept", true)]
    [InlineData("lesion_px>0 and stored==ok", false)]
    [InlineData("lesion_px > 12 or lesion_kept<=0.5", true)]
    [InlineData("lesion_px>12 or lesion_kept<0.5", false)]
    [InlineData("stored==ok or lesion_px>=12 and class==LR4A", true)]
    [InlineData("class!='LR4A'", false)]
    [InlineData("hu_mean<0", false)]
    [InlineData("hu_mean!=0", true)]
    [InlineData("lesion_px==twelve", false)]
    public void Holds_Condition_IsAsRead(string text, bool expected) => Assert.Equal(expected, RowFilter.Parse(text).Holds(Row));

    [Theory]
    [InlineData("")]
    [InlineData("lesion_px")]
    [InlineData("lesion_px>")]
    [InlineData("size>3")]
    [InlineData("lesion_px>0 and")]
    [InlineData("and")]
    public void Parse_Nonsense_IsRefused(string text) => Assert.Throws<FormatException>(() => RowFilter.Parse(text));

    [Fact]
    public void Needs_AreTheFamiliesOfItsFigures() =>
        Assert.Equal(FigureFamilies.Lesion | FigureFamilies.Threshold, RowFilter.Parse("lesion_px>0 and stored==ok or row==a:0").Needs);
}
