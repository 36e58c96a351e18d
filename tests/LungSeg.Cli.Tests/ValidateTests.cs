using System.Text.Json;
using System.Xml.Linq;
using Xunit;

namespace LungSeg.Cli.Tests;

/// <summary>
/// Rules are tested in LungSeg.Core.Tests; the formats against their schemas and parsers by tests/interop/validate/check_validate.py.
/// </summary>
public sealed class ValidateTests
{
    // The sample is what the published algorithm makes of phantoms: of two small nodules at the pleura it keeps half.
    private const string SampleLoss = "LS034";

    [Fact]
    public void Validate_Sample_HasOneWarningAndPasses()
    {
        var run = CliRun.Of("validate", CliRun.Sample);
        Assert.Equal((0, string.Empty), (run.Code, run.Error));
        Assert.StartsWith("warning   LS034 lesion-lost        1  demo:1 ", run.Lines[2], StringComparison.Ordinal);
        Assert.StartsWith("1 warning, ", run.Lines[^2], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("error", 0)]
    [InlineData("warning", 1)]
    [InlineData("note", 1)]
    [InlineData("never", 0)]
    public void Validate_FailOn_DecidesTheExitCode(string severity, int code) =>
        Assert.Equal(code, CliRun.Of("validate", CliRun.Sample, "--fail-on", severity).Code);

    [Fact]
    public void Validate_Json_HasTheKeysOfTheContract()
    {
        var run = CliRun.Of("validate", "--json", "--only", "LS034,lesion-cut", CliRun.Sample);
        using var json = JsonDocument.Parse(run.Out);
        var root = json.RootElement;
        Assert.Equal("lungseg/validate/1", root.GetProperty("schema").GetString());
        Assert.Equal(["LS034", "LS035"], root.GetProperty("rules_run").EnumerateArray().Select(rule => rule.GetString()));
        var finding = root.GetProperty("findings")[0];
        Assert.Equal(
            (SampleLoss, "warning", "demo:1", "hu_array"),
            (Text(finding, "rule"), Text(finding, "severity"), Text(finding, "row"), Text(finding, "column"))
        );
        Assert.Equal(JsonValueKind.Number, finding.GetProperty("offset").ValueKind);
        Assert.Equal("47 % of 19 lesion px are kept, hull would keep 100 %", Text(finding, "message"));
        Assert.Equal(
            [0, 1, 1],
            new[] { "error", "warning", "note" }.Select(severity => root.GetProperty("summary").GetProperty(severity).GetInt32())
        );
    }

    [Theory]
    [InlineData("0", 0)]
    [InlineData("2", 2)]
    [InlineData("8", 8)]
    [InlineData("100", 8)]
    public void Validate_AnnotateLimit_HoldsForEachSeverity(string limit, int notes)
    {
        // The sample has 8 notes; the last annotation says how many are left out.
        var run = CliRun.Of("validate", "--format", "github", "--annotate-limit", limit, CliRun.Sample);
        var lines = run.Lines.Where(line => line.StartsWith("::notice ", StringComparison.Ordinal)).ToArray();
        Assert.Equal(notes, lines.Length);
        Assert.Equal(notes == 2, lines.Length > 0 && lines[^1].Contains("7 more: ", StringComparison.Ordinal));
    }

    [Fact]
    public void Validate_RuleWithoutItsColumn_IsNotJudgedInAnyFormat()
    {
        using var folder = new TemporaryFolder();
        Assert.Equal(0, CliRun.Of("convert", CliRun.Sample, "-o", folder["p"], "--to", "png", "-q").Code);
        string[] args = ["validate", folder["p"], "--only", "lesion-lost,mask-values"];
        Assert.Equal(
            ["nothing found in 12 rows by 1 rule; 1 rule not judged", "not judged, since no input has hu_array: LS034 lesion-lost"],
            CliRun.Of(args).Lines
        );
        using (var json = JsonDocument.Parse(CliRun.Of([.. args, "--json"]).Out))
        {
            Assert.Equal(["LS013"], json.RootElement.GetProperty("rules_run").EnumerateArray().Select(rule => rule.GetString()));
            var skipped = Assert.Single(json.RootElement.GetProperty("rules_skipped").EnumerateArray());
            Assert.Equal(
                ("LS034", "lesion-lost", "no input has hu_array"),
                (Text(skipped, "rule"), Text(skipped, "name"), Text(skipped, "reason"))
            );
        }

        // The sample has hu_array: there the rule finds demo:1, and in the pictures it is skipped with the reason.
        var suites = XDocument.Parse(CliRun.Of([.. args, CliRun.Sample, "--format", "junit"]).Out).Root!.Elements("testsuite").ToArray();
        XElement Case(XElement suite) => suite.Elements("testcase").Single(one => one.Attribute("name")!.Value == "LS034 lesion-lost");
        Assert.Equal("the input has no hu_array", Case(suites[0]).Element("skipped")!.Attribute("message")!.Value);
        Assert.NotNull(Case(suites[1]).Element("system-out"));
        using var sarif = JsonDocument.Parse(CliRun.Of([.. args, "--format", "sarif"]).Out);
        var note = sarif.RootElement.GetProperty("runs")[0].GetProperty("invocations")[0].GetProperty("toolConfigurationNotifications")[0];
        Assert.Equal("LS034", Text(note.GetProperty("associatedRule"), "id"));
        foreach (var format in (string[])["markdown", "github"])
        {
            Assert.Contains("LS034 lesion-lost", CliRun.Of([.. args, "--format", format]).Out, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Validate_WriteBaseline_SaysWhatWasWritten()
    {
        using var folder = new TemporaryFolder();
        var run = CliRun.Of("validate", CliRun.Sample, "--width", "200", "--write-baseline", folder["known.json"]);
        // 1 warning and 8 notes.
        Assert.Equal($"nothing new in 12 rows by 34 rules; 9 findings written to the baseline {folder["known.json"]}", run.Lines[^1]);
        run = CliRun.Of("validate", CliRun.Sample, "--baseline", folder["known.json"]);
        Assert.Equal("nothing found in 12 rows by 34 rules; 9 known findings left out", run.Lines[^1]);
    }

    [Fact]
    public void Help_NamesThePlaceOfLimits() =>
        Assert.Contains(
            "[validate.limits] of lungseg.toml",
            CliRun.Of("validate", "--help", "--width", "200").Out,
            StringComparison.Ordinal
        );

    /// <summary>Of a missing file one rule has something to say; the others have seen nothing.</summary>
    [Fact]
    public void Validate_Junit_SkipsRulesOfAMissingFile()
    {
        var run = CliRun.Of("validate", "--format", "junit", "no such.pkl", CliRun.Sample);
        Assert.Equal(3, run.Code);
        var suites = XDocument.Parse(run.Out).Root!.Elements("testsuite").ToDictionary(suite => suite.Attribute("name")!.Value);
        var cases = suites["no such.pkl"].Elements("testcase").ToArray();
        Assert.Equal(
            ["failure", .. Enumerable.Repeat("skipped", cases.Length - 1)],
            cases.Select(one => one.Elements().Single().Name.LocalName)
        );
        Assert.Equal("LS001 unreadable-input", cases[0].Attribute("name")!.Value);
        Assert.Equal(
            ("1", $"{cases.Length - 1}"),
            (suites["no such.pkl"].Attribute("failures")!.Value, suites["no such.pkl"].Attribute("skipped")!.Value)
        );
        Assert.Equal("0", suites[CliRun.Sample].Attribute("skipped")!.Value);
    }

    [Fact]
    public void Validate_MissingFile_IsAFindingAndExitThree()
    {
        var run = CliRun.Of("validate", "--json", "no such.pkl", CliRun.Sample);
        Assert.Equal((3, "lungseg: no such.pkl: file not found\n"), (run.Code, run.Error));
        using var json = JsonDocument.Parse(run.Out);
        var finding = json.RootElement.GetProperty("findings")[0];
        Assert.Equal(("LS001", "error", "no such.pkl"), (Text(finding, "rule"), Text(finding, "severity"), Text(finding, "path")));
        Assert.Equal(JsonValueKind.Null, finding.GetProperty("row").ValueKind);
        Assert.Equal(3, CliRun.Of("validate", "no such.pkl", "--fail-on", "never").Code);
    }

    [Fact]
    public void Validate_Baseline_LeavesKnownFindingsOut()
    {
        using var folder = new TemporaryFolder();
        var (all, one) = (folder["all.json"], folder["one.json"]);
        Assert.Equal(0, CliRun.Of("validate", CliRun.Sample, "--fail-on", "note", "--write-baseline", all).Code);
        var known = CliRun.Of("validate", CliRun.Sample, "--fail-on", "note", "--baseline", all);
        Assert.Equal(0, known.Code);
        Assert.StartsWith("nothing found in 12 rows by ", known.Out, StringComparison.Ordinal);
        Assert.EndsWith("known findings left out\n", known.Out, StringComparison.Ordinal);
        CliRun.Of("validate", CliRun.Sample, "--only", "LS035", "--write-baseline", one);
        var rest = CliRun.Of("validate", CliRun.Sample, "--fail-on", "warning", "--baseline", one, "--json", "--only", "LS034,LS035");
        Assert.Equal(1, rest.Code);
        using var json = JsonDocument.Parse(rest.Out);
        Assert.Equal(
            [true, false],
            json.RootElement.GetProperty("findings").EnumerateArray().Select(finding => finding.GetProperty("new").GetBoolean())
        );
        Assert.Equal(4, CliRun.Of("validate", CliRun.Sample, "--write-baseline", all).Code);
        Assert.Equal(2, CliRun.Of("validate", CliRun.Sample, "--baseline", CliRun.Sample).Code);
    }

    [Theory]
    [InlineData("{}", "expected \"schema\": \"lungseg/validate-baseline/1\"")]
    [InlineData("{\"schema\":\"\\ud800\"}", "Cannot read incomplete UTF-16 JSON text as string with missing low surrogate.")]
    [InlineData("{\"schema\":\"lungseg/validate-baseline/1\"}", "\"findings\" is missing or not an array")]
    [InlineData("{\"schema\":\"lungseg/validate-baseline/1\",\"findings\":[{}]}", "finding 1 has no \"fingerprint\" that is a string")]
    public void Validate_FileThatIsNoBaseline_IsAUsageErrorThatNamesTheField(string text, string fault)
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("known.json", System.Text.Encoding.UTF8.GetBytes(text));
        var run = CliRun.Of("validate", CliRun.Sample, "--baseline", path);
        Assert.Equal((2, $"lungseg: {path}: not a baseline: {fault}\n"), (run.Code, run.Error));
    }

    [Fact]
    public void Validate_Config_TurnsRulesOffAndMovesLimits()
    {
        using var folder = new TemporaryFolder();
        Assert.Equal(1, With("""{ "validate": { "fail_on": "warning" } }"""));
        Assert.Equal(0, With("""{ "validate": { "fail_on": "warning", "rules": { "lesion-lost": "off" } } }"""));
        Assert.Equal(0, With("""{ "validate": { "fail_on": "warning", "limits": { "lesion_kept": 0.4 } } }"""));
        Assert.Equal(1, With("""{ "validate": { "rules": { "LS034": "error" } } }"""));
        Assert.Equal(
            0,
            With("""{ "validate": { "fail_on": "warning", "paths": [ { "path": "demo.*", "rules": { "LS034": "note" } }, ] } } // remark""")
        );
        Assert.Equal(
            1,
            With("""{ "validate": { "fail_on": "warning", "paths": [ { "path": "other.*", "rules": { "LS034": "note" } } ] } }""")
        );

        int With(string config) =>
            CliRun.Of("validate", CliRun.Sample, "--config", folder.Write("c.json", System.Text.Encoding.UTF8.GetBytes(config))).Code;
    }

    [Fact]
    public void Validate_OnlyOfARuleThatIsOff_RunsItAtItsOwnSeverity()
    {
        using var folder = new TemporaryFolder();
        var config = folder.Write(
            "c.json",
            """{ "validate": { "rules": { "LS034": "off" }, "paths": [ { "path": "*", "rules": { "LS034": "off" } } ] } }"""u8.ToArray()
        );
        var run = CliRun.Of("validate", CliRun.Sample, "--config", config, "--only", "lesion-lost", "--fail-on", "warning");
        Assert.Equal(1, run.Code);
        Assert.Contains("warning   LS034 lesion-lost", run.Out, StringComparison.Ordinal);
        Assert.Equal(0, CliRun.Of("validate", CliRun.Sample, "--config", config, "--fail-on", "warning").Code);
    }

    [Fact]
    public void Validate_NoRuleLeft_IsAUsageError()
    {
        var run = CliRun.Of("validate", CliRun.Sample, "--only", "LS041", "--skip", "LS041");
        Assert.Equal((2, "lungseg: --skip leaves no rule to run; see 'lungseg validate --rules'\n"), (run.Code, run.Error));
    }

    [Theory]
    [InlineData("""{ "validat": { } }""", "'validat' is not known")]
    [InlineData("""{ "validate": { "rules": { "LS999": "off" } } }""", "rule 'LS999' is not known")]
    [InlineData("""{ "validate": { "rules": { "LS034": "of" } } }""", "'of' for rule 'LS034' is not known")]
    [InlineData("""{ "validate": { "limits": { "lesion": 1 } } }""", "limit 'lesion' is not known")]
    [InlineData("""{ "validate": { "limits": { "lesion_kept": "1" } } }""", "'lesion_kept' must be a number")]
    [InlineData("""{ "validate": { "limits": { "lesion_kept": 1.5 } } }""", "limit 'lesion_kept' is 1.5, expected a number from 0 to 1")]
    [InlineData(
        """{ "validate": { "limits": { "leakage_score": -0.1 } } }""",
        "limit 'leakage_score' is -0.1, expected a number from 0 to 1"
    )]
    [InlineData("""{ "validate": { "limits": { "spacing_mm": 0 } } }""", "limit 'spacing_mm' is 0, expected a number above 0")]
    [InlineData("""{ "validate": { "limits": { "components": -1 } } }""", "limit 'components' is -1, expected 0 or more")]
    [InlineData("""{ "validate": { "limits": { "hu_max": 1e999 } } }""", "expected a finite number")]
    [InlineData("""{ "validate": { "limits": { "hu_max": 1, "hu_max": 2 } } }""", "limit 'hu_max' is set twice")]
    [InlineData("""{ "validate": { "rules": { "LS034": "off", "lesion-lost": "error" } } }""", "rule 'lesion-lost' (LS034) is set twice")]
    [InlineData("""{ "validate": { "paths": [ { "rules": { } } ] } }""", "has no 'path'")]
    [InlineData("""{ "validate": { "fail_on": "bad" } }""", "fail_on is 'bad'")]
    [InlineData("""[]""", "must be an object")]
    [InlineData("{\n  x }", "not JSON: 'x' is an invalid start of a property name. Expected a '\"', in line 2\n")]
    public void Validate_ConfigThatIsNotUnderstood_IsAUsageError(string config, string message)
    {
        using var folder = new TemporaryFolder();
        var run = CliRun.Of("validate", "no-such.pkl", "--config", folder.Write("c.json", System.Text.Encoding.UTF8.GetBytes(config)));
        Assert.Equal((2, string.Empty), (run.Code, run.Out));
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Validate_OneFileForTwoReports_IsAUsageError()
    {
        using var folder = new TemporaryFolder();
        var path = folder["f"];
        var run = CliRun.Of("validate", CliRun.Sample, "--report", $"json={path}", "--report", $"sarif={folder["./f"]}");
        Assert.Equal((2, string.Empty), (run.Code, run.Out));
        Assert.Contains("is given twice", run.Error, StringComparison.Ordinal);
        Assert.Equal(2, CliRun.Of("validate", CliRun.Sample, "--report", $"json={path}", "--write-baseline", path).Code);
        Assert.False(File.Exists(path));
    }

    [Theory]
    [InlineData("--only", "LS999")]
    [InlineData("--skip", "")]
    [InlineData("--format", "html")]
    [InlineData("--report", "sarif")]
    [InlineData("--fail-on", "sometimes")]
    [InlineData("--config", "no-such.json")]
    [InlineData("--baseline", "no-such.json")]
    public void Validate_OptionThatIsNotUnderstood_IsAUsageError(string option, string value)
    {
        var run = CliRun.Of("validate", CliRun.Sample, option, value);
        Assert.Equal((2, string.Empty), (run.Code, run.Out));
        Assert.StartsWith("lungseg: ", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Validate_SeveralReports_AreWrittenInOneRun()
    {
        using var folder = new TemporaryFolder();
        var run = CliRun.Of(
            "validate",
            CliRun.Sample,
            "--fail-on",
            "warning",
            "--report",
            $"junit={folder["r.xml"]}",
            "--report",
            $"sarif={folder["r.sarif"]}",
            "--report",
            $"markdown={folder["r.md"]}"
        );
        Assert.Equal(1, run.Code);
        var suite = XDocument.Load(folder["r.xml"]).Root!.Element("testsuite")!;
        var failed = Assert.Single(suite.Elements("testcase"), one => one.Element("failure") is not null);
        Assert.Equal("LS034 lesion-lost", failed.Attribute("name")!.Value);
        Assert.Equal("1", suite.Attribute("failures")!.Value);
        using var sarif = JsonDocument.Parse(File.ReadAllText(folder["r.sarif"]));
        Assert.Contains(
            sarif.RootElement.GetProperty("runs")[0].GetProperty("results").EnumerateArray(),
            result => Text(result, "ruleId") == SampleLoss && Text(result, "level") == "warning"
        );
        Assert.Contains("| warning | LS034 lesion-lost |", File.ReadAllText(folder["r.md"]), StringComparison.Ordinal);
        Assert.Equal(4, CliRun.Of("validate", CliRun.Sample, "--report", $"junit={folder["r.xml"]}").Code);
    }

    [Fact]
    public void Validate_Github_AppendsTheStepSummary()
    {
        using var folder = new TemporaryFolder();
        var summary = folder.Write("summary.md", "before\n"u8.ToArray());
        var run = CliRun.In(
            new Dictionary<string, string> { ["GITHUB_STEP_SUMMARY"] = summary },
            "validate",
            CliRun.Sample,
            "--format",
            "github",
            "--only",
            SampleLoss
        );
        Assert.Equal(0, run.Code);
        Assert.Matches(
            "^::warning file=[^:,]+demo\\.pkl\\.gz,line=1,title=LS034 lesion-lost::demo:1 hu_array: 47 %25 of 19 lesion px are kept, "
                + "hull would keep 100 %25\n",
            run.Out
        );
        Assert.StartsWith(
            "before\n## lungseg validate: 1 warning in 12 rows by 1 rule\n",
            File.ReadAllText(summary),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Validate_Rules_ListsThemWithoutAnInput()
    {
        var run = CliRun.Of("validate", "--rules");
        Assert.Equal(0, run.Code);
        Assert.All(run.Lines, line => Assert.Matches("^LS[0-9]{3}  [a-z-]+ +(note|warning|error) ", line));
        Assert.Equal(2, CliRun.Of("validate", "--rules", CliRun.Sample).Code);
        Assert.Equal(2, CliRun.Of("validate").Code);
        Assert.Equal(
            File.ReadAllText(Path.Combine(CliRun.Root, "docs", "rules.md")),
            CliRun.Of("validate", "--rules", "--format", "markdown").Out
        );
    }

    private static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();
}
