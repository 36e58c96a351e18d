using System.Text.Json;
using LungSeg.Core.Datasets;
using LungSeg.Core.Formats.Documents;
using LungSeg.Core.Grouping;
using LungSeg.Core.Model;

namespace LungSeg.Cli.Output;

/// <summary>JSON of <c>split --leakage</c>.</summary>
internal static class LeakageJson
{
    public static void Write(Dataset dataset, LeakageReport report, TextWriter output) =>
        ToolDocument.Write(
            output,
            "split",
            dataset.InputFiles,
            json =>
            {
                json.WriteNumber("threshold", report.Threshold);
                json.WriteStartArray("pairs");
                foreach (var pair in report.Pairs)
                {
                    WritePair(json, pair);
                }
                json.WriteEndArray();
                json.WriteStartObject("rows_affected");
                foreach (var input in dataset.Inputs)
                {
                    json.WriteTexts(input.Stem, Affected(report, input).Select(row => row.Name));
                }
                json.WriteEndObject();
                json.WriteStartArray("ids");
                foreach (var id in report.Ids)
                {
                    json.WriteStartObject();
                    json.WriteString("column", id.Column);
                    json.WriteString("id", id.Id);
                    json.WriteTexts("a", id.A.Select(row => row.Name));
                    json.WriteTexts("b", id.B.Select(row => row.Name));
                    json.WriteEndObject();
                }
                json.WriteEndArray();
                json.WriteStartObject("classes_affected");
                foreach (var input in dataset.Inputs)
                {
                    json.WriteCounts(input.Stem, ByClass(report, input).Select(of => KeyValuePair.Create(of.Class, (long)of.Rows)));
                }
                json.WriteEndObject();
            }
        );

    /// <summary>Rows of an input that are in a pair.</summary>
    public static IEnumerable<DatasetRow> Affected(LeakageReport report, DatasetInput input) =>
        report.AffectedA.Concat(report.AffectedB).Where(row => row.Input == input);

    /// <summary>Number of rows of an input that are in a pair, by class in the order of Lung-RADS; rows without a class last.</summary>
    public static IEnumerable<(string Class, int Rows)> ByClass(LeakageReport report, DatasetInput input) =>
        Affected(report, input)
            .GroupBy(row => row.ClassName ?? LungRads.Missing)
            .OrderBy(group => LungRads.GetRank(group.Key))
            .Select(group => (group.Key, group.Count()));

    /// <summary>Name of an enum value in JSON: snake_case, for example <c>left_right</c> for <see cref="Mirror.LeftRight"/>.</summary>
    public static string Name<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());

    private static void WritePair(Utf8JsonWriter json, LeakagePair pair)
    {
        json.WriteStartObject();
        json.WriteString("a", pair.A.Name);
        json.WriteString("b", pair.B.Name);
        json.WriteString("kind", Name(pair.Kind));
        json.WriteNumber("score", Math.Round(pair.Score, 6));
        if (pair.Kind == MatchKind.Shifted)
        {
            json.WriteStartArray("move");
            json.WriteNumberValue(pair.Move.Rows);
            json.WriteNumberValue(pair.Move.Columns);
            json.WriteEndArray();
        }

        if (pair.Mirror != Mirror.None)
        {
            json.WriteString("mirror", Name(pair.Mirror));
        }
        json.WriteEndObject();
    }
}
