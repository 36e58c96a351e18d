using LungSeg.Core.Reporting.Html;
using Xunit;

namespace LungSeg.Core.Tests.Reporting;

/// <summary>
/// Expected texts by the HTML standard: the five characters that can leave a text or an attribute, and the code points that no page may
/// hold.
/// </summary>
public sealed class HtmlTextTests
{
    [Theory]
    [InlineData("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;")]
    [InlineData("\" onload=\"x", "&quot; onload=&quot;x")]
    [InlineData("' & '", "&#39; &amp; &#39;")]
    [InlineData("a\0b\u0007c\u0085d\r", "a\uFFFDb\uFFFDc\uFFFDd\uFFFD")]
    [InlineData("\uFFFE\uFFFF", "\uFFFD\uFFFD")]
    [InlineData("tab\tline\n", "tab\tline\n")]
    [InlineData("Ⅳ – 肺 🫁", "Ⅳ – 肺 🫁")]
    public void Format_TextOfTheData_IsEncoded(string text, string expected)
    {
        Assert.Equal($"<p title=\"{expected}\">{expected}</p>", Markup.Format($"<p title=\"{text}\">{text}</p>").Html);
    }

    // Attributes cannot carry halves of surrogate pairs.
    [Fact]
    public void Format_HalvesOfSurrogatePairs_AreReplaced() => Assert.Equal("\uFFFDx\uFFFD", Markup.Format($"{"\uD83Ex\uDEC1"}").Html);

    [Fact]
    public void Format_MarkupNullAndNumbers_AreWrittenAsTheyAre()
    {
        string? nothing = null;
        Assert.Equal("<b>1</b>-12.35", Markup.Format($"{new Markup("<b>1</b>")}{nothing}-{12.345}").Html);
    }

    [Fact]
    public void Number_ShownForPeople_KeepsItsExactValue()
    {
        Assert.Equal("<data data-key=\"k\" value=\"-1234.5678\">\u22121\u202F234.6</data>", Figures.Number("k", -1234.5678).Html);
        Assert.Equal("<data data-key=\"k\" value=\"0.12345678901234568\">12.3\u00A0%</data>", Figures.Share("k", 0.12345678901234568).Html);
        Assert.Equal("<data data-key=\"k\" value=\"1234567\">1\u202F234\u202F567</data>", Figures.Integer("k", 1234567).Html);
    }

    [Fact]
    public void Number_NoneOrNotFinite_IsADash()
    {
        Assert.Contains("–", Figures.Number("k", null).Html, StringComparison.Ordinal);
        Assert.Equal(Figures.Number("k", null), Figures.Number("k", double.NaN));
        Assert.DoesNotContain("data-key", Figures.Integer("k", null).Html, StringComparison.Ordinal);
    }
}
