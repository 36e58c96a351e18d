using System.Text.Json;
using LungSeg.Core.Analysis;
using LungSeg.Core.Model;
using LungSeg.Core.Statistics;
using LungSeg.Thresholding;

namespace LungSeg.Cli.Output;

/// <summary>JSON of <c>stats</c>. A document holds what it takes to join it with others.</summary>
internal static class StatsJson
{
    public static void Write(StatisticsReport report, TextWriter output) =>
        JsonOutput.WriteDocument(
            output,
            "stats",
            report.Inputs,
            json =>
            {
                var statistics = report.Statistics;
                json.WriteNumber("rows", statistics.Rows.Count);
                WriteQuestion(json, report);
                json.WriteStartObject("overall");
                WriteGroup(json, statistics.Overall);
                json.WriteEndObject();
                json.WriteStartObject("by");
                foreach (var group in statistics.By)
                {
                    json.WriteStartObject(group.Name!);
                    WriteGroup(json, group);
                    json.WriteEndObject();
                }

                json.WriteEndObject();
                WriteHistogram(json, statistics.Overall.Distribution.Histogram);
                json.WriteStartArray("per_row");
                foreach (var row in statistics.Rows)
                    json.WriteRawValue(JsonOutput.Record(line => WriteRow(line, row, report)));
                json.WriteEndArray();
                json.WriteStartObject("hu_counts");
                foreach (var group in statistics.By)
                {
                    json.WriteStartObject(group.Name!);
                    json.WriteNumber("first", group.Distribution.Counts.First);
                    JsonOutput.WriteNumbers(json, "counts", group.Distribution.Counts.Counts);
                    json.WriteEndObject();
                }

                json.WriteEndObject();
            }
        );

    public static void WriteLines(StatisticsReport report, TextWriter output)
    {
        foreach (var row in report.Statistics.Rows)
            JsonOutput.WriteLine(output, json => WriteRow(json, row, report));
    }

