using System.Globalization;
using LungSeg.Cli.Output.Tables;
using LungSeg.Core.Bytes;
using LungSeg.Core.Evaluation;
using LungSeg.Core.Evaluation.Documents;

namespace LungSeg.Cli.Output.Evaluation;

/// <summary>Tables of <c>evaluate</c> for people.</summary>
internal static class EvaluationTable
{
    /// <summary>Number of the worst rows that are named.</summary>
    public const int WorstCount = 5;

    /// <summary>Writes the tables.</summary>
    /// <param name="evaluation">The judgement.</param>
    /// <param name="worst">The rows with the lowest Dice, and their content keys where they have one.</param>
    /// <param name="page">Where they are written.</param>
    public static void Write(ModelEvaluation evaluation, IReadOnlyList<(JudgedRow Row, string? Key)> worst, TextPage page)
    {
        page.Labelled(
            TextStyle.Bold,
            $"{Quantity.Of(evaluation.Rows.Count, "row")}, {Quantity.Of(evaluation.Groups.Count, "group")}",
            string.Create(CultureInfo.InvariantCulture, $"95 % intervals over groups, {evaluation.Options.Draws} draws; ")
                + $"{EvaluationWriter.Describe(evaluation.Options.Policy)} (--policy {EvaluationWriter.GetName(evaluation.Options.Policy)})"
        );
        foreach (var model in evaluation.Models)
        {
            page.Blank();
            page.Text(model.Name, TextStyle.Bold);
            WriteStrata(page, evaluation, model);
            WritePolicies(page, model);
            WriteFroc(page, model);
        }
        WriteComparisons(page, evaluation);
        WriteWorst(page, evaluation, worst);
    }

    private static void WriteStrata(TextPage page, ModelEvaluation evaluation, ModelFigures model)
    {
        var unit = evaluation.Strata.IsMm ? "mm" : "px";
        var table = new TextTable([
            TextColumn.Text("rows of", "stratum"),
            new TextColumn("rows", "rows"),
            new TextColumn("Dice", "dice"),
            .. IntervalColumns(page, "dice"),
            new TextColumn("IoU", "iou", Priority: 3),
            new TextColumn("precision", "precision", Priority: 2),
            new TextColumn("recall", "recall", Priority: 2),
            new TextColumn("HD95 px", "hd95", Priority: 1),
            new TextColumn("lesions found", "sensitivity"),
            new TextColumn("false per row", "false_per_row", Priority: 1),
        ]);
        Add(page, table, "all", model.Overall);
        if (model.WithoutLeaked is { } held)
        {
            Add(page, table, "not trained on", held);
        }
        foreach (var (name, figures) in model.ByClass)
        {
            Add(page, table, name, figures);
        }
        foreach (var (name, figures) in model.BySize.Where(size => size.Key != SizeStrata.None))
        {
            Add(
                page,
                table,
                new TextCell(name.EndsWith('-') ? $"{name[..^1]} {unit} and up" : $"{name} {unit}", $"{name} {unit}"),
                figures
            );
        }
        page.Table(table);
    }

    private static void Add(TextPage page, TextTable table, TextCell name, StratumFigures figures)
    {
        var means = figures.Means.ToDictionary(mean => mean.Name);
        table.Add([
            name,
            figures.Rows,
            Number(means["dice"].Mean, "0.0000"),
            .. IntervalCells(page, means["dice"].Interval),
            Number(means["iou"].Mean, "0.0000"),
            Number(means["precision"].Mean, "0.0000"),
            Number(means["recall"].Mean, "0.0000"),
            Number(means["hd95"].Mean, "0.0"),
            Number(figures.Lesions.Sensitivity, "0.000"),
            Number(figures.Lesions.FalsePerRow, "0.00"),
        ]);
    }

