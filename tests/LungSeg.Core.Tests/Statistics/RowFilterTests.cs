using LungSeg.Core.Bytes;
using LungSeg.Core.Model;
using LungSeg.Core.Statistics;
using Xunit;

namespace LungSeg.Core.Tests.Statistics;

public sealed class RowFilterTests
{
    private static readonly RowStatistics Row = new()
    {
        Row = "a:0",
        Class = "LR4A",
        LesionPx = 12,
        LesionKept = 0.5,
        Stored = StoredArea.BodyKept,
        LesionContrast = double.NaN,
    };

    [Theory]
    [InlineData("lesion_px>0 and stored==body_kept", true)]
    [InlineData("lesion_px>0 and stored==ok", false)]
    [InlineData("lesion_px > 12 or lesion_kept<=0.5", true)]
    [InlineData("lesion_px>12 or lesion_kept<0.5", false)]
    [InlineData("stored==ok or lesion_px>=12 and class==LR4A", true)]
    [InlineData("class!='LR4A'", false)]
    [InlineData("hu_mean<0", false)]
    [InlineData("hu_mean!=0", true)]
    [InlineData("lesion_px>12 OR stored==body_kept And class==LR4A", true)]
    [InlineData("lesion_contrast<0", false)]
    [InlineData("lesion_contrast>=0", false)]
    [InlineData("lesion_contrast!=0", true)]
    [InlineData("label<=zzz", false)]
    public void Holds_Condition_IsAsRead(string text, bool expected) => Assert.Equal(expected, RowFilter.Parse(text).Holds(Row));

    [Theory]
    [InlineData("")]
    [InlineData("lesion_px")]
    [InlineData("lesion_px>")]
    [InlineData("size>3")]
    [InlineData("lesion_px>0 and")]
    [InlineData("and")]
    public void Parse_Nonsense_IsRefused(string text) => Assert.Throws<InvalidRequestException>(() => RowFilter.Parse(text));

    [Theory]
    [InlineData("lesion_px>nan", "lesion_px is compared with 'nan', expected a number")]
    [InlineData("lesion_px>Infinity", "lesion_px is compared with 'Infinity', expected a number")]
    [InlineData("lesion_px==twelve", "lesion_px is compared with 'twelve', expected a number")]
    [InlineData("stored==OK", "stored is compared with 'OK', which it never is; it is raw, body_kept, not_lung, lung_lost, ok")]
    [InlineData("lesion_side==left", "it is image_left, image_right")]
    [InlineData("outcome!=bogus", "it is ok, ok_two_kept, too_few, qhull_error, tie")]
    [InlineData("class==LR4", "it is LR0, LR1, LR2, LR3, LR4A, LR4B, LR4X, unknown")]
    [InlineData("lesion_px>0&&stored==ok", "'&&' is not known; write 'and'")]
    [InlineData("lesion_px>0 || stored==ok", "'||' is not known; write 'or'")]
    public void Parse_WhatNeverHolds_SaysTheWayOut(string text, string expected) =>
        Assert.Contains(expected, Assert.Throws<InvalidRequestException>(() => RowFilter.Parse(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void Needs_AreTheFamiliesOfItsFigures() =>
        Assert.Equal(FigureFamilies.Lesion | FigureFamilies.Threshold, RowFilter.Parse("lesion_px>0 and stored==ok or row==a:0").Needs);
}
