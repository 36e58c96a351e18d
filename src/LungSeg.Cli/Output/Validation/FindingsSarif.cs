using System.Text.Json;
using LungSeg.Core.Formats.Documents;
using LungSeg.Core.Model;
using LungSeg.Core.Validation;

namespace LungSeg.Cli.Output.Validation;

/// <summary>Findings as SARIF 2.1.0.</summary>
internal static class FindingsSarif
{
    // GitHub refuses a run with more results.
    private const int MaxResults = 25_000;

    public static void Write(ValidationOutcome outcome, TextWriter output)
    {
        output.Write(
            JsonText.Write(json =>
            {
                json.WriteStartObject();
                json.WriteString("$schema", "https://json.schemastore.org/sarif-2.1.0.json");
                json.WriteString("version", "2.1.0");
                json.WriteStartArray("runs");
                json.WriteStartObject();
                WriteTool(json);
                WriteSkipped(json, outcome.Report.RulesSkipped);
                WriteResults(json, outcome);
                json.WriteEndObject();
                json.WriteEndArray();
                json.WriteEndObject();
            })
        );
    }

    private static void WriteTool(Utf8JsonWriter json)
    {
        json.WriteStartObject("tool");
        json.WriteStartObject("driver");
        json.WriteString("name", "lungseg");
        json.WriteString("version", ToolVersion.Text);
        json.WriteStartArray("rules");
        foreach (var rule in RuleCatalog.All)
        {
            json.WriteStartObject();
            json.WriteString("id", rule.Id);
            json.WriteString("name", rule.Name);
            WriteText(json, "shortDescription", rule.Summary);
            WriteText(json, "fullDescription", rule.Why);
            WriteText(json, "help", rule.Remedy);
            json.WriteStartObject("defaultConfiguration");
            json.WriteString("level", Severities.Name(rule.Severity));
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>Rules that could judge nothing, as notifications about how the tool was run.</summary>
    private static void WriteSkipped(Utf8JsonWriter json, IReadOnlyList<SkippedRule> rules)
    {
        if (rules.Count == 0)
        {
            return;
        }

        json.WriteStartArray("invocations");
        json.WriteStartObject();
        json.WriteBoolean("executionSuccessful", true);
        json.WriteStartArray("toolConfigurationNotifications");
        foreach (var skipped in rules)
        {
            json.WriteStartObject();
            json.WriteString("level", Severities.Name(Severity.Note));
            WriteText(json, "message", $"{skipped.Rule.Id} {skipped.Rule.Name} was not judged: no input has {skipped.Missing}");
            json.WriteStartObject("associatedRule");
            json.WriteString("id", skipped.Rule.Id);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static void WriteResults(Utf8JsonWriter json, ValidationOutcome outcome)
    {
        IEnumerable<Finding> findings = outcome.Report.Findings;
        if (outcome.Report.Findings.Count > MaxResults)
        {
            findings = findings.OrderByDescending(finding => finding.Severity).Take(MaxResults);
        }
        var index = RuleCatalog.All.Select((rule, i) => (rule.Id, i)).ToDictionary();
        json.WriteStartArray("results");
        foreach (var finding in findings)
        {
            json.WriteStartObject();
            json.WriteString("ruleId", finding.Rule.Id);
            json.WriteNumber("ruleIndex", index[finding.Rule.Id]);
            json.WriteString("level", Severities.Name(finding.Severity));
            WriteText(json, "message", $"{FindingPlaces.Describe(finding)}: {finding.Message}");
            WriteLocation(json, finding);
            json.WriteStartObject("partialFingerprints");
            json.WriteString("lungseg/v1", finding.Fingerprint);
            json.WriteEndObject();
            if (outcome.Known is not null)
            {
                json.WriteString("baselineState", outcome.IsNew(finding) ? "new" : "unchanged");
            }
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteLocation(Utf8JsonWriter json, Finding finding)
    {
        json.WriteStartArray("locations");
        json.WriteStartObject();
        json.WriteStartObject("physicalLocation");
        json.WriteStartObject("artifactLocation");
        json.WriteString("uri", FindingPlaces.RelativeUri(finding.Path));
        json.WriteEndObject();
        json.WriteStartObject("region");

        // A data file has no lines, but GitHub shows no result without a line.
        json.WriteNumber("startLine", 1);
        if (finding.Offset is { } offset)
        {
            json.WriteNumber("byteOffset", offset);
        }
        json.WriteEndObject();
        json.WriteEndObject();
        if (finding.Row is { } row)
        {
            json.WriteStartArray("logicalLocations");
            json.WriteStartObject();
            json.WriteString("name", row);
            json.WriteString("kind", "element");
            json.WriteEndObject();
            json.WriteEndArray();
        }

        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static void WriteText(Utf8JsonWriter json, string name, string text)
    {
        json.WriteStartObject(name);
        json.WriteString("text", text);
        json.WriteEndObject();
    }
}
