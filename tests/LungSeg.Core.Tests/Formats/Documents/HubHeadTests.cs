using LungSeg.Core.Formats.Documents;
using Xunit;

namespace LungSeg.Core.Tests.Formats.Documents;

/// <summary>The head of a card on the hub, and what manifests hold of it.</summary>
public sealed class HubHeadTests
{
    [Fact]
    public void ToString_PartsOfOneName_AreToldApart()
    {
        var head = new HubHead
        {
            Title = "t",
            Rows = 4,
            Configs = [.. new[] { "val", "validation", "a-b", "a_b" }.Select(part => new HubSplit("default", part, 1, [part]))],
        };
        string[] names =
        [
            .. head.ToString()
                .Split('\n')
                .Where(line => line.StartsWith("  - split: ", StringComparison.Ordinal))
                .Select(line => line[11..]),
        ];
        Assert.Equal(["validation", "\"validation_2\"", "\"a_b\"", "\"a_b_2\""], names);
    }

    [Theory]
    [InlineData("default train 99999999999 data/x")]
    [InlineData("default train -1 data/x")]
    [InlineData("default train 1")]
    [InlineData("default\n-evil: train 1 data/x")]
    public void ParseSplit_TextIsNone_Throws(string text) => Assert.Throws<FormatException>(() => HubSplit.Parse(text));

    [Theory]
    [InlineData("timestamp[us, tz=UTC]", "day of birth")]
    [InlineData("int64", "a [b] c")]
    public void ParseFeature_OfItsText_IsTheSame(string type, string name) =>
        Assert.Equal(new HubFeature(name, type), HubFeature.Parse(new HubFeature(name, type).ToString()));

    [Theory]
    [InlineData("int64")]
    [InlineData("int64\n  evil: x")]
    public void ParseFeature_TextIsNone_Throws(string text) => Assert.Throws<FormatException>(() => HubFeature.Parse(text));
}
