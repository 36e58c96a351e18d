using LungSeg.Cli.Output.Tables;
using Xunit;

namespace LungSeg.Cli.Tests.Output.Tables;

public sealed class TextWrapTests
{
    [Theory]
    [InlineData("one two three", 7, 0, "one two|three")]
    [InlineData("one two three", 7, 2, "one two|  three")]
    [InlineData("one two three", 13, 2, "one two three")]
    [InlineData("one  two", 4, 0, "one|two")]
    [InlineData("lung_cancer_train", 6, 0, "lung_|cancer|_train")]
    [InlineData("a/folder/file.pkl", 10, 0, "a/folder/|file.pkl")]
    [InlineData("abcdefgh", 3, 0, "abc|def|gh")]
    [InlineData("ab1234", 4, 0, "ab|1234")]
    [InlineData("12345678", 4, 0, "12345678")]
    [InlineData("mean -1024.5 HU", 8, 0, "mean|-1024.5|HU")]
    [InlineData("share 21.5 %, all", 11, 0, "share|21.5 %, all")]
    [InlineData("12 rows", 2, 0, "12|ro|ws")]
    [InlineData("", 5, 2, "")]
    public void Break_Text_KeepsWordsAndNumbers(string text, int width, int indent, string lines) =>
        Assert.Equal(lines.Split('|'), TextWrap.Break(text, width, indent));

    [Theory]
    [InlineData("demo:12345", 5)]
    [InlineData("21.5 %", 6)]
    [InlineData("-1024", 5)]
    [InlineData("x1y22z", 2)]
    [InlineData("", 0)]
    public void LongestNumber_Text_IsThePieceThatStaysWhole(string text, int expected) =>
        Assert.Equal(expected, TextWrap.LongestNumber(text));
}
