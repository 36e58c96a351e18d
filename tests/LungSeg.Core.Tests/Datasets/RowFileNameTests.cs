using LungSeg.Core.Datasets;
using Xunit;

namespace LungSeg.Core.Tests.Datasets;

public sealed class RowFileNameTests
{
    [Theory]
    [InlineData("lung_cancer_train:17", "lung_cancer_train_00017")]
    [InlineData("a:b:0", "a:b_00000")]
    [InlineData("set~2:123456", "set~2_123456")]
    public void Format_ParsedRowName_IsPaddedAndReadBack(string row, string name)
    {
        Assert.Equal(name, Of(RowFileName.Parse(row)));
        Assert.True(RowFileName.TryParse(name, out var again));
        Assert.Equal(row, again);
    }

    [Theory]
    [InlineData("case")]
    [InlineData("case_17")]
    [InlineData("case_0001x")]
    [InlineData("case_-0001")]
    public void TryParse_OtherText_IsNone(string text) => Assert.False(RowFileName.TryParse(text, out _));

    [Theory]
    [InlineData("17")]
    [InlineData("set:")]
    [InlineData("set:1..2")]
    public void Parse_NoRowName_IsRefused(string text) => Assert.Throws<ArgumentException>(() => RowFileName.Parse(text));

    [Theory]
    [InlineData("lung_cancer-1", "lung_cancer-1")]
    [InlineData("../../etc/passwd", "______etc_passwd")]
    [InlineData("Набор данных", "____________")]
    [InlineData("a.b c", "a_b_c")]
    [InlineData("", "_")]
    public void Safe_AnyText_KeepsLettersDigitsAndDashes(string text, string expected) => Assert.Equal(expected, RowFileNames.Safe(text));

    private static string Of((string Stem, long Index) row) => RowFileName.Format(row.Stem, row.Index);
}
