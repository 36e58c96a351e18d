using System.Text.Json;
using LungSeg.Core.Datasets;
using LungSeg.Core.Formats.Documents;

namespace LungSeg.Core.Comparison.Documents;

/// <summary>Writes what changed between two versions as JSON, and as a table.</summary>
public static class DiffWriter
{
    /// <summary>The columns of the table: their names, and what they hold of a change; null for nothing.</summary>
    public static IReadOnlyList<KeyValuePair<string, Func<RowChange, object?>>> Columns { get; } =
    [
        new("a", change => change.A?.Name),
        new("b", change => change.B?.Name),
        new("kinds", change => string.Join('+', change.Kinds.Select(ChangeKinds.Name))),
        new("label_a", change => change.A?.FoundLabelText),
        new("label_b", change => change.B?.FoundLabelText),
        new("dice", change => change.Mask?.Coefficient),
        new("pixels_added", change => change.Mask?.OnlyB),
        new("pixels_removed", change => change.Mask?.OnlyA),
        new("method_a", change => change.Method?.A),
        new("method_b", change => change.Method?.B),
        new("likeness", change => change.Likeness),
        new("largest_difference", change => change.LargestDifference),
        new("duplicate_of", change => change.DuplicateOf?.Name),
    ];

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
        foreach (var (name, _) in Columns)
        {
            csv.WriteField(name);
        }
        csv.NextRecord();
        foreach (var change in report.Changes)
        {
            foreach (var (_, get) in Columns)
            {
                csv.WriteField(CsvQuoting.Text(get(change)));
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
        json.Write("likeness", change.Likeness);
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
}
