using System.Diagnostics;
using System.Text.Json;
using LungSeg.Core.Datasets;
using LungSeg.Core.Grouping;

namespace LungSeg.Benchmarks;

/// <summary>Groups rows and looks for leakage, as JSON for the checks in tests/interop/grouping.</summary>
internal static class GroupRuns
{
    public static void Group(int jobs, string[] paths, TextWriter output)
    {
        using var dataset = Dataset.Open(paths);
        var rows = dataset.Rows.ToArray();
        var start = Stopwatch.GetTimestamp();
        var groups = GroupInference.Infer(rows, new GroupingOptions { Jobs = jobs });
        Write(
            output,
            start,
            json =>
            {
                json.WriteStartArray("rows");
                for (var i = 0; i < rows.Length; i++)
                {
                    json.WriteStartObject();
                    json.WriteString("row", rows[i].Name);
                    json.WriteString("group", groups.GroupOf[i]);
                    json.WriteNumber("confidence", groups.Confidence(i));
                    json.WriteEndObject();
                }

                json.WriteEndArray();
                json.WriteStartArray("joins");
                foreach (var join in groups.Joins)
                {
                    json.WriteStartObject();
                    json.WriteNumber("a", join.A);
                    json.WriteNumber("b", join.B);
                    json.WriteString("kind", join.Kind.ToString());
                    json.WriteNumber("score", join.Score);
                    json.WriteString("evidence", join.Evidence);
                    json.WriteEndObject();
                }

                json.WriteEndArray();
            }
        );
    }

    public static void FindLeakage(int jobs, double threshold, string[] paths, TextWriter output)
    {
        using var first = Dataset.Open(paths[0]);
        using var second = paths.Length > 1 ? Dataset.Open(paths[1]) : null;
        var start = Stopwatch.GetTimestamp();
        var report = LeakageSearch.Find(
            [.. first.Rows],
            second is null ? null : [.. second.Rows],
            new LeakageOptions { Jobs = jobs, Threshold = threshold }
        );
        Write(
            output,
            start,
            json =>
            {
                json.WriteStartArray("pairs");
                foreach (var pair in report.Pairs)
                {
                    json.WriteStartObject();
                    json.WriteNumber("a", pair.A.Index);
                    json.WriteNumber("b", pair.B.Index);
                    json.WriteString("kind", pair.Kind.ToString());
                    json.WriteNumber("score", pair.Score);
                    json.WriteEndObject();
                }

                json.WriteEndArray();
            }
        );
    }

    private static void Write(TextWriter output, long start, Action<Utf8JsonWriter> body)
    {
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteNumber("seconds", seconds);
            body(json);
            json.WriteEndObject();
        }

        output.WriteLine(System.Text.Encoding.UTF8.GetString(stream.ToArray()));
    }
}
