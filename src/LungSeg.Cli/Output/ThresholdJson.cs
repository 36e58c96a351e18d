using System.Text.Json;
using LungSeg.Core.Datasets;
using LungSeg.Core.Model;
using LungSeg.Core.Regeneration;
using LungSeg.Thresholding;

namespace LungSeg.Cli.Output;

/// <summary>JSON of <c>threshold --check</c>.</summary>
internal static class ThresholdJson
{
    public static void Write(Dataset dataset, CheckSummary summary, IReadOnlyList<RowCheck> checks, TextWriter output) =>
        JsonOutput.WriteDocument(
            output,
            "threshold",
            dataset.Inputs,
            json =>
            {
                json.WriteNumber("rows", summary.Rows);
                json.WriteStartObject("methods");
                foreach (var method in summary.Methods)
                {
                    json.WriteStartObject(method.Name);
                    json.WriteNumber("identical_rows", method.IdenticalRows);
                    json.WriteNumber("edge_only_rows", method.EdgeOnlyRows);
                    JsonOutput.WriteNumber(json, "dice_mean", method.DiceMean);
                    json.WriteEndObject();
                }

                json.WriteEndObject();
                json.WriteString("best", summary.Best);
                json.WriteStartObject("outcomes");
                foreach (var (outcome, count) in summary.Outcomes)
                    json.WriteNumber(ThresholdOutcomes.Name(outcome), count);
                json.WriteEndObject();
                json.WriteStartObject("stored");
                foreach (var (stored, count) in summary.Stored)
                    json.WriteNumber(StoredAreas.Name(stored), count);
                json.WriteEndObject();
                json.WriteStartArray("per_row");
                foreach (var check in checks)
                {
                    json.WriteStartObject();
                    WriteRow(json, check);
                    json.WriteEndObject();
                }

                json.WriteEndArray();
            }
        );

    public static void WriteLines(IReadOnlyList<RowCheck> checks, TextWriter output)
    {
        foreach (var check in checks)
            JsonOutput.WriteLine(output, json => WriteRow(json, check));
    }

    private static void WriteRow(Utf8JsonWriter json, RowCheck check)
    {
        var best = check.Best;
        json.WriteString("row", check.Row);
        json.WriteString("method", best.Method);
        json.WriteBoolean("identical", best.IsIdentical);
        json.WriteNumber("dice", best.Dice);
        json.WriteString("outcome", ThresholdOutcomes.Name(check.Outcome));
        json.WriteString("stored", StoredAreas.Name(check.Stored));
        if (check.LesionKept is { } kept)
            json.WriteNumber("lesion_kept", kept);
        else
            json.WriteNull("lesion_kept");
        json.WriteStartObject("methods");
        foreach (var method in check.Methods)
        {
            json.WriteStartObject(method.Method);
            json.WriteString("outcome", ThresholdOutcomes.Name(method.Outcome));
            json.WriteBoolean("identical", method.IsIdentical);
            json.WriteBoolean("edge_only", method.DiffersAtEdgeOnly);
            json.WriteNumber("dice", method.Dice);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }
}
