using LungSeg.Cli.Commands;
using LungSeg.Core.Bytes;
using LungSeg.Core.Datasets;
using LungSeg.Core.Evaluation;
using LungSeg.Core.Evaluation.Documents;

namespace LungSeg.Cli.Output.Evaluation;

/// <summary>What <c>evaluate</c> prints, in the form that was asked for.</summary>
internal static class EvaluationOutput
{
    /// <summary>Writes the judgement, and after it the suspects where they were asked for.</summary>
    public static void Write(
        EvaluateRequest request,
        Dataset dataset,
        ModelEvaluation evaluation,
        IReadOnlyList<string> notes,
        Terminal terminal
    )
    {
        var suspects = request.ShowsSuspects ? evaluation.RankSuspects() : null;
        if (request.Compat == EvaluationCompat.NnUnet)
        {
            terminal.Out.Write(NnUnetSummary.ToText(evaluation, 0, i => evaluation.Rows[i].Name));
        }
        else if (request.Compat == EvaluationCompat.Authors)
        {
            AuthorsTable.Write(evaluation, request.Format, dataset.InputFiles, terminal);
        }
        else if (request.Format == EvaluationFormat.Json)
        {
            terminal.Out.Write(EvaluationWriter.ToText(evaluation, dataset.InputFiles, notes, suspects));
        }
        else if (request.Format == EvaluationFormat.Csv)
        {
            // Two tables are no CSV: of the suspects alone, since --csv FILE writes the figures.
            WriteCsv(evaluation, suspects, terminal.Out);
        }
        else if (request.Format == EvaluationFormat.Markdown)
        {
            EvaluationMarkdown.Write(evaluation, terminal.Out);
            SuspectsTable.WriteMarkdown(suspects, terminal.Out);
        }
        else
        {
            var page = new TextPage(terminal);
            EvaluationTable.Write(evaluation, FindWorst(dataset, evaluation), page);
            SuspectsTable.WriteTable(evaluation, suspects, page);
        }
    }

    private static void WriteCsv(ModelEvaluation evaluation, IReadOnlyList<JudgedRow>? suspects, TextWriter output)
    {
        if (suspects is null)
        {
            EvaluationCsv.Write(evaluation, output);
        }
        else
        {
            SuspectsTable.WriteCsv(suspects, output);
        }
    }

    private static IReadOnlyList<(JudgedRow Row, string? Key)> FindWorst(Dataset dataset, ModelEvaluation evaluation)
    {
        var worst = evaluation.ListWorst(EvaluationTable.WorstCount);
        var names = worst.Select(row => row.Name).ToHashSet(StringComparer.Ordinal);
        var keys = dataset.Rows.Where(row => names.Contains(row.Name)).ToDictionary(row => row.Name, FindKey, StringComparer.Ordinal);
        return [.. worst.Select(row => (row, keys[row.Name]))];
    }

    /// <summary>The content key of a row; null where it has none, or its slice, which was not needed, cannot be read.</summary>
    private static string? FindKey(DatasetRow row)
    {
        try
        {
            using var sample = row.Load();
            return ContentKey.Compute(sample);
        }
        catch (DatasetFormatException e) when (e.Fault != Fault.Changed)
        {
            return null;
        }
    }
}
