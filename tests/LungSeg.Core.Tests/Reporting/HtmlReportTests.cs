using System.Text.RegularExpressions;
using LungSeg.Core.Datasets;
using LungSeg.Core.Reporting;
using LungSeg.Core.Statistics;
using LungSeg.Core.Tests.Validation;
using Xunit;

namespace LungSeg.Core.Tests.Reporting;

/// <summary>The page as text; tests/interop/report looks at it in a browser.</summary>
public sealed partial class HtmlReportTests : IDisposable
{
    private const string Hostile = "<script>alert(1)</script>\" onerror='x' &";
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lungseg-test-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Write_HostileLabelsAndNames_StayText()
    {
        var set = new PlantedSet();
        set.Rows[0].Label = Hostile;
        var page = PageOf(set.Write(Path.Combine(_folder.FullName, "<img src=x>&'.pkl")), FigureFamilies.All, 2);
        string[] known =
        [
            "!DOCTYPE",
            "a",
            "b",
            "body",
            "caption",
            "code",
            "data",
            "dd",
            "details",
            "div",
            "dl",
            "dt",
            "figcaption",
            "figure",
            "footer",
            "g",
            "h1",
            "h2",
            "h3",
            "head",
            "header",
            "html",
            "image",
            "img",
            "li",
            "link",
            "main",
            "meta",
            "nav",
            "ol",
            "p",
            "path",
            "rect",
            "section",
            "small",
            "span",
            "style",
            "summary",
            "svg",
            "table",
            "tbody",
            "td",
            "text",
            "th",
            "thead",
            "title",
            "tr",
            "ul",
        ];
        Assert.Empty(Tag().Matches(page).Select(match => match.Groups[1].Value).Distinct().Except(known));
        Assert.DoesNotContain("src=x>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("onerror='x'", page, StringComparison.Ordinal);
        Assert.Contains("&lt;script&gt;alert(1)&lt;/script&gt;", page, StringComparison.Ordinal);
        Assert.Contains("&lt;img src=x&gt;&amp;&#39;:0", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_OnOneThreadOrThree_IsTheSamePage()
    {
        var path = new PlantedSet().Write(Path.Combine(_folder.FullName, "set.pkl"));
        Assert.Equal(PageOf(path, FigureFamilies.All, 1), PageOf(path, FigureFamilies.All, 3));
    }

    [Fact]
    public void Write_SomeFigures_LeavesTheOtherSectionsOut()
    {
        var page = PageOf(new PlantedSet().Write(Path.Combine(_folder.FullName, "set.pkl")), FigureFamilies.Hu, 2);
        Assert.Equal(
            ["glance", "findings", "inputs", "classes", "hu", "place", "leakage"],
            Section().Matches(page).Select(match => match.Groups[1].Value)
        );
        Assert.All(Link().Matches(page), match => Assert.Contains($"id=\"{match.Groups[1].Value}\"", page, StringComparison.Ordinal));
    }

    [Fact]
    public void Write_NoRows_IsAPageThatSaysSo()
    {
        var path = new PlantedSet().Write(Path.Combine(_folder.FullName, "set.pkl"));
        Assert.Contains(
            "<dt>Rows</dt><dd class=\"value\"><data data-key=\"rows\" value=\"0\">0</data>",
            PageOf(path, FigureFamilies.All, 1, RowFilter.Parse("lesion_px>1000000")),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Collect_FiguresByGroup_AreRefused()
    {
        using var dataset = Dataset.Open(new PlantedSet().Write(Path.Combine(_folder.FullName, "set.pkl")));
        Assert.Throws<ArgumentException>(() => ReportData.Collect(dataset, [], new StatisticsOptions { GetGroup = _ => null }, []));
    }

    private static string PageOf(string path, FigureFamilies figures, int jobs, RowFilter? where = null)
    {
        using var dataset = Dataset.Open(path);
        var options = new StatisticsOptions
        {
            Figures = figures,
            Where = where,
            Jobs = jobs,
        };
        var data = ReportData.Collect(dataset, [.. dataset.Rows], options, []);
        using var page = new StringWriter { NewLine = "\n" };
        HtmlReport.Write(
            page,
            data,
            new StatisticsReport
            {
                Inputs = dataset.InputFiles,
                Figures = figures,
                Where = where?.Text,
                Statistics = data.Statistics,
            }
        );
        return page.ToString();
    }

    [GeneratedRegex("<([!a-zA-Z][a-zA-Z0-9]*)")]
    private static partial Regex Tag();

    [GeneratedRegex("<section[^>]* aria-labelledby=\"([a-z]+)-heading\"")]
    private static partial Regex Section();

    [GeneratedRegex("href=\"#([^\"]+)\"")]
    private static partial Regex Link();
}
