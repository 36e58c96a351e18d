using System.Text.Json;
using LungSeg.Core.Analysis;
using LungSeg.Core.Bytes;
using LungSeg.Core.Datasets;
using LungSeg.Core.Formats.Documents;
using LungSeg.Core.Model;

namespace LungSeg.Core.Statistics.Documents;

/// <summary>Reads a document that <see cref="StatisticsWriter"/> wrote for <c>stats --json</c>.</summary>
public static class StatisticsReader
{
    /// <summary>Reads a document.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="DatasetFormatException">The file is not a statistics document, or it is damaged.</exception>
    /// <exception cref="IOException">The file is missing or cannot be read.</exception>
    public static StatisticsReport Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var source = GetName(path);
        var bytes = RunFiles.ReadAllBytes(path);
        if (!bytes.AsSpan().TrimStart(Blanks).StartsWith("{"u8))
        {
            throw Other(source);
        }
        try
        {
            using var document = JsonDocument.Parse(bytes);
            var root = document.RootElement;
            if (
                root.ValueKind != JsonValueKind.Object
                || !root.TryGetProperty("schema", out var schema)
                || !schema.ValueEquals(StatisticsWriter.Schema)
            )
            {
                throw Other(source);
            }
            return Report(root);
        }
        catch (JsonException e)
        {
            throw FormatError.Undecodable(source, $"the document is damaged: {JsonFault.Describe(e)}", e);
        }
        catch (Exception e) when (e is InvalidOperationException or KeyNotFoundException or FormatException or ArgumentException)
        {
            throw FormatError.Undecodable(source, "a field that merging needs is missing or has another type", e);
        }
    }

    internal static SourceName GetName(string path) => new(path, null, "json");

    private static ReadOnlySpan<byte> Blanks => " \t\r\n"u8;

    private static DatasetFormatException Other(SourceName source) =>
        FormatError.WrongFormat(source, $"this is not a statistics document ({StatisticsWriter.Schema})");

    private static StatisticsReport Report(JsonElement root)
    {
        var grouping = RowGroupings.TryParse(Text(root, "grouped_by"), out var found) ? found : throw new FormatException("grouped_by");
        var rows = root.GetProperty("per_row")
            .EnumerateArray()
            .Select(row => row.Deserialize(RowStatisticsJson.Default.RowStatistics) ?? throw new FormatException("a row is null"))
            .ToArray();
        return new StatisticsReport
        {
            Inputs = [.. root.GetProperty("inputs").EnumerateArray().Select(Input)],
            Image = HuColumns.TryParse(Text(root, "image"), out var image) ? image : throw new FormatException("image"),
            Figures = root.GetProperty("figures").EnumerateArray().Aggregate(FigureFamilies.None, (all, name) => all | Family(name)),
            HoldsHu = !root.TryGetProperty("holds_hu", out var holdsHu) || holdsHu.GetBoolean(),
            Where = root.TryGetProperty("where", out var where) ? where.GetString() : null,
            Shards = root.TryGetProperty("shards", out var shards) ? [.. shards.EnumerateArray().Select(ReadShard)] : [],
            Statistics = DatasetStatistics.Combine(rows, Distributions(root), grouping),
        };
    }

    private static string Text(JsonElement element, string name) =>
        element.GetProperty(name).GetString() ?? throw new FormatException(name);

    private static FigureFamilies Family(JsonElement name) =>
        FigureFamilyNames.TryParse(name.GetString() ?? string.Empty, out var family) ? family : throw new FormatException("figures");

    private static InputFile Input(JsonElement input) =>
        new(
            Text(input, "path"),
            Text(input, "stem"),
            Text(input, "format"),
            input.GetProperty("rows").GetInt64(),
            input.GetProperty("bytes").GetInt64()
        );

    private static MeasuredShard ReadShard(JsonElement shard)
    {
        var (index, count) = (shard.GetProperty("index").GetInt32(), shard.GetProperty("count").GetInt32());
        return index >= 0 && index < count
            ? new MeasuredShard(
                [.. shard.GetProperty("inputs").EnumerateArray().Select(path => path.GetString() ?? string.Empty)],
                new Shard(index, count)
            )
            : throw new FormatException("shards");
    }

    private static Dictionary<string, HuDistribution> Distributions(JsonElement root)
    {
        var distributions = new Dictionary<string, HuDistribution>();
        foreach (var group in root.GetProperty("by").EnumerateObject())
        {
            var histogram = group.Value.GetProperty("hu_histogram");
            var distribution = new HuDistribution
            {
                Histogram = HuHistogram.FromCounts(
                    Numbers(histogram, "counts"),
                    histogram.GetProperty("below").GetInt64(),
                    histogram.GetProperty("above").GetInt64()
                ),
            };
            var counts = root.GetProperty("hu_counts").GetProperty(group.Name);
            distribution.Counts.Add(counts.GetProperty("first").GetInt32(), Numbers(counts, "counts"));
            distributions.Add(group.Name, distribution);
        }

        return distributions;
    }

    private static long[] Numbers(JsonElement element, string name) =>
        [.. element.GetProperty(name).EnumerateArray().Select(number => number.GetInt64())];
}
