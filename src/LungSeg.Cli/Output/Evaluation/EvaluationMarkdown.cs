using System.Globalization;
using LungSeg.Core.Bytes;
using LungSeg.Core.Evaluation;
using LungSeg.Core.Evaluation.Documents;

namespace LungSeg.Cli.Output.Evaluation;

/// <summary>The judgement in the layout of the data set's published table: a line a model, Dice by class, then overall figures.</summary>
internal static class EvaluationMarkdown
{
    public static void Write(ModelEvaluation evaluation, TextWriter output)
    {
        string[] heads = ["model", .. evaluation.Classes, "Dice", "95 %", "IoU", "precision", "recall"];
        Line(output, heads);
        Line(output, heads.Select((_, i) => i == 0 ? "---" : "---:"));
        foreach (var model in evaluation.Models)
        {
            var means = model.Overall.Means.ToDictionary(mean => mean.Name);
            Line(
                output,
                [
                    Escape(model.Name),
                    .. model.ByClass.Select(one => Text(one.Value.Means[0].Mean)),
                    Text(means["dice"].Mean),
                    EvaluationTable.Interval(means["dice"].Interval),
                    Text(means["iou"].Mean),
                    Text(means["precision"].Mean),
                    Text(means["recall"].Mean),
                ]
            );
        }
        output.WriteLine();
        output.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{Quantity.Of(evaluation.Rows.Count, "row")}, {Quantity.Of(evaluation.Groups.Count, "group")}; means over rows, policy "
            ) + $"{EvaluationWriter.GetName(evaluation.Options.Policy)}; intervals by bootstrap over groups."
        );
    }

    /// <summary>A name as a cell.</summary>
    public static string Escape(string name) => name.Replace("|", "\\|", StringComparison.Ordinal);

    /// <summary>Writes a line of a table.</summary>
    public static void Line(TextWriter output, IEnumerable<string> cells) => output.WriteLine("| " + string.Join(" | ", cells) + " |");

    /// <summary>A figure with four digits, without the 0 before the point, as the published table has it.</summary>
    public static string Text(double value) => double.IsFinite(value) ? value.ToString("0.0000", CultureInfo.InvariantCulture) : "-";
}
