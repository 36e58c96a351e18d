using System.Globalization;
using LungSeg.Cli.Output.Tables;
using LungSeg.Core.Datasets;
using LungSeg.Core.Evaluation;

namespace LungSeg.Cli.Output.Evaluation;

/// <summary>Rows whose truth is more likely wrong than the predictions, worst first.</summary>
internal static class SuspectsTable
{
    private const int MaxRows = 25;

    /// <summary>Writes the first rows as a table of Markdown; nothing where they were not asked for.</summary>
    public static void WriteMarkdown(IReadOnlyList<JudgedRow>? ranked, TextWriter output)
    {
        if (ranked is null)
        {
            return;
        }
        output.WriteLine();
        output.WriteLine("Rows whose truth is more likely wrong than the predictions, worst first:");
        output.WriteLine();
        EvaluationMarkdown.Line(
            output,
            ["row", "class", "score", "models agree more", "doubt of pixels", "apart from readers", "truth px"]
        );
        EvaluationMarkdown.Line(output, ["---", "---", "---:", "---:", "---:", "---:", "---:"]);
        foreach (var row in ranked.Take(MaxRows))
        {
            EvaluationMarkdown.Line(
                output,
                [
                    EvaluationMarkdown.Escape(row.Name),
                    row.Class,
                    .. Scores(row).Select(value => EvaluationMarkdown.Text(value ?? double.NaN)),
                    row.Figures[0].Counts.Truth.ToString(CultureInfo.InvariantCulture),
                ]
            );
        }
    }

    /// <summary>Writes all rows as CSV, which <c>--rows @-</c> takes.</summary>
    public static void WriteCsv(IReadOnlyList<JudgedRow> ranked, TextWriter output)
    {
        using var csv = CsvQuoting.Over(output);
        foreach (var name in (ReadOnlySpan<string>)["row", "score", "disagreement", "doubt", "reader_doubt"])
        {
            csv.WriteField(name);
        }
        csv.NextRecord();
        foreach (var row in ranked)
        {
            csv.WriteField(CsvQuoting.Text(row.Name));
            foreach (var value in Scores(row))
            {
                csv.WriteField(CsvQuoting.Text(value));
            }
            csv.NextRecord();
        }
    }

    /// <summary>Writes the first rows for people; nothing where they were not asked for.</summary>
    public static void WriteTable(ModelEvaluation evaluation, IReadOnlyList<JudgedRow>? ranked, TextPage page)
    {
        if (ranked is null)
        {
            return;
        }
        page.Blank();
        page.Labelled(
            TextStyle.Bold,
            "suspect masks",
            string.Create(CultureInfo.InvariantCulture, $"{ranked.Count} of {evaluation.Rows.Count} rows have a score over 0; ")
                + "the higher, the more likely the truth is wrong rather than the predictions"
        );
        if (evaluation.Rows.All(row => row.Suspicion is null))
        {
            page.Text("a score needs two predictions, probabilities (--probability), or the columns of match (--columns-from)");
        }
        if (ranked.Count == 0)
        {
            return;
        }
        var table = new TextTable(
            TextColumn.Text("row", "row"),
            new TextColumn("score", "score"),
            new TextColumn("models agree more", "disagreement", Priority: 1),
            new TextColumn("doubt of pixels", "doubt", Priority: 1),
            new TextColumn("apart from readers", "reader_doubt", Priority: 2),
            new TextColumn("truth px", "truth_px"),
            TextColumn.Text("class", "class")
        );
        foreach (var row in ranked.Take(page.IsPlain ? ranked.Count : MaxRows))
        {
            table.Add(
                row.Name,
                TextCell.Number(row.Suspicion, "0.000"),
                TextCell.Number(row.Judgement.Disagreement, "0.000"),
                TextCell.Number(row.Judgement.Doubt, "0.000"),
                TextCell.Number(row.Judgement.ReaderDoubt, "0.000"),
                row.Figures[0].Counts.Truth,
                row.Class
            );
        }
        page.Table(table);
    }

    private static double?[] Scores(JudgedRow row) =>
        [row.Suspicion, row.Judgement.Disagreement, row.Judgement.Doubt, row.Judgement.ReaderDoubt];
}
