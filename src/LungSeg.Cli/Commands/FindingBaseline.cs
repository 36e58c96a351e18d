using System.Text.Json;
using LungSeg.Core.Bytes;
using LungSeg.Core.Bytes.Outputs;
using LungSeg.Core.Formats.Documents;
using LungSeg.Core.Validation;

namespace LungSeg.Cli.Commands;

/// <summary>A file of findings that are known, so that only new ones fail a run.</summary>
internal static class FindingBaseline
{
    private const string Schema = "lungseg/validate-baseline/1";

    /// <summary>Fingerprints of the known findings.</summary>
    /// <exception cref="UsageException">The file is missing or no baseline.</exception>
    public static IReadOnlySet<string> Read(string path)
    {
        try
        {
            using var document = JsonDocument.Parse(RunFiles.ReadAllBytes(path));
            var root = document.RootElement;
            if (
                root.ValueKind != JsonValueKind.Object
                || !root.TryGetProperty("schema", out var schema)
                || schema.ValueKind != JsonValueKind.String
                || schema.GetString() != Schema
            )
            {
                throw new UsageException($"{path}: no baseline of lungseg: expected \"schema\": \"{Schema}\"");
            }

            return root.GetProperty("findings")
                .EnumerateArray()
                .Select(finding => finding.GetProperty("fingerprint").GetString()!)
                .ToHashSet();
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new UsageException($"{path}: file not found; --write-baseline makes one");
        }
        catch (JsonException e)
        {
            throw new UsageException($"{path}: no baseline of lungseg: {JsonFault.Describe(e)}");
        }
        catch (Exception e) when (e is KeyNotFoundException or InvalidOperationException)
        {
            throw new UsageException($"{path}: no baseline of lungseg: {e.Message}");
        }
    }

    /// <summary>Writes all findings, one line each, so that a change of the file shows what changed.</summary>
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