    private static void WritePolicies(TextPage page, ModelFigures model)
    {
        var cases = model.Overall.Cases;
        page.Labelled(
            TextStyle.Bold,
            "empty masks",
            string.Create(CultureInfo.InvariantCulture, $"rows with a lesion in truth and prediction {cases[0]}, in the truth alone ")
                + string.Create(CultureInfo.InvariantCulture, $"{cases[1]}, in the prediction alone {cases[2]}, in neither {cases[3]}; ")
                + "means by policy: nan leaves out rows where both are empty, one and zero count these as 1 and 0, "
                + "skip_empty_truth leaves out all rows without a truth"
        );
        var table = new TextTable([
            TextColumn.Text("figure", "figure"),
            .. Enum.GetValues<EmptyPolicy>()
                .Select(policy => new TextColumn(EvaluationWriter.GetName(policy), EvaluationWriter.GetName(policy))),
        ]);
        foreach (var mean in model.Overall.Means.Where(mean => mean.ByPolicy.Count > 0))
        {
            table.Add([mean.Name, .. mean.ByPolicy.Select(value => Number(value, "0.0000"))]);
        }
        page.Table(table);
    }

    private static void WriteFroc(TextPage page, ModelFigures model)
    {
        if (model.Overall.Lesions.Froc.Count > 0)
        {
            page.Labelled(
                TextStyle.Bold,
                "FROC",
                string.Join(
                    ", ",
                    model.Overall.Lesions.Froc.Select(point =>
                        string.Create(CultureInfo.InvariantCulture, $"{point.Sensitivity:0.000} at {point.FalsePerRow}")
                    )
                ) + " false lesions a row"
            );
        }
    }

    private static void WriteComparisons(TextPage page, ModelEvaluation evaluation)
    {
        if (evaluation.Comparisons.Count == 0)
        {
            return;
        }
        var hasMore = evaluation.Models.Count > 2;
        page.Blank();
        page.Text("differences, paired over groups" + (hasMore ? "; p corrected for all pairs (Holm)" : string.Empty), TextStyle.Bold);
        var table = new TextTable([
            TextColumn.Text("models", "models"),
            TextColumn.Text("figure", "figure", minWidth: 6),
            new TextColumn("difference", "difference"),
            .. IntervalColumns(page, "difference"),
            new TextColumn("p", hasMore ? "p_holm" : "p", Priority: 1),
            TextColumn.Text("says", "says"),
        ]);
        foreach (var one in evaluation.Comparisons.Where(one => one.Class is null || page.IsPlain))
        {
            table.Add([
                $"{one.A} - {one.B}" + (one.Class is null ? string.Empty : $", {one.Class}"),
                one.Figure,
                Number(one.Difference, "+0.0000;-0.0000"),
                .. IntervalCells(page, one.Interval),
                Number(one.PHolm, "0.0000"),
                one.Say(),
            ]);
        }
        page.Table(table);
    }

    private static void WriteWorst(TextPage page, ModelEvaluation evaluation, IReadOnlyList<(JudgedRow Row, string? Key)> worst)
    {
        if (worst.Count == 0)
        {
            return;
        }
        page.Blank();
        page.Labelled(
            TextStyle.Bold,
            "worst rows",
            "lowest Dice" + (evaluation.Models.Count > 1 ? ", mean of the models" : string.Empty) + "; one a group where there are others"
        );
        var table = new TextTable(
            TextColumn.Text("row", "row"),
            new TextColumn("Dice", "dice"),
            new TextColumn("truth px", "truth_px", Priority: 2),
            TextColumn.Text("class", "class", priority: 1, minWidth: 4),
            TextColumn.Text("key", "key", minWidth: 32)
        );
        foreach (var (row, key) in worst)
        {
            table.Add(row.Name, Number(evaluation.GetDice(row).Average(), "0.0000"), row.Figures[0].Counts.Truth, row.Class, key ?? "-");
        }
        page.Table(table);
    }

    // For people one column; for scripts the ends in full.
    private static TextColumn[] IntervalColumns(TextPage page, string figure) =>
        page.IsPlain
            ? [new TextColumn("low", figure + "_low"), new TextColumn("high", figure + "_high")]
            : [TextColumn.Text("95 %", "interval")];

    private static TextCell[] IntervalCells(TextPage page, (double Low, double High)? interval) =>
        page.IsPlain ? [TextCell.Number(interval?.Low), TextCell.Number(interval?.High)] : [Interval(interval)];

    /// <summary>A number; a dash where there is none.</summary>
    public static TextCell Number(double value, string format) => TextCell.Number(double.IsFinite(value) ? value : null, format);

    /// <summary>An interval.</summary>
    public static string Interval((double Low, double High)? interval) =>
        interval is { } found ? string.Create(CultureInfo.InvariantCulture, $"{found.Low:0.000} to {found.High:0.000}") : "-";
}
