using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace LungSeg.Core.Evaluation.Documents;

/// <summary>
/// Writes the <c>summary.json</c> of nnU-Net v2: counts, Dice and IoU of each case, NaN where both masks are empty, and means over the
/// cases that have a number.
/// </summary>
public static class NnUnetSummary
{
    private static readonly string[] Names = ["Dice", "FN", "FP", "IoU", "TN", "TP", "n_pred", "n_ref"];

    /// <summary>The document of one model.</summary>
    /// <param name="evaluation">The judgement.</param>
    /// <param name="model">Position of the model.</param>
    /// <param name="predictionOf">Name of a row's prediction.</param>
    public static string ToText(ModelEvaluation evaluation, int model, Func<int, string> predictionOf)
    {
        ArgumentNullException.ThrowIfNull(evaluation);
        ArgumentNullException.ThrowIfNull(predictionOf);
        var cases = evaluation.Rows.Select(row => Metrics(row.Figures[model].Counts)).ToArray();
        var means = Names.Select((_, i) => KnownValues.Mean(cases.Select(one => one[i]))).ToArray();
        var text = new StringBuilder();
        text.Append("{\n    \"foreground_mean\": ").Append(Object(means, 4)).Append(",\n    \"mean\": {\n        \"1\": ");
        text.Append(Object(means, 8)).Append("\n    },\n    \"metric_per_case\": [");
        for (var i = 0; i < cases.Length; i++)
        {
            text.Append(i == 0 ? "\n" : ",\n").Append("        {\n            \"metrics\": {\n                \"1\": ");
            text.Append(Object(cases[i], 16)).Append("\n            },\n            \"prediction_file\": ");
            text.Append(Quote(predictionOf(i))).Append(",\n            \"reference_file\": ");
            text.Append(Quote(evaluation.Rows[i].Name)).Append("\n        }");
        }
        return text.Append("\n    ]\n}\n").ToString();
    }

    private static double[] Metrics(OverlapCounts counts) =>
        [
            counts.Get(OverlapFigure.Dice, EmptyPolicy.NaN),
            counts.FalseNegatives,
            counts.FalsePositives,
            counts.Get(OverlapFigure.IoU, EmptyPolicy.NaN),
            counts.TrueNegatives,
            counts.Both,
            counts.Predicted,
            counts.Truth,
        ];

    // Python writes NaN for what JSON has no number for; a reader of nnU-Net's files expects it.
    private static string Object(double[] values, int indent)
    {
        var space = new string(' ', indent + 4);
        var lines = Names.Zip(values, (name, value) => $"{space}\"{name}\": {value.ToString("R", CultureInfo.InvariantCulture)}");
        return "{\n" + string.Join(",\n", lines) + "\n" + new string(' ', indent) + "}";
    }

    private static string Quote(string text) => JsonValue.Create(text)!.ToJsonString();
}
