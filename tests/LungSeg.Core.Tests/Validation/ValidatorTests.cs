using LungSeg.Core.Analysis;
using LungSeg.Core.Bytes;
using LungSeg.Core.Datasets;
using LungSeg.Core.Tests.Fixtures;
using LungSeg.Core.Validation;
using Xunit;

namespace LungSeg.Core.Tests.Validation;

/// <summary>The run as a whole; what each rule finds is tested beside the rule.</summary>
public sealed class ValidatorTests : RuleTest
{
    [Fact]
    public void Run_CleanSet_FindsPaddingAtMost() => Assert.All(Validate(), finding => Assert.Equal("LS018", finding.Rule.Id));

    [Fact]
    public void Run_AnyNumberOfThreads_FindsTheSameInTheSameOrder()
    {
        foreach (var row in Set.Rows)
        {
            row.Label = "LR9";
            row.Keep(i => row.HuOld[i] > -300);
            row.Set(row.LungPixel, 40000);
        }

        var path = Set.Write(PathOf("set.pkl"));
        var expected = Validate(new ValidationOptions { Jobs = 1 }, path);
        Assert.Equal(expected, Validate(new ValidationOptions { Jobs = 4 }, path));
        Assert.True(expected.Count > 12);
        Assert.Equal(
            expected.OrderBy(finding => finding.Rule.Id, StringComparer.Ordinal).ThenBy(finding => finding.RowIndex ?? -1),
            expected
        );
    }

    [Fact]
    public void Run_RuleTurnedOff_DoesNotRun()
    {
        Set.Rows[1].Label = "LR9";
        var path = Set.Write(PathOf("set.pkl"));
        var off = new RuleSettings { Severities = new Dictionary<string, Severity?> { ["LS020"] = null } };
        Assert.DoesNotContain(Validate(new ValidationOptions { Settings = off }, path), finding => finding.Rule.Id == "LS020");
        Assert.DoesNotContain(
            Validate(new ValidationOptions { Rules = new HashSet<string> { "LS016" } }, path),
            finding => finding.Rule.Id != "LS016"
        );
        var note = new RuleSettings { Severities = new Dictionary<string, Severity?> { ["LS020"] = Severity.Note } };
        Assert.Equal(
            Severity.Note,
            Assert.Single(Validate(new ValidationOptions { Settings = note }, path), finding => finding.Rule.Id == "LS020").Severity
        );
    }

    [Fact]
    public void Run_SettingsOfAPath_HoldThereAlone()
    {
        Set.Rows[1].Label = "LR9";
        var (a, b) = (Set.Write(PathOf("a.pkl")), Set.Write(PathOf("b.pkl")));
        var paths = new[]
        {
            new PathSettings("a.*", new RuleSettings { Severities = new Dictionary<string, Severity?> { ["LS020"] = null } }),
        };
        Assert.Equal(
            ["b:1"],
            Validate(new ValidationOptions { Paths = paths }, a, b)
                .Where(finding => finding.Rule.Id == "LS020")
                .Select(finding => finding.Row)
        );
    }

    [Fact]
    public void Run_OtherLimit_MovesTheLine()
    {
        Set.Rows[1].Set(Set.Rows[1].LungPixel, -3025);
        var limits = new RuleSettings { Limits = new Dictionary<string, double> { ["hu_min"] = -3025 } };
        Assert.DoesNotContain(
            Validate(new ValidationOptions { Settings = limits }, Set.Write(PathOf("set.pkl"))),
            finding => finding.Rule.Id == "LS016"
        );
        Assert.Throws<InvalidRequestException>(() => new ValidationLimits().With(new Dictionary<string, double> { ["hu_mni"] = 0 }));
    }

    [Fact]
    public void Run_FileCutAfterItWasIndexed_CountsTheRowsItCannotRead()
    {
        var path = Set.Write(PathOf("set.pkl"));
        using var dataset = Dataset.Open(path);
        var last = dataset[3].HuOld!.Offset!.Value;
        using (var file = File.Open(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
        {
            file.SetLength(last + 100);
        }
        var report = Validator.Run(dataset, [.. dataset.Rows], [], new ValidationOptions());
        Assert.Equal((4, 1), (report.Rows, report.RowsUnreadable));
        Assert.Equal("set:3", Assert.Single(report.Findings, finding => finding.Rule.Id == "LS001").Row);
    }

    [Fact]
    public void Fingerprint_OtherFolderAndFigures_StaysAndTellsRowsApart()
    {
        var rule = RuleCatalog.Find("hu-range")!;
        var finding = new Finding
        {
            Rule = rule,
            Severity = Severity.Error,
            Path = "a/set.pkl",
            Stem = "set",
            RowIndex = 3,
            Column = "hu_array",
            Message = "1",
        };
        Assert.Equal(
            finding.Fingerprint,
            (finding with { Path = "b/set.pkl", Message = "2", Offset = 7, Severity = Severity.Note }).Fingerprint
        );
        Assert.NotEqual(finding.Fingerprint, (finding with { RowIndex = 4 }).Fingerprint);
        Assert.NotEqual(finding.Fingerprint, (finding with { Column = null }).Fingerprint);
        Assert.NotEqual(finding.Fingerprint, (finding with { Key = "set:1" }).Fingerprint);
        Assert.Matches("^[0-9a-f]{32}$", finding.Fingerprint);
    }

    [Fact]
    public void Scan_MixedValues_AreCounted()
    {
        var scan = ValueScan.Count([-0.0, 1.5, double.NaN, double.PositiveInfinity, -7, -0.25]);
        Assert.Equal(new ValueScan(NaNs: 1, Infinities: 1, Fractions: 2, Min: -7, Max: 1.5), scan);
    }

    [Theory]
    [InlineData("data/*.pkl", "data/a.pkl", true)]
    [InlineData("a.pkl", "some/where/a.pkl", true)]
    [InlineData("?.pkl", "some/where/a.pkl", true)]
    [InlineData("data/*.pkl", "other/a.pkl", false)]
    public void Fits_Pattern_IsOfThePathOrTheName(string pattern, string path, bool fits) =>
        Assert.Equal(fits, new PathSettings(pattern, RuleSettings.Default).Fits(path));

    [Fact]
    public void RulesDocument_IsTheOneInTheDocs()
    {
        Assert.Equal(RulesDocument.Text(), File.ReadAllText(Path.Combine(Repository.Root, "docs", "rules.md")));
        Assert.Equal(RuleCatalog.All.Count, RuleCatalog.All.Select(rule => rule.Id).Distinct().Count());
        Assert.Equal(RuleCatalog.All.Select(rule => rule.Id).Order(StringComparer.Ordinal), RuleCatalog.All.Select(rule => rule.Id));
        Assert.All(RuleCatalog.All, rule => Assert.Matches("^LS[0-9]{3}$", rule.Id));
    }
}
