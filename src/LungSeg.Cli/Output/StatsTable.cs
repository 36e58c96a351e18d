using System.Globalization;
using LungSeg.Core.Bytes;
using LungSeg.Core.Model;
using LungSeg.Core.Statistics;
using LungSeg.Thresholding;
using Spectre.Console;

namespace LungSeg.Cli.Output;

/// <summary>The tables of <c>stats</c> for people: one line for each class or group, and one for all rows.</summary>
internal static class StatsTable
{
    private const string Nothing = "-";

    public static void Write(StatisticsReport report, Terminal terminal)
    {
        var console = SpectreConsole.Create(terminal);
        var statistics = report.Statistics;
        var groups =
            statistics.By.Count == 1 && statistics.By[0].Rows == statistics.Overall.Rows
                ? statistics.By
                : [.. statistics.By, statistics.Overall];
        console.MarkupLineInterpolated(
            CultureInfo.InvariantCulture,
            $"[bold]{statistics.Rows.Count} rows[/]  HU of {HuColumns.Name(report.Image)}, padding left out"
        );
        if (report.Figures.HasFlag(FigureFamilies.Hu))
        {
            console.Write(HuTable(groups));
        }
        if ((report.Figures & ~FigureFamilies.Hu) != 0)
        {
            console.Write(LesionTable(groups, report.Figures));
        }
        if (report.Figures.HasFlag(FigureFamilies.Threshold))
        {
            var ends = statistics.Overall.Outcomes.Select(pair => (ThresholdOutcomes.Name(pair.Key), pair.Value));
            console.MarkupLineInterpolated($"[bold]published ends[/]  {Counts(ends)}");
            console.MarkupLineInterpolated(
                $"[bold]stored is[/]  {Counts(statistics.Overall.Stored.Select(pair => (StoredAreas.Name(pair.Key), pair.Value)))}"
            );
        }

        WriteNotes(console, statistics.Overall, report);
    }

    private static Table HuTable(IReadOnlyList<GroupStatistics> groups)
    {
        var table = new Table { Border = TableBorder.Rounded };
        table.AddColumns(
            "HU",
            "rows",
            "min",
            "max",
            "mean",
            "std",
            "p01",
            "p05",
            "p50",
            "p95",
            "p99",
            "padding",
            "air",
            "lung",
            "soft",
            "bone"
        );
        foreach (var group in groups)
        {
            var hu = group.Hu;
            AddRow(
                table,
                [
                    group.Name ?? "all",
                    Integer(hu.Rows),
                    Number(hu.Min),
                    Number(hu.Max),
                    Number(hu.Mean),
                    Number(hu.Std),
                    Number(hu.P01),
                    Number(hu.P05),
                    Number(hu.P50),
                    Number(hu.P95),
                    Number(hu.P99),
                    Percent(hu.PaddingShare),
                    Percent(hu.AirShare),
                    Percent(hu.LungShare),
                    Percent(hu.SoftShare),
                    Percent(hu.BoneShare),
                ]
            );
        }

        return table;
    }

    private static Table LesionTable(IReadOnlyList<GroupStatistics> groups, FigureFamilies figures)
    {
        var table = new Table { Border = TableBorder.Rounded };
        var columns = Columns(figures).ToArray();
        table.AddColumns([.. columns.Select(column => column.Title)]);
        foreach (var group in groups)
        {
            AddRow(table, [.. columns.Select(column => column.Cell(group))]);
        }
        return table;
    }

    private static IEnumerable<(string Title, Func<GroupStatistics, string> Cell)> Columns(FigureFamilies figures)
    {
        yield return ("lesion", group => group.Name ?? "all");
        yield return ("rows", group => Integer(group.Rows));
        yield return ("with", group => Integer(group.Lesion.RowsWith));
        if (figures.HasFlag(FigureFamilies.Lesion))
        {
            yield return ("px min", group => Number(group.Lesion.Pixels?.Min));
            yield return ("median", group => Number(group.Lesion.Pixels?.Median));
            yield return ("max", group => Number(group.Lesion.Pixels?.Max));
            yield return ("HU", group => Number(group.Lesion.HuMean));
            yield return ("std", group => Number(group.Lesion.HuStd));
            yield return ("contrast", group => Number(group.Lesion.ContrastMean));
        }

        if (figures.HasFlag(FigureFamilies.Components))
        {
            yield return ("parts", group => Number(group.Lesion.ComponentsMean, "0.00"));
            yield return ("with holes", group => Number(group.Lesion.RowsWithHoles));
        }

        if (figures.HasFlag(FigureFamilies.Position))
        {
            yield return ("image left", group => Integer(group.Lesion.Sides.GetValueOrDefault(LungSide.ImageLeft)));
            yield return ("right", group => Integer(group.Lesion.Sides.GetValueOrDefault(LungSide.ImageRight)));
            yield return ("to pleura", group => Number(group.Lesion.PleuraMinMean));
        }

        if (figures.HasFlag(FigureFamilies.Lesion))
        {
            yield return ("lung share", group => Percent(group.LungShareMean));
            yield return ("lesion kept", group => Number(group.LesionKept.Mean, "0.000"));
            yield return ("lose some", group => Integer(group.LesionKept.RowsBelow1));
            yield return ("lose all", group => Integer(group.LesionKept.Rows0));
        }

        if (figures.HasFlag(FigureFamilies.Methods))
        {
            foreach (var method in LungMaskers.All.Select(masker => masker.Name))
            {
                yield return ($"kept by {method}", group => Number(KeptBy(group, method).Mean, "0.000"));
            }
        }
    }

    private static KeptSummary KeptBy(GroupStatistics group, string method) =>
        group.LesionKeptByMethod.First(kept => kept.Key == method).Value;

    private static void WriteNotes(IAnsiConsole console, GroupStatistics all, StatisticsReport report)
    {
        void Note(long rows, string what)
        {
            if (rows > 0)
            {
                console.MarkupLineInterpolated(
                    CultureInfo.InvariantCulture,
                    $"[yellow]note[/]  {rows} {(rows == 1 ? "row" : "rows")} {what}"
                );
            }
        }

        if (report.Figures.HasFlag(FigureFamilies.Hu))
        {
            Note(all.Rows - all.Hu.Rows, $"without a slice in {HuColumns.Name(report.Image)}: no HU figures");
        }
        Note(all.Lesion.RowsEmpty, "with an empty mask");
        Note(all.Lesion.RowsNearEmpty, $"with a lesion under {RowStatistics.NearEmptyPx} px");
        if (all.Hu.NonFinitePixels > 0)
        {
            console.MarkupLineInterpolated(
                CultureInfo.InvariantCulture,
                $"[yellow]note[/]  {all.Hu.NonFinitePixels} pixels are NaN or infinite and left out"
            );
        }
        if (!all.Hu.PercentilesExact)
        {
            console.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"[yellow]note[/]  HU are not all integers: no percentiles");
        }
    }

    private static void AddRow(Table table, IReadOnlyList<string> cells) =>
        table.AddRow([.. cells.Select(cell => new Text(PrintableText.Escape(cell)))]);

    private static string Counts(IEnumerable<(string Name, long Rows)> counts) =>
        string.Join(", ", counts.Select(count => string.Create(CultureInfo.InvariantCulture, $"{count.Name} {count.Rows}")));

    private static string Integer(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Number(double? value, string format = "0.#") => value?.ToString(format, CultureInfo.InvariantCulture) ?? Nothing;

    private static string Percent(double? share) =>
        share is { } of ? (100 * of).ToString("0.0", CultureInfo.InvariantCulture) + " %" : Nothing;
}
