using System.Text.Json;
using LungSeg.Core.Analysis;
using LungSeg.Core.Formats.Documents;
using LungSeg.Core.Model;
using LungSeg.Thresholding;

namespace LungSeg.Core.Statistics.Documents;

/// <summary>Writes figures as JSON: a document that can be merged with others, or one line a row.</summary>
public static class StatisticsWriter
{
    private const string Name = "stats";

    /// <summary>Schema of the documents.</summary>
    public static string Schema { get; } = ToolDocument.Schema(Name);

    /// <summary>The document.</summary>
    public static string ToText(StatisticsReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return ToolDocument.ToText(
            Name,
            report.Inputs,
            json =>
            {
                var statistics = report.Statistics;
                json.WriteNumber("rows", statistics.Rows.Count);
                WriteQuestion(json, report);
                json.WriteStartObject("overall");
                WriteGroup(json, statistics.Overall, report.Figures);
                json.WriteEndObject();
                json.WriteStartObject("by");
                foreach (var group in statistics.By)
                {
                    json.WriteStartObject(group.Name!);
                    WriteGroup(json, group, report.Figures);
                    json.WriteEndObject();
                }

                json.WriteEndObject();
                WriteHistogram(json, statistics.Overall.Distribution.Histogram);
                json.WriteStartArray("per_row");
                foreach (var row in Rows(report))
                {
                    json.WriteRawValue(row);
                }
                json.WriteEndArray();
                json.WriteStartObject("hu_counts");
                foreach (var group in statistics.By)
                {
                    json.WriteStartObject(group.Name!);
                    json.WriteNumber("first", group.Distribution.Counts.First);
                    json.WriteOnOneLine("counts", group.Distribution.Counts.Counts);
                    json.WriteEndObject();
                }

                json.WriteEndObject();
            }
        );
    }

    /// <summary>The figures of each row as an object on one line, without a line feed.</summary>
    /// <param name="report">The figures.</param>
    /// <param name="writeMore">Writes more members of a row, by its name; null for none.</param>
    public static IEnumerable<string> Rows(StatisticsReport report, Action<Utf8JsonWriter, string>? writeMore = null)
    {
        ArgumentNullException.ThrowIfNull(report);
        var columns = FigureColumns
            .Get(report.Figures)
            .Where(column => column.Name != FigureColumns.Group || report.Statistics.Grouping == RowGrouping.Group)
            .ToArray();
        return report.Statistics.Rows.Select(row =>
            JsonText.Record(json =>
            {
                foreach (var column in columns)
                {
                    json.Write(column.Name, column.GetValue(row));
                }

                writeMore?.Invoke(json, row.Row);
            })
        );
    }

