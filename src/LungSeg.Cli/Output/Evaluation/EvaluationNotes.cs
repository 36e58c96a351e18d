using System.Globalization;
using LungSeg.Core.Bytes;
using LungSeg.Core.Evaluation;

namespace LungSeg.Cli.Output.Evaluation;

/// <summary>What a reader of figures should know.</summary>
internal static class EvaluationNotes
{
    private const int MaxShown = 5;

    public static IReadOnlyList<string> List(ModelEvaluation evaluation)
    {
        var notes = new List<string>();
        for (var i = 0; i < evaluation.Models.Count; i++)
        {
            var counts = evaluation.Rows.Select(row => row.Figures[i].Counts).ToArray();
            if (counts.Any(one => one.Truth > 0) && counts.All(one => one.Both == one.Truth && one.Both == one.Predicted))
            {
                notes.Add($"{evaluation.Models[i].Name} equals the truth in every row: is it a prediction?");
            }
        }
        if (evaluation.Leaked is { Count: > 0 } leaked)
        {
            notes.Add(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"warning: {leaked.Count} of {evaluation.Rows.Count} rows are of scans that the model was trained on: "
                )
                    + ShortList.Join([.. leaked.Order(StringComparer.Ordinal)], MaxShown)
                    + "; figures without them stand beside"
            );
        }
        return notes;
    }
}
