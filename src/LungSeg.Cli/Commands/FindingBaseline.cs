using System.Globalization;
using System.Text.Json;
using LungSeg.Core.Bytes;
using LungSeg.Core.Bytes.Outputs;
using LungSeg.Core.Formats.Documents;
using LungSeg.Core.Validation;

namespace LungSeg.Cli.Commands;

/// <summary>A file of known findings. A run with this baseline fails only for other findings.</summary>
internal static class FindingBaseline
{
    private const string Schema = "lungseg/validate-baseline/1";

    /// <summary>Fingerprints of the known findings.</summary>
    /// <exception cref="UsageException">The file is missing, or it is not a baseline.</exception>
    public static IReadOnlySet<string> Read(string path)
    {
        try
        {
            using var document = JsonDocument.Parse(RunFiles.ReadAllBytes(path));
            var root = document.RootElement;
            if (GetText(root, "schema") != Schema)
            {
                throw NotBaseline(path, $"expected \"schema\": \"{Schema}\"");
            }
            if (!root.TryGetProperty("findings", out var findings) || findings.ValueKind != JsonValueKind.Array)
            {
                throw NotBaseline(path, "\"findings\" is missing or not an array");
            }
            return findings
                .EnumerateArray()
                .Select(
                    (finding, i) =>
                        GetText(finding, "fingerprint")
                        ?? throw NotBaseline(
                            path,
                            string.Create(CultureInfo.InvariantCulture, $"finding {i + 1} has no \"fingerprint\" that is a string")
                        )
                )
                .ToHashSet();
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new UsageException($"{path}: file not found; --write-baseline makes one");
        }
        catch (JsonException e)
        {
            throw NotBaseline(path, JsonFault.Describe(e));
        }
        catch (InvalidOperationException e)
        {
            // A string that is not UTF-8.
            throw NotBaseline(path, e.Message);
        }
    }

    private static UsageException NotBaseline(string path, string fault) => new($"{path}: not a baseline: {fault}");

    private static string? GetText(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    /// <summary>Writes all findings, one a line, so that a diff of two baselines shows the findings that changed.</summary>
    public static void Write(string path, IReadOnlyList<Finding> findings, bool overwrite) =>
        TextFile.Write(path, overwrite, text => WriteLines(text, findings));

    private static void WriteLines(TextWriter text, IReadOnlyList<Finding> findings)
    {
        text.WriteLine("{");
        text.WriteLine($"  \"schema\": \"{Schema}\",");
        text.WriteLine("  \"findings\": [");
        for (var i = 0; i < findings.Count; i++)
        {
            var finding = findings[i];
            var line = JsonText.Record(json =>
            {
                json.WriteString("fingerprint", finding.Fingerprint);
                json.WriteString("rule", finding.Rule.Id);
                json.WriteString("place", finding.Row ?? finding.Stem);
                json.WriteString("column", finding.Column);
                json.WriteString("message", finding.Message);
            });
            text.WriteLine($"    {line}{(i < findings.Count - 1 ? "," : string.Empty)}");
        }

        text.WriteLine("  ]");
        text.WriteLine("}");
    }
}