    private static void WriteQuestion(Utf8JsonWriter json, StatisticsReport report)
    {
        json.WriteString("image", HuColumns.Name(report.Image));
        json.WriteStartArray("figures");
        foreach (var name in FigureNames.Of(report.Figures))
            json.WriteStringValue(name);
        json.WriteEndArray();
        json.WriteString("grouped_by", report.Statistics.IsByGroup ? "group" : "label");
        if (report.Where is { } where)
            json.WriteString("where", where);
        if (report.Shards.Count == 0)
            return;
        json.WriteStartArray("shards");
        foreach (var (inputs, shard) in report.Shards)
        {
            json.WriteStartObject();
            json.WriteStartArray("inputs");
            foreach (var path in inputs)
                json.WriteStringValue(path);
            json.WriteEndArray();
            json.WriteNumber("index", shard.Index);
            json.WriteNumber("count", shard.Count);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteGroup(Utf8JsonWriter json, GroupStatistics group)
    {
        json.WriteNumber("rows", group.Rows);
        WriteHu(json, group.Hu);
        WriteLesion(json, group.Lesion);
        JsonOutput.WriteNumber(json, "lung_share_mean", group.LungShareMean);
        json.WriteStartObject("lesion_kept");
        JsonOutput.WriteNumber(json, "mean", group.LesionKept.Mean);
        json.WriteNumber("rows_below_1", group.LesionKept.RowsBelow1);
        json.WriteNumber("rows_0", group.LesionKept.Rows0);
        json.WriteEndObject();
        WriteCounts(json, "outcome", group.Outcomes.Select(pair => (ThresholdOutcomes.Name(pair.Key), pair.Value)));
        WriteCounts(json, "stored", group.Stored.Select(pair => (StoredAreas.Name(pair.Key), pair.Value)));
        WriteHistogram(json, group.Distribution.Histogram);
    }

    private static void WriteHu(Utf8JsonWriter json, HuSummary hu)
    {
        json.WriteStartObject("hu");
        json.WriteNumber("rows", hu.Rows);
        json.WriteNumber("pixels", hu.Pixels);
        JsonOutput.WriteNumber(json, "min", hu.Min);
        JsonOutput.WriteNumber(json, "max", hu.Max);
        JsonOutput.WriteNumber(json, "mean", hu.Mean);
        JsonOutput.WriteNumber(json, "std", hu.Std);
        JsonOutput.WriteNumber(json, "p01", hu.P01);
        JsonOutput.WriteNumber(json, "p05", hu.P05);
        JsonOutput.WriteNumber(json, "p50", hu.P50);
        JsonOutput.WriteNumber(json, "p95", hu.P95);
        JsonOutput.WriteNumber(json, "p99", hu.P99);
        json.WriteBoolean("percentiles_exact", hu.PercentilesExact);
        JsonOutput.WriteNumber(json, "padding_share", hu.PaddingShare);
        json.WriteNumber("non_finite_pixels", hu.NonFinitePixels);
        JsonOutput.WriteNumber(json, "air_share", hu.AirShare);
        JsonOutput.WriteNumber(json, "lung_share", hu.LungShare);
        JsonOutput.WriteNumber(json, "soft_share", hu.SoftShare);
        JsonOutput.WriteNumber(json, "bone_share", hu.BoneShare);
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
        JsonOutput.WriteNumber(json, "components_mean", lesion.ComponentsMean);
        JsonOutput.WriteNumber(json, "rows_with_holes", lesion.RowsWithHoles);
        JsonOutput.WriteNumber(json, "hu_mean", lesion.HuMean);
        JsonOutput.WriteNumber(json, "hu_std", lesion.HuStd);
        JsonOutput.WriteNumber(json, "contrast_mean", lesion.ContrastMean);
        JsonOutput.WriteNumber(json, "pleura_min_mean", lesion.PleuraMinMean);
        WriteCounts(json, "side", lesion.Sides.Select(pair => (RowColumns.SideName(pair.Key)!, pair.Value)));
        json.WriteEndObject();
    }

    private static void WriteRange(Utf8JsonWriter json, string name, SizeRange? range)
    {
        json.WriteStartObject(name);
        JsonOutput.WriteNumber(json, "min", range?.Min);
        JsonOutput.WriteNumber(json, "median", range?.Median);
        JsonOutput.WriteNumber(json, "mean", range?.Mean);
        JsonOutput.WriteNumber(json, "max", range?.Max);
        json.WriteEndObject();
    }

    private static void WriteCounts(Utf8JsonWriter json, string name, IEnumerable<(string Name, long Rows)> counts)
    {
        json.WriteStartObject(name);
        foreach (var (key, rows) in counts)
            json.WriteNumber(key, rows);
        json.WriteEndObject();
    }

    private static void WriteHistogram(Utf8JsonWriter json, HuHistogram histogram)
    {
        json.WriteStartObject("hu_histogram");
        JsonOutput.WriteNumbers(json, "edges", [.. HuHistogram.Edges.Select(edge => (long)edge)]);
        JsonOutput.WriteNumbers(json, "counts", histogram.Counts);
        json.WriteNumber("below", histogram.Below);
        json.WriteNumber("above", histogram.Above);
        json.WriteEndObject();
    }

    private static void WriteRow(Utf8JsonWriter json, RowStatistics row, StatisticsReport report)
    {
        foreach (var column in RowColumns.Of(report.Figures))
        {
            if (column.Name == "group" && !report.Statistics.IsByGroup)
                continue;
            switch (column.ValueOf(row))
            {
                case long whole:
                    json.WriteNumber(column.Name, whole);
                    break;
                case double number:
                    JsonOutput.WriteNumber(json, column.Name, number);
                    break;
                case string text:
                    json.WriteString(column.Name, text);
                    break;
                default:
                    json.WriteNull(column.Name);
                    break;
            }
        }
    }
}