    private static void WriteQuestion(Utf8JsonWriter json, StatisticsReport report)
    {
        json.WriteString("image", HuColumns.Name(report.Image));
        if (!report.HoldsHu)
        {
            json.WriteBoolean("holds_hu", false);
        }

        json.WriteTexts("figures", FigureFamilyNames.Get(report.Figures));
        json.WriteString("grouped_by", RowGroupings.Name(report.Statistics.Grouping));
        if (report.Where is { } where)
        {
            json.WriteString("where", where);
        }
        if (report.Shards.Count == 0)
        {
            return;
        }
        json.WriteStartArray("shards");
        foreach (var (inputs, shard) in report.Shards)
        {
            json.WriteStartObject();
            json.WriteTexts("inputs", inputs);
            json.WriteNumber("index", shard.Index);
            json.WriteNumber("count", shard.Count);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteGroup(Utf8JsonWriter json, GroupStatistics group, FigureFamilies figures)
    {
        json.WriteNumber("rows", group.Rows);
        WriteHu(json, group.Hu);
        WriteLungHu(json, group.LungHu);
        WriteLesion(json, group.Lesion);
        json.WriteNumberOrNull("lung_share_mean", group.LungShareMean);
        json.WriteStartObject("lesion_kept");
        json.WriteNumberOrNull("mean", group.LesionKept.Mean);
        json.WriteNumber("rows_below_1", group.LesionKept.RowsBelow1);
        json.WriteNumber("rows_0", group.LesionKept.Rows0);
        json.WriteEndObject();
        if (figures.HasFlag(FigureFamilies.Methods))
        {
            WriteMethods(json, group);
        }

        json.WriteCounts("outcome", group.Outcomes.Select(pair => KeyValuePair.Create(ThresholdOutcomes.Name(pair.Key), pair.Value)));
        json.WriteCounts("stored", group.Stored.Select(pair => KeyValuePair.Create(StoredAreas.Name(pair.Key), pair.Value)));
        WriteHistogram(json, group.Distribution.Histogram);
    }

    private static void WriteMethods(Utf8JsonWriter json, GroupStatistics group)
    {
        json.WriteStartObject("lesion_kept_by_method");
        foreach (var (method, kept) in group.LesionKeptByMethod)
        {
            json.WriteStartObject(method);
            json.WriteNumberOrNull("mean", kept.Mean);
            json.WriteNumber("rows_0", kept.Rows0);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void WriteHu(Utf8JsonWriter json, HuSummary hu)
    {
        json.WriteStartObject("hu");
        json.WriteNumber("rows", hu.Rows);
        json.WriteNumber("pixels", hu.Pixels);
        json.WriteNumberOrNull("min", hu.Min);
        json.WriteNumberOrNull("max", hu.Max);
        json.WriteNumberOrNull("mean", hu.Mean);
        json.WriteNumberOrNull("std", hu.Std);
        json.WriteNumberOrNull("p01", hu.P01);
        json.WriteNumberOrNull("p05", hu.P05);
        json.WriteNumberOrNull("p50", hu.P50);
        json.WriteNumberOrNull("p95", hu.P95);
        json.WriteNumberOrNull("p99", hu.P99);
        json.WriteBoolean("percentiles_exact", hu.PercentilesExact);
        json.WriteNumberOrNull("padding_share", hu.PaddingShare);
        json.WriteNumber("non_finite_pixels", hu.NonFinitePixels);
        json.WriteNumberOrNull("air_share", hu.AirShare);
        json.WriteNumberOrNull("lung_share", hu.LungShare);
        json.WriteNumberOrNull("soft_share", hu.SoftShare);
        json.WriteNumberOrNull("bone_share", hu.BoneShare);
        json.WriteEndObject();
    }

    private static void WriteLungHu(Utf8JsonWriter json, LungHuSummary lung)
    {
        json.WriteStartObject("lung_hu");
        json.WriteNumber("rows", lung.Rows);
        json.WriteNumber("pixels", lung.Pixels);
        json.WriteNumberOrNull("mean", lung.Mean);
        json.WriteNumberOrNull("std", lung.Std);
        json.WriteEndObject();
    }

    private static void WriteLesion(Utf8JsonWriter json, LesionSummary lesion)
    {
        json.WriteStartObject("lesion");
        json.WriteNumber("rows_with", lesion.RowsWith);
        json.WriteNumber("rows_empty", lesion.RowsEmpty);
        json.WriteNumber("rows_near_empty", lesion.RowsNearEmpty);
        WriteRange(json, "pixels", lesion.Pixels);
        WriteRange(json, "diameter_mm", lesion.DiameterMm);
        json.WriteNumberOrNull("components_mean", lesion.ComponentsMean);
        json.WriteNumberOrNull("rows_with_holes", lesion.RowsWithHoles);
        json.WriteNumberOrNull("hu_mean", lesion.HuMean);
        json.WriteNumberOrNull("hu_std", lesion.HuStd);
        json.WriteNumberOrNull("contrast_mean", lesion.ContrastMean);
        json.WriteNumberOrNull("pleura_min_mean", lesion.PleuraMinMean);
        json.WriteCounts("side", lesion.Sides.Select(pair => KeyValuePair.Create(FigureColumns.SideName(pair.Key)!, pair.Value)));
        json.WriteEndObject();
    }

    private static void WriteRange(Utf8JsonWriter json, string name, SizeRange? range)
    {
        json.WriteStartObject(name);
        json.WriteNumberOrNull("min", range?.Min);
        json.WriteNumberOrNull("median", range?.Median);
        json.WriteNumberOrNull("mean", range?.Mean);
        json.WriteNumberOrNull("max", range?.Max);
        json.WriteEndObject();
    }

    private static void WriteHistogram(Utf8JsonWriter json, HuHistogram histogram)
    {
        json.WriteStartObject("hu_histogram");
        json.WriteOnOneLine("edges", [.. HuHistogram.Edges.Select(edge => (long)edge)]);
        json.WriteOnOneLine("counts", histogram.Counts);
        json.WriteNumber("below", histogram.Below);
        json.WriteNumber("above", histogram.Above);
        json.WriteEndObject();
    }
}
