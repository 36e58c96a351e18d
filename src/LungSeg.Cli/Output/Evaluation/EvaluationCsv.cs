using System.Globalization;
using LungSeg.Core.Datasets;
using LungSeg.Core.Evaluation;
using LungSeg.Core.Evaluation.Documents;

namespace LungSeg.Cli.Output.Evaluation;

/// <summary>CSV of <c>evaluate</c>.</summary>
internal static class EvaluationCsv
{
    /// <summary>Writes one line a row and model.</summary>
    public static void Write(ModelEvaluation evaluation, TextWriter output)
    {
        using var csv = CsvQuoting.Over(output);
        var isFirst = true;
        foreach (var row in evaluation.Rows)
        {
            for (var model = 0; model < evaluation.Models.Count; model++)
            {
                var fields = EvaluationWriter.PerRow(evaluation, row, model).ToArray();
                if (isFirst)
                {
                    foreach (var (name, _) in fields)
                    {
                        csv.WriteField(name);
                    }
                    csv.NextRecord();
                    isFirst = false;
                }
                foreach (var (_, value) in fields)
                {
                    csv.WriteField(CsvQuoting.Text(value));
                }
                csv.NextRecord();
            }
        }
    }

    /// <summary>Writes how often each draw took each group and row, in the order of their first rows.</summary>
    public static void WriteDraws(ModelEvaluation evaluation, TextWriter output)
    {
        output.WriteLine("unit,draw,counts");
        foreach (var (unit, draws) in new[] { ("group", evaluation.GroupDraws), ("row", evaluation.RowDraws) })
        {
            foreach (var (draw, counts) in draws.EnumerateCounts().Index())
            {
                output.Write(string.Create(CultureInfo.InvariantCulture, $"{unit},{draw},"));
                output.WriteLine(string.Join(' ', counts));
            }
        }
    }
}
