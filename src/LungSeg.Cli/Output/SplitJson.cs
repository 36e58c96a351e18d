using System.Text.Json;
using LungSeg.Cli.Commands;
using LungSeg.Core.Datasets;
using LungSeg.Core.Splitting;

namespace LungSeg.Cli.Output;

/// <summary>JSON of <c>split</c> and <c>split --check</c>.</summary>
internal static class SplitJson
{
    /// <summary>The whole split as one document.</summary>
    public static string Text(SplitResult result, IReadOnlyList<DatasetInput> inputs) =>
        Document(
            inputs,
            json =>
            {
                json.WriteNumber("seed", result.Seed);
                WriteFigures(json, result);
                json.WriteStartArray("assignments");
                foreach (var row in result.Split.Assignments)
                    WriteAssignment(json, row, result.Summaries.Count > 1);
                json.WriteEndArray();
            }
        );

    /// <summary>Findings and figures of a split that was checked.</summary>
    public static string CheckText(SplitResult result, IReadOnlyList<SplitFinding> findings, IReadOnlyList<DatasetInput> inputs) =>
        Document(
            inputs,
            json =>
            {
                json.WriteStartArray("findings");
                foreach (var finding in findings)
                {
                    json.WriteStartObject();
                    json.WriteString("code", finding.Code);
                    json.WriteNumber("repeat", finding.Repeat);
                    json.WriteString("message", finding.Message);
                    WriteTexts(json, "rows", finding.Rows);
                    json.WriteEndObject();
                }

                json.WriteEndArray();
                WriteFigures(json, result);
            }
        );

    private static string Document(IReadOnlyList<DatasetInput> inputs, Action<Utf8JsonWriter> body)
    {
        using var text = new StringWriter { NewLine = "\n" };
        JsonOutput.WriteDocument(text, "split", inputs, body);
        return text.ToString();
    }

    /// <summary>
    /// The parts and folds of the first split stand at the top; those of all, where there are several, under <c>repeats</c>.
    /// </summary>
    private static void WriteFigures(Utf8JsonWriter json, SplitResult result)
    {
        json.WriteNumber("groups", result.Groups);
        if (result.Summaries.Count == 0)
            return;
        json.WriteNumber("deviation", result.Deviation);
        json.WriteNumber("lesion_deviation", result.LesionDeviation);
        WriteSummary(json, result.Summaries[0]);
        if (result.Summaries.Count == 1)
            return;
        json.WriteStartArray("repeats");
        foreach (var summary in result.Summaries)
        {
            json.WriteStartObject();
            json.WriteNumber("deviation", summary.Deviation.Mean);
            json.WriteNumber("lesion_deviation", summary.LesionDeviation?.Mean ?? 0);
            WriteSummary(json, summary);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteSummary(Utf8JsonWriter json, SplitSummary summary)
    {
        json.WriteStartObject("deviation_by_class");
        foreach (var category in summary.Deviation.Categories)
            json.WriteNumber(category.Name, category.Deviation);
        json.WriteEndObject();
        json.WriteStartObject("parts");
        foreach (var part in summary.Parts)
            WriteBin(json, part);
        json.WriteEndObject();
        json.WriteStartObject("folds");
        foreach (var fold in summary.Folds)
            WriteBin(json, fold);
        json.WriteEndObject();
    }

    private static void WriteBin(Utf8JsonWriter json, SplitBin bin)
    {
        json.WriteStartObject(bin.Name);
        json.WriteNumber("rows", bin.Rows);
        json.WriteNumber("groups", bin.Groups);
        JsonOutput.WriteCounts(json, "labels", bin.Labels);
        json.WriteEndObject();
    }

    private static void WriteAssignment(Utf8JsonWriter json, SplitAssignment row, bool isRepeated)
    {
        json.WriteStartObject();
        json.WriteString("row", row.Row);
        json.WriteString("part", row.Part);
        if (row.Fold is { } fold)
            json.WriteNumber("fold", fold);
        else
            json.WriteNull("fold");
        json.WriteString("group", row.Group);
        json.WriteString("label", row.Label);
        if (isRepeated)
            json.WriteNumber("repeat", row.Repeat);
        json.WriteEndObject();
    }

    private static void WriteTexts(Utf8JsonWriter json, string name, IReadOnlyList<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
            json.WriteStringValue(text);
        json.WriteEndArray();
    }
}
