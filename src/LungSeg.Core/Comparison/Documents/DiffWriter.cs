using System.Text.Json;
using LungSeg.Core.Datasets;
using LungSeg.Core.Formats.Documents;

namespace LungSeg.Core.Comparison.Documents;

/// <summary>Writes what changed between two versions as JSON, and as a table.</summary>
public static class DiffWriter
{
    // Scores of two builds may differ in their last bits.
    private const int ScoreDigits = 6;

    /// <summary>The document.</summary>
    /// <param name="report">What changed.</param>
    /// <param name="inputs">The two versions.</param>
    public static string ToText(DiffReport report, IReadOnlyList<InputFile> inputs)
    {
        ArgumentNullException.ThrowIfNull(report);
        return ToolDocument.ToText(
            "diff",
            inputs,
            json =>
            {
                json.WriteCounts("rows", [new("a", report.A.Rows.Count), new("b", report.B.Rows.Count)]);
                json.WriteStartObject("columns");
                json.WriteTexts("compared", report.Columns.Compared);
                json.WriteTexts("only_a", report.Columns.OnlyA);
                json.WriteTexts("only_b", report.Columns.OnlyB);
                json.WriteTexts("others", report.Columns.Others);
                json.WriteEndObject();
                json.WriteCounts(
                    "kinds",
                    report.Counts.Select(count => new KeyValuePair<string, long>(ChangeKinds.Name(count.Kind), count.Rows))
                );
                json.WriteNumber("respelled_labels", report.RespelledLabels);
                json.WriteStartArray("changes");
                foreach (var change in report.Changes)
                {
                    WriteChange(json, change);
                }
                json.WriteEndArray();
            }
        );
    }

    /// <summary>Writes one line a change. Kinds are joined by <c>+</c>.</summary>
    public static void WriteCsv(DiffReport report, TextWriter text)
    {
        ArgumentNullException.ThrowIfNull(report);
        using var csv = CsvQuoting.Over(text);
        foreach (
            var name in (string[])
                [
                    "a",
                    "b",
                    "kinds",
                    "label_a",
                    "label_b",
                    "dice",
                    "pixels_added",
                    "pixels_removed",
                    "method_a",
                    "method_b",
                    "likeness",
                    "largest_difference",
                    "duplicate_of",
                ]
        )
        {
            csv.WriteField(name);
        }
        csv.NextRecord();
        foreach (var change in report.Changes)
        {
            foreach (
                var value in (object?[])
                    [
                        change.A?.Name,
                        change.B?.Name,
                        string.Join('+', change.Kinds.Select(ChangeKinds.Name)),
                        change.A?.FoundLabelText,
                        change.B?.FoundLabelText,
                        change.Mask?.Coefficient,
                        change.Mask?.OnlyB,
                        change.Mask?.OnlyA,
                        change.Method?.A,
                        change.Method?.B,
                        Round(change.Likeness),
                        change.LargestDifference,
                        change.DuplicateOf?.Name,
                    ]
            )
            {
                csv.WriteField(CsvQuoting.Text(value));
            }
            csv.NextRecord();
        }
        csv.Flush();
    }

    private static void WriteChange(Utf8JsonWriter json, RowChange change)
    {
        json.WriteStartObject();
        json.Write("a", change.A?.Name);
        json.Write("b", change.B?.Name);
        json.WriteTexts("kinds", change.Kinds.Select(ChangeKinds.Name));
        WritePair(json, "label", change.A?.FoundLabelText, change.B?.FoundLabelText);
        json.Write("dice", change.Mask?.Coefficient);
        json.Write("pixels_added", change.Mask?.OnlyB);
        json.Write("pixels_removed", change.Mask?.OnlyA);
        if (change.Method is { } method)
        {
            WritePair(json, "method", method.A, method.B);
        }
        else
        {
            json.WriteNull("method");
        }
        json.Write("likeness", Round(change.Likeness));
        json.Write("largest_difference", change.LargestDifference);
        json.Write("duplicate_of", change.DuplicateOf?.Name);
        json.WriteEndObject();
    }

    private static void WritePair(Utf8JsonWriter json, string name, string? a, string? b)
    {
        json.WriteStartArray(name);
        json.WriteStringValue(a);
        json.WriteStringValue(b);
        json.WriteEndArray();
    }

    private static double? Round(double? score) => score is { } value ? Math.Round(value, ScoreDigits) : null;
}
