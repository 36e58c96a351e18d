using System.Globalization;
using LungSeg.Core.Bytes;
using LungSeg.Core.Model;
using LungSeg.Core.Regeneration;
using LungSeg.Thresholding;
using Spectre.Console;

namespace LungSeg.Cli.Output;

/// <summary>The table of <c>threshold --check</c> for people: totals, then the rows to look at.</summary>
internal static class ThresholdTable
{
    private const int MaxRows = 20;

    public static void Write(CheckSummary summary, IReadOnlyList<RowCheck> checks, Terminal terminal)
    {
        var console = SpectreConsole.Create(terminal);
        console.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"[bold]{summary.Rows} rows[/]  {Verdict(summary)}");
        var methods = new Table { Border = TableBorder.Rounded };
        methods.AddColumns("method", "identical", "edge pixels only", "mean Dice");
        foreach (var method in summary.Methods)
        {
            methods.AddRow(
                method.Name,
                Number(method.IdenticalRows),
                Number(method.EdgeOnlyRows),
                summary.Rows == 0 ? "-" : method.DiceMean.ToString("0.0000", CultureInfo.InvariantCulture)
            );
        }
        console.Write(methods);
        if (summary.Rows == 0)
        {
            return;
        }
        var ends = summary.Outcomes.Select(pair => $"{ThresholdOutcomes.Name(pair.Key)} {pair.Value}");
        console.MarkupLineInterpolated($"[bold]published ends[/]  {string.Join(", ", ends)}");
        console.MarkupLineInterpolated(
            $"[bold]stored is[/]  {string.Join(", ", summary.Stored.Select(pair => $"{StoredAreas.Name(pair.Key)} {pair.Value}"))}"
        );
        WriteRows(console, checks);
    }

    /// <summary>Writes what each method would keep.</summary>
    public static void Write(int rows, IReadOnlyList<MethodKeep> methods, Terminal terminal)
    {
        var console = SpectreConsole.Create(terminal);
        console.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"[bold]{rows} rows[/]  what hu_array of each method keeps");
        var table = new Table { Border = TableBorder.Rounded };
        table.AddColumns("method", "lesion px kept", "rows with lesion lost", "tissue share", "lung share");
        foreach (var method in methods)
        {
            table.AddRow(
                method.Name,
                Share(method.LesionKept),
                Number((int)method.RowsLesionLost),
                Share(method.TissueShare),
                Share(method.LungShare)
            );
        }

        console.Write(table);
    }

    /// <summary>Rows that lose a part of the lesion or whose stored area is not <c>ok</c>, the worst first.</summary>
    public static RowCheck[] Worst(IReadOnlyList<RowCheck> checks) =>
        [
            .. checks
                .Where(check => check.LesionKept is < 1 || check.Stored != StoredArea.Ok || !check.Best.IsIdentical)
                .OrderBy(check => check.LesionKept ?? 1)
                .ThenBy(check => check.Stored)
                .ThenBy(check => check.Best.Dice),
        ];

    private static void WriteRows(IAnsiConsole console, IReadOnlyList<RowCheck> checks)
    {
        var worst = Worst(checks);
        if (worst.Length == 0)
        {
            return;
        }
        var table = new Table { Border = TableBorder.Rounded };
        table.AddColumns("row", "made by", "Dice", "published ends", "stored", "lesion kept");
        foreach (var check in worst.Take(MaxRows))
        {
            table.AddRow(
                Markup.Escape(PrintableText.Escape(check.Row)),
                check.Best.IsIdentical ? check.Best.Method : $"none, nearest {check.Best.Method}",
                check.Best.Dice.ToString("0.0000", CultureInfo.InvariantCulture),
                ThresholdOutcomes.Name(check.Outcome),
                StoredAreas.Name(check.Stored),
                check.LesionKept is { } kept ? kept.ToString("0.000", CultureInfo.InvariantCulture) : "no lesion"
            );
        }

        console.Write(table);
        if (worst.Length > MaxRows)
        {
            console.WriteLine($"... and {worst.Length - MaxRows} more; --jsonl lists all rows");
        }
    }

    private static string Verdict(CheckSummary summary) =>
        summary switch
        {
            { Rows: 0 } => "nothing to compare",
            { Best: { } best } => $"{best} made every hu_array, bit for bit",
            _ => "no method made every hu_array",
        };

    private static string Share(double? share) => share?.ToString("0.000", CultureInfo.InvariantCulture) ?? "-";

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
