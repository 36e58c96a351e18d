using LungSeg.Cli.Output.Tables;
using LungSeg.Core.Bytes;
using LungSeg.Core.Model;
using LungSeg.Core.Statistics;
using LungSeg.Thresholding;
using static System.FormattableString;

namespace LungSeg.Cli.Output;

/// <summary>The table of <c>stats</c> for people: one line for each class or group, and one for all rows.</summary>
internal static class StatsTable
{
    public static void Write(StatisticsReport report, Terminal terminal)
    {
        var page = new TextPage(terminal);
        var statistics = report.Statistics;
        var groups =
            statistics.By.Count == 1 && statistics.By[0].Rows == statistics.Overall.Rows
                ? statistics.By
                : [.. statistics.By, statistics.Overall];
        page.Labelled(
            TextStyle.Bold,
            Quantity.Of(statistics.Rows.Count, "row"),
            string.Join(
                "; ",
                new[]
                {
                    report.Where is { } where ? $"where {where}" : null,
                    !report.Figures.HasFlag(FigureFamilies.Hu) ? null
                    : report.HoldsHu ? $"HU of {HuColumns.Name(report.Image)}, padding left out"
                    : $"grey values of {HuColumns.Name(report.Image)}, which are no HU",
                }.OfType<string>()
            )
        );
        var columns = StatsColumns.List(report.Figures, report.HoldsHu).ToArray();
        var unit = statistics.Grouping == RowGrouping.Label ? "class" : RowGroupings.Name(statistics.Grouping);
        var table = new TextTable([TextColumn.Text(unit, unit), .. columns.Select(column => column.Column)])
        {
            More = "--json; --csv FILE has a line for each row",
        };
        foreach (var group in groups)
        {
            table.Add([group.Name ?? "all", .. columns.Select(column => column.Cell(group))]);
        }

        page.Table(table);
        if (report.Figures.HasFlag(FigureFamilies.Threshold))
        {
            page.Labelled(
                TextStyle.Bold,
                "published method",
                TextPage.ListCounts(statistics.Overall.Outcomes.Select(pair => (ThresholdOutcomes.Name(pair.Key), pair.Value)))
            );
            page.Labelled(
                TextStyle.Bold,
                "stored hu_array",
                statistics.Overall.Stored.Count == 0
                    ? "none"
                    : TextPage.ListCounts(statistics.Overall.Stored.Select(pair => (StoredAreas.Name(pair.Key), pair.Value)))
            );
        }

        WriteNotes(page, statistics.Overall, report);
    }

    private static void WriteNotes(TextPage page, GroupStatistics all, StatisticsReport report)
    {
        var values = report.HoldsHu ? "HU" : "grey values";
        void Note(long rows, string what)
        {
            if (rows > 0)
            {
                page.Labelled(TextStyle.Warning, "note", Invariant($"{Quantity.Of(rows, "row")} {what}"));
            }
        }

        if (report.Figures.HasFlag(FigureFamilies.Hu))
        {
            Note(all.Rows - all.Hu.Rows, $"without a slice in {HuColumns.Name(report.Image)}: no figures of {values}");
        }
        Note(all.Lesion.RowsEmpty, "with an empty mask");
        Note(all.Lesion.RowsNearEmpty, $"with a lesion under {RowStatistics.NearEmptyPx} px");
        if (all.Hu.NonFinitePixels > 0)
        {
            page.Labelled(TextStyle.Warning, "note", Invariant($"{all.Hu.NonFinitePixels} pixels are NaN or infinite and left out"));
        }
        if (!all.Hu.PercentilesExact)
        {
            page.Labelled(TextStyle.Warning, "note", $"{values} are not all integers: no percentiles");
        }
    }
}
