using LungSeg.Cli.Commands;
using LungSeg.Cli.Output.Tables;
using LungSeg.Core.Evaluation;
using LungSeg.Core.Formats.Documents;

namespace LungSeg.Cli.Output.Evaluation;

/// <summary>The numbers that the authors of the data set printed: means over slices, by class in the order of first appearance.</summary>
internal static class AuthorsTable
{
    private const string Hidden = "in this convention the precision of an empty prediction is 1, and rows of one scan count as independent";

    public static void Write(ModelEvaluation evaluation, EvaluationFormat format, IReadOnlyList<InputFile> inputs, Terminal terminal)
    {
        var classes = evaluation.Rows.Select(row => row.Class).Distinct(StringComparer.Ordinal).ToArray();
        if (format == EvaluationFormat.Json)
        {
            WriteJson(evaluation, classes, inputs, terminal.Out);
            return;
        }
        if (format == EvaluationFormat.Markdown)
        {
            string[] heads = ["model", .. classes, "Dice", "IoU", "precision", "recall"];
            EvaluationMarkdown.Line(terminal.Out, heads);
            EvaluationMarkdown.Line(terminal.Out, heads.Select((_, i) => i == 0 ? "---" : "---:"));
            for (var model = 0; model < evaluation.Models.Count; model++)
            {
                EvaluationMarkdown.Line(
                    terminal.Out,
                    [evaluation.Models[model].Name, .. Values(evaluation, model, classes).Select(EvaluationMarkdown.Text)]
                );
            }
            terminal.Out.WriteLine();
            terminal.Out.WriteLine(Hidden);
            return;
        }
        var page = new TextPage(terminal);
        var table = new TextTable([
            TextColumn.Text("model", "model"),
            .. classes.Select(one => new TextColumn(one, one)),
            new TextColumn("Dice", "dice"),
            new TextColumn("IoU", "iou"),
            new TextColumn("precision", "precision"),
            new TextColumn("recall", "recall"),
        ]);
        for (var model = 0; model < evaluation.Models.Count; model++)
        {
            table.Add([
                evaluation.Models[model].Name,
                .. Values(evaluation, model, classes).Select(value => EvaluationTable.Number(value, "0.0000")),
            ]);
        }
        page.Table(table);
        page.Text(Hidden);
    }

    // Dice by class, then the overall figures.
    private static IEnumerable<double> Values(ModelEvaluation evaluation, int model, string[] classes) =>
        [
            .. classes.Select(one => Mean(evaluation, model, OverlapFigure.Dice, row => row.Class == one)),
            .. Enum.GetValues<OverlapFigure>().Select(figure => Mean(evaluation, model, figure, _ => true)),
        ];

    private static double Mean(ModelEvaluation evaluation, int model, OverlapFigure figure, Func<JudgedRow, bool> counts) =>
        evaluation.Rows.Where(counts).Select(row => row.Figures[model].Counts.GetAuthors(figure)).DefaultIfEmpty(double.NaN).Average();

    private static void WriteJson(ModelEvaluation evaluation, string[] classes, IReadOnlyList<InputFile> inputs, TextWriter output) =>
        ToolDocument.Write(
            output,
            "evaluate-authors",
            inputs,
            json =>
            {
                json.WriteStartObject("predictions");
                for (var model = 0; model < evaluation.Models.Count; model++)
                {
                    json.WriteStartObject(evaluation.Models[model].Name);
                    foreach (var one in classes.Prepend("overall"))
                    {
                        json.WriteStartObject(one);
                        foreach (var figure in Enum.GetValues<OverlapFigure>())
                        {
                            json.WriteNumberOrNull(
                                figure.ToString().ToLowerInvariant(),
                                Mean(evaluation, model, figure, row => one == "overall" || row.Class == one)
                            );
                        }
                        json.WriteEndObject();
                    }
                    json.WriteEndObject();
                }
                json.WriteEndObject();
                json.WriteTexts("notes", [Hidden]);
            }
        );
}
