using LungSeg.Core.Validation;

namespace LungSeg.Cli.Output.Validation;

/// <summary>JSON of <c>validate</c>.</summary>
internal static class FindingsJson
{
    public static void Write(ValidationOutcome outcome, TextWriter output) =>
        JsonOutput.WriteDocument(
            output,
            "validate",
            outcome.Dataset.Inputs,
            json =>
            {
                json.WriteNumber("rows", outcome.Report.Rows);
                json.WriteStartArray("findings");
                foreach (var finding in outcome.Report.Findings)
                {
                    json.WriteStartObject();
                    json.WriteString("rule", finding.Rule.Id);
                    json.WriteString("name", finding.Rule.Name);
                    json.WriteString("severity", Severities.Name(finding.Severity));
                    json.WriteString("path", finding.Path);
                    json.WriteString("row", finding.Row);
                    json.WriteString("column", finding.Column);
                    json.WriteString("message", finding.Message);
                    if (finding.Offset is { } offset)
                        json.WriteNumber("offset", offset);
                    else
                        json.WriteNull("offset");
                    json.WriteString("fingerprint", finding.Fingerprint);
                    if (outcome.Known is not null)
                        json.WriteBoolean("new", outcome.IsNew(finding));
                    json.WriteEndObject();
                }

                json.WriteEndArray();
                WriteCounts(json, "summary", outcome.Report.Findings);
                if (outcome.Known is not null)
                    WriteCounts(json, "new", outcome.New);
                json.WriteStartArray("rules_run");
                foreach (var rule in outcome.Report.RulesRun)
                    json.WriteStringValue(rule.Id);
                json.WriteEndArray();
            }
        );

    private static void WriteCounts(System.Text.Json.Utf8JsonWriter json, string name, IReadOnlyList<Finding> findings)
    {
        json.WriteStartObject(name);
        foreach (var (severity, count) in ValidationReport.Count(findings))
            json.WriteNumber(Severities.Name(severity), count);
        json.WriteEndObject();
    }
}
