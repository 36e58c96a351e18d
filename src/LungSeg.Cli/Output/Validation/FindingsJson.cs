using LungSeg.Core.Formats.Documents;
using LungSeg.Core.Validation;

namespace LungSeg.Cli.Output.Validation;

/// <summary>JSON of <c>validate</c>.</summary>
internal static class FindingsJson
{
    public static void Write(ValidationOutcome outcome, TextWriter output) =>
        ToolDocument.Write(
            output,
            "validate",
            outcome.Dataset.InputFiles,
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
                    json.Write("offset", finding.Offset);
                    json.WriteString("fingerprint", finding.Fingerprint);
                    if (outcome.Known is not null)
                    {
                        json.WriteBoolean("new", outcome.IsNew(finding));
                    }
                    json.WriteEndObject();
                }

                json.WriteEndArray();
                json.WriteCounts("summary", Counts(outcome.Report.Findings));
                if (outcome.Known is not null)
                {
                    json.WriteCounts("new", Counts(outcome.New));
                }
                json.WriteTexts("rules_run", outcome.Report.RulesRun.Select(rule => rule.Id));
                json.WriteStartArray("rules_skipped");
                foreach (var skipped in outcome.Report.RulesSkipped)
                {
                    json.WriteStartObject();
                    json.WriteString("rule", skipped.Rule.Id);
                    json.WriteString("name", skipped.Rule.Name);
                    json.WriteString("reason", $"no input has {skipped.Missing}");
                    json.WriteEndObject();
                }

                json.WriteEndArray();
            }
        );

    private static IEnumerable<KeyValuePair<string, long>> Counts(IReadOnlyList<Finding> findings) =>
        ValidationReport.Count(findings).Select(count => KeyValuePair.Create(Severities.Name(count.Key), (long)count.Value));
}
