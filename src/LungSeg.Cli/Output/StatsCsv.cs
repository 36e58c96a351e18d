using LungSeg.Core.Datasets;
using LungSeg.Core.Statistics;

namespace LungSeg.Cli.Output;

/// <summary>CSV of <c>stats</c>: one line a row.</summary>
internal static class StatsCsv
{
    public static void Write(StatisticsReport report, TextWriter output)
    {
        var columns = FigureColumns
            .Get(report.Figures)
            .Where(column => column.Name != FigureColumns.Group || report.Statistics.Grouping == RowGrouping.Group)
            .ToArray();
        using var csv = CsvQuoting.Over(output);
        foreach (var column in columns)
        {
            csv.WriteField(column.Name);
        }
        csv.NextRecord();
        foreach (var row in report.Statistics.Rows)
        {
            foreach (var column in columns)
            {
                csv.WriteField(CsvQuoting.Text(column.GetValue(row)));
            }
            csv.NextRecord();
        }
    }
}
