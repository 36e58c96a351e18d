using System.Text.Json;
using LungSeg.Core.Datasets;
using LungSeg.Core.Formats.Documents;
using LungSeg.Core.Model;
using LungSeg.Core.Regeneration;
using LungSeg.Core.Selection;
using LungSeg.Thresholding;

namespace LungSeg.Cli.Output;

/// <summary>JSON of <c>threshold --check</c> and <c>--compare</c>.</summary>
internal static class ThresholdJson
{
    public static void Write(Dataset dataset, CheckSummary summary, IReadOnlyList<RowCheck> checks, TextWriter output) =>
        ToolDocument.Write(
            output,
            "threshold",
            dataset.InputFiles,
            json =>
            {
                json.WriteNumber("rows", summary.Rows);
                json.WriteStartObject("methods");
                foreach (var method in summary.Methods)
                {
                    json.WriteStartObject(method.Name);
                    json.WriteNumber("identical_rows", method.IdenticalRows);
                    json.WriteNumber("edge_only_rows", method.EdgeOnlyRows);
                    json.WriteNumberOrNull("dice_mean", method.DiceMean);
                    json.WriteEndObject();
                }

                json.WriteEndObject();
                json.WriteString("best", summary.Best);
                json.WriteCounts("outcomes", Counts(summary.Outcomes, ThresholdOutcomes.Name));
                json.WriteCounts("stored", Counts(summary.Stored, StoredAreas.Name));
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

    /// <summary>Writes what each method would keep.</summary>
    public static void Write(Dataset dataset, int rows, IReadOnlyList<MethodKeep> methods, TextWriter output) =>
        ToolDocument.Write(
            output,
            "threshold",
            dataset.InputFiles,
            json =>
            {
                json.WriteNumber("rows", rows);
                json.WriteStartObject("methods");
                foreach (var method in methods)
                {
                    json.WriteStartObject(method.Name);
                    json.WriteNumberOrNull("lesion_kept", method.LesionKept);
                    json.WriteNumber("rows_lesion_lost", method.RowsLesionLost);
                    json.WriteNumberOrNull("tissue_share", method.TissueShare);
                    json.WriteNumberOrNull("lung_share", method.LungShare);
                    json.WriteEndObject();
                }

                json.WriteEndObject();
            }
        );

    public static void WriteLines(IReadOnlyList<RowCheck> checks, RowChoice choice, TextWriter output)
    {
        var writeChosen = ChosenJson.CreateWriter(choice);
        foreach (var check in checks)
        {
            output.WriteLine(
                JsonText.Record(json =>
                {
                    WriteRow(json, check);
                    writeChosen?.Invoke(json, check.Row);
                })
            );
        }
    }

    private static IEnumerable<KeyValuePair<string, long>> Counts<T>(IReadOnlyDictionary<T, int> counts, Func<T, string> nameOf) =>
        counts.Select(count => KeyValuePair.Create(nameOf(count.Key), (long)count.Value));

    private static void WriteRow(Utf8JsonWriter json, RowCheck check)
    {
        var best = check.Best;
        json.WriteString("row", check.Row);
        json.WriteString("method", best.Method);
        json.WriteBoolean("identical", best.IsIdentical);
        json.WriteNumber("dice", best.Dice);
        json.WriteString("outcome", ThresholdOutcomes.Name(check.Outcome));
        json.WriteString("stored", StoredAreas.Name(check.Stored));
        json.WriteNumberOrNull("lesion_kept", check.LesionKept);
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
