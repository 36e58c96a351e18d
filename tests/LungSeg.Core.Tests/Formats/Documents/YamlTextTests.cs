using LungSeg.Core.Formats.Documents;
using Xunit;

namespace LungSeg.Core.Tests.Formats.Documents;

public sealed class YamlTextTests
{
    [Theory]
    [InlineData("LR4A", "\"LR4A\"")]
    [InlineData("no", "\"no\"")]
    [InlineData("a: \"b\"\\\n\t", "\"a: \\\"b\\\"\\\\\\u000a\\u0009\"")]
    [InlineData("легкое 🫁", "\"легкое 🫁\"")]
    [InlineData("\u0085\u2028", "\"\\u0085\\u2028\"")]
    public void Quote_Text_IsOneScalar(string text, string expected) => Assert.Equal(expected, YamlText.Quote(text));
}
