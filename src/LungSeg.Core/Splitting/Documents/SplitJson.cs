using System.Text.Json;
using LungSeg.Core.Bytes;
using LungSeg.Core.Formats.Documents;

namespace LungSeg.Core.Splitting.Documents;

/// <summary>The JSON documents of <c>lungseg split</c>: writes a split or a check, and reads a split.</summary>
public static class SplitJson
{
    /// <summary>The document of a split: inputs, figures, and the part or fold of each row.</summary>
    public static string ToText(SplitReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return ToolDocument.ToText(
            "split",
            report.Inputs,
            json =>
            {
                json.WriteNumber("seed", report.Seed);
                SplitFigures.Write(json, report);
                json.WriteStartArray("assignments");
                foreach (var row in report.Split.Assignments)
                {
                    WriteAssignment(json, row, report.Summaries.Count > 1);
                }
                json.WriteEndArray();
            }
        );
    }

    /// <summary>The document of a check: findings, rows that could not be looked at, and figures of the split.</summary>
    public static string ToText(SplitReport report, IReadOnlyList<SplitFinding> findings, IReadOnlyList<SplitRow> unread)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(findings);
        ArgumentNullException.ThrowIfNull(unread);
        return ToolDocument.ToText(
            "split",
            report.Inputs,
            json =>
            {
                json.WriteStartArray("findings");
                foreach (var finding in findings)
                {
                    json.WriteStartObject();
                    json.WriteString("code", finding.Code);
                    json.WriteNumber("repeat", finding.Repeat);
                    json.WriteString("message", finding.Message);
                    json.WriteTexts("rows", finding.Rows);
                    json.WriteEndObject();
                }

                json.WriteEndArray();
                json.WriteTexts("unread", unread.Select(row => row.Name));
                SplitFigures.Write(json, report);
            }
        );
    }

    /// <summary>Reads the assignments of rows; figures are skipped.</summary>
    internal static Split Read(ReadOnlyMemory<byte> content, SourceName source)
    {
        using var document = JsonInput.Parse(content, source);
        if (!document.RootElement.TryGetProperty("assignments", out var assignments) || assignments.ValueKind != JsonValueKind.Array)
        {
            throw FormatError.Corrupt(source, "the document has no array 'assignments'; expected a split document");
        }
        var rows = new List<SplitAssignment>(assignments.GetArrayLength());
        foreach (var item in assignments.EnumerateArray())
        {
            rows.Add(
                item.ValueKind == JsonValueKind.Object && Text(item, "row") is { } row && Text(item, "part") is { } part
                    ? new SplitAssignment(
                        row,
                        part,
                        Number(item, "fold", source),
                        Text(item, "group"),
                        Text(item, "label"),
                        Number(item, "repeat", source) ?? 0
                    )
                    {
                        Key = Text(item, "key"),
                        Reason = Text(item, "reason"),
                    }
                    : throw FormatError.Corrupt(source, $"assignment {rows.Count} has no row and part")
            );
        }

        return new Split(rows);
    }

    private static void WriteAssignment(Utf8JsonWriter json, SplitAssignment row, bool isRepeated)
    {
        json.WriteStartObject();
        json.WriteString("row", row.Row);
        json.WriteString("part", row.Part);
        json.Write("fold", row.Fold);
        json.WriteString("group", row.Group);
        json.WriteString("label", row.Label);
        json.WriteString("key", row.Key);
        if (row.Reason is { } reason)
        {
            json.WriteString("reason", reason);
        }
        if (isRepeated)
        {
            json.WriteNumber("repeat", row.Repeat);
        }
        json.WriteEndObject();
    }

    private static string? Text(JsonElement item, string name) =>
        item.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static int? Number(JsonElement item, string name, SourceName source)
    {
        if (!item.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
        {
            return null;
        }
        return value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && number >= 0
            ? number
            : throw FormatError.Corrupt(source, $"{name} is {value.GetRawText()}, expected a number from 0");
    }
}
