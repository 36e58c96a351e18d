using LungSeg.Core.Formats.Documents;
using LungSeg.Core.Validation;

namespace LungSeg.Cli.Output.Validation;

/// <summary>Output of <c>validate --rules</c>: the list of rules.</summary>
internal static class RulesOutput
{
    public static void Write(ReportFormat format, Terminal terminal)
    {
        switch (format)
        {
            case ReportFormat.Text:
                WriteText(terminal.Out);
                break;
            case ReportFormat.Json:
                WriteJson(terminal.Out);
                break;
            case ReportFormat.Markdown:
                terminal.Out.Write(RulesDocument.Text());
                break;
            default:
                throw new UsageException("--rules is written as text, json or markdown");
        }
    }

    private static void WriteText(TextWriter output)
    {
        var width = RuleCatalog.All.Max(rule => rule.Name.Length);
        foreach (var rule in RuleCatalog.All)
        {
            output.WriteLine($"{rule.Id}  {rule.Name.PadRight(width)}  {Severities.Name(rule.Severity), -7}  {rule.Summary}");
        }
    }

    private static void WriteJson(TextWriter output) =>
        ToolDocument.Write(
            output,
            "validate-rules",
            [],
            json =>
            {
                json.WriteStartArray("rules");
                foreach (var rule in RuleCatalog.All)
                {
                    json.WriteStartObject();
                    json.WriteString("id", rule.Id);
                    json.WriteString("name", rule.Name);
                    json.WriteString("severity", Severities.Name(rule.Severity));
                    json.WriteString("summary", rule.Summary);
                    json.WriteString("why", rule.Why);
                    json.WriteString("remedy", rule.Remedy);
                    json.WriteStartObject("limits");
                    foreach (var limit in ValidationLimits.Defaults.Where(limit => rule.Limits.Contains(limit.Name)))
                    {
                        json.WriteNumber(limit.Name, limit.Value);
                    }
                    json.WriteEndObject();
                    json.WriteEndObject();
                }

                json.WriteEndArray();
            }
        );
}
