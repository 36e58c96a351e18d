using System.Text.Json;
using LungSeg.Core.Formats.Documents;

namespace LungSeg.Core.Splitting.Documents;

/// <summary>The figures of a split in its JSON documents.</summary>
internal static class SplitFigures
{
    /// <summary>
    /// Writes the parts and folds of the first repeat at the top, and those of all repeats, where there are several, under <c>repeats</c>.
    /// </summary>
    public static void Write(Utf8JsonWriter json, SplitReport report)
    {
        json.WriteNumber("groups", report.Groups);
        if (report.Summaries.Count == 0)
        {
            return;
        }
        json.WriteNumber("deviation", report.Deviation);
        json.WriteNumber("lesion_deviation", report.LesionDeviation);
        WriteSummary(json, report.Summaries[0]);
        if (report.Summaries.Count == 1)
        {
            return;
        }
        json.WriteStartArray("repeats");
        foreach (var summary in report.Summaries)
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
        {
            json.WriteNumber(category.Name, category.Deviation);
        }
        json.WriteEndObject();
        WriteBins(json, "parts", summary.Parts);
        WriteBins(json, "folds", summary.Folds);
    }

    private static void WriteBins(Utf8JsonWriter json, string name, IReadOnlyList<SplitBin> bins)
    {
        json.WriteStartObject(name);
        foreach (var bin in bins)
        {
            json.WriteStartObject(bin.Name);
            json.WriteNumber("rows", bin.Rows);
            json.WriteNumber("groups", bin.Groups);
            json.WriteCounts("labels", bin.Labels.Select(label => KeyValuePair.Create(label.Name, label.Rows)));
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }
}
