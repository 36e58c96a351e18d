using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using LungSeg.Core.Datasets;
using LungSeg.Core.Reporting;
using LungSeg.Core.Statistics;
using LungSeg.Core.Tests.Validation;
using LungSeg.Core.Validation;
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
            "article",
            "b",
            "body",
            "br",
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
            "script",
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
            "tfoot",
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
    public void Write_InAnotherFolder_IsTheSamePage()
    {
        var other = _folder.CreateSubdirectory("elsewhere");
        var set = new PlantedSet();
        Lose(set.Rows[1]);
        var page = PageOf(set.Write(Path.Combine(_folder.FullName, "set.pkl")), FigureFamilies.All, 2);
        Assert.Equal(page, PageOf(set.Write(Path.Combine(other.FullName, "set.pkl")), FigureFamilies.All, 2));
        Assert.DoesNotContain(_folder.Name, page, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_HasOneScript_AndItsHashInThePolicy()
    {
        var page = PageOf(new PlantedSet().Write(Path.Combine(_folder.FullName, "set.pkl")), FigureFamilies.All, 2);
        var script = Assert.Single(Script().Matches(page)).Groups[1].Value;
        var hash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(script)));
        Assert.Contains($"; script-src 'sha256-{hash}'; ", page, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe-eval", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_RowThatLosesItsLesion_IsTheWorstWithPicturesAndCommands()
    {
        var set = new PlantedSet();
        Lose(set.Rows[1]);
        var page = PageOf(set.Write(Path.Combine(_folder.FullName, "set.pkl")), FigureFamilies.All, 2);
        Assert.Contains("<figure class=\"row\" id=\"row-1-1\" data-row=\"set:1\">", page, StringComparison.Ordinal);
        Assert.Contains("<article class=\"rule warning\" id=\"rule-LS034\"", page, StringComparison.Ordinal);
        Assert.Contains("<a class=\"zoom\" href=\"#row-1-1\">", page, StringComparison.Ordinal);
        string[] commands =
        [
            "lungseg inspect set.pkl --show set:1",
            "lungseg threshold set.pkl -o set-new.pkl --method hull",
            "lungseg convert set.pkl -o set-clean.pkl --without lesion-lost",
        ];
        Assert.All(commands, command => Assert.Contains($"<code class=\"command\">{command}</code>", page, StringComparison.Ordinal));
        Assert.Contains("hu_array loses 1 of 4 lesions wholly and 0 in part, most wholly in LR3 (1 of 1)", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_SomeFigures_LeavesTheOtherSectionsOut()
    {
        var page = PageOf(new PlantedSet().Write(Path.Combine(_folder.FullName, "set.pkl")), FigureFamilies.Hu, 2);
        Assert.Equal(
            ["glance", "findings", "inputs", "classes", "leakage", "glossary"],
            Section().Matches(page).Select(match => match.Groups[1].Value)
        );
        Assert.All(Link().Matches(page), match => Assert.Contains($"id=\"{match.Groups[1].Value}\"", page, StringComparison.Ordinal));
    }

    [Fact]
    public void Write_NoRows_IsAPageThatSaysSo()
    {
        var path = new PlantedSet().Write(Path.Combine(_folder.FullName, "set.pkl"));
        Assert.Contains(
            "<dd class=\"value\"><data data-key=\"rows\" value=\"0\">0</data>",
            PageOf(path, FigureFamilies.All, 1, RowFilter.Parse("lesion_px>1000000")),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Collect_FiguresByGroup_AreRefused()
    {
        using var dataset = Dataset.Open(new PlantedSet().Write(Path.Combine(_folder.FullName, "set.pkl")));
        Assert.Throws<ArgumentException>(() =>
            ReportData.Collect(dataset, [], new StatisticsOptions { Grouping = RowGrouping.Group }, [], new ValidationOptions())
        );
    }

    private static void Lose(PlantedRow row) => row.Keep(i => row.Lung[i] != 0 && row.Mask[i] == 0);

    private static string PageOf(string path, FigureFamilies figures, int jobs, RowFilter? where = null)
    {
        using var dataset = Dataset.Open(path);
        var options = new StatisticsOptions
        {
            Figures = figures,
            Where = where,
            Jobs = jobs,
        };
        var data = ReportData.Collect(dataset, [.. dataset.Rows], options, [], new ValidationOptions());
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
            },
            new PageOptions()
        );
        return page.ToString();
    }

    [GeneratedRegex("<([!a-zA-Z][a-zA-Z0-9]*)")]
    private static partial Regex Tag();

    [GeneratedRegex("<script>(.*?)</script>", RegexOptions.Singleline)]
    private static partial Regex Script();

    [GeneratedRegex("<section[^>]* aria-labelledby=\"([a-z]+)-heading\"")]
    private static partial Regex Section();

    [GeneratedRegex("href=\"#([^\"]+)\"")]
    private static partial Regex Link();
}
