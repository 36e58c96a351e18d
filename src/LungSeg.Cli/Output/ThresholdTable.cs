using System.Globalization;
using LungSeg.Cli.Output.Tables;
using LungSeg.Core.Bytes;
using LungSeg.Core.Model;
using LungSeg.Core.Regeneration;
using LungSeg.Thresholding;

namespace LungSeg.Cli.Output;

/// <summary>The table of <c>threshold --check</c> for people: totals, then the rows to look at.</summary>
internal static class ThresholdTable
{
    private const int MaxRows = 20;

    public static void Write(CheckSummary summary, IReadOnlyList<RowCheck> checks, Terminal terminal)
    {
        var page = new TextPage(terminal);
        page.Labelled(TextStyle.Bold, Quantity.Of(summary.Rows, "row"), Verdict(summary));
        var methods = new TextTable(
            TextColumn.Text("method", "method"),
            new TextColumn("identical", "identical_rows"),
            new TextColumn("edge pixels only", "edge_only_rows", Priority: 1),
            new TextColumn("mean Dice", "dice_mean")
        );
        foreach (var method in summary.Methods)
        {
            methods.Add(
                method.Name,
                method.IdenticalRows,
                method.EdgeOnlyRows,
                TextCell.Number(summary.Rows == 0 ? null : method.DiceMean, "0.0000")
            );
        }
        page.Table(methods);
        if (summary.Rows == 0)
        {
            return;
        }
        page.Labelled(
            TextStyle.Bold,
            "published method",
            TextPage.ListCounts(summary.Outcomes.Select(pair => (ThresholdOutcomes.Name(pair.Key), (long)pair.Value)))
        );
        page.Labelled(
            TextStyle.Bold,
            "stored hu_array",
            TextPage.ListCounts(summary.Stored.Select(pair => (StoredAreas.Name(pair.Key), (long)pair.Value)))
        );
        WriteRows(page, checks);
    }

    /// <summary>Writes what each method would keep.</summary>
    public static void Write(int rows, IReadOnlyList<MethodKeep> methods, Terminal terminal)
    {
        var page = new TextPage(terminal);
        page.Labelled(TextStyle.Bold, Quantity.Of(rows, "row"), "what hu_array of each method keeps");
        var table = new TextTable(
            TextColumn.Text("method", "method"),
            new TextColumn("lesion px kept", "lesion_kept"),
            new TextColumn("rows with lesion lost", "rows_lesion_lost"),
            new TextColumn("tissue share", "tissue_share"),
            new TextColumn("lung share", "lung_share", Priority: 1)
        );
        foreach (var method in methods)
        {
            table.Add(
                method.Name,
                TextCell.Number(method.LesionKept, "0.000"),
                method.RowsLesionLost,
                TextCell.Number(method.TissueShare, "0.000"),
                TextCell.Number(method.LungShare, "0.000")
            );
        }

        page.Table(table);
    }

    /// <summary>
    /// Rows that lose a part of the lesion, whose stored area is not <c>ok</c>, or that no method made, the worst first.
    /// </summary>
    public static RowCheck[] Worst(IReadOnlyList<RowCheck> checks) =>
        [
            .. checks
                .Where(check => check.LesionKept is < 1 || check.Stored != StoredArea.Ok || !check.Best.IsIdentical)
                .OrderBy(check => check.LesionKept ?? 1)
                .ThenBy(check => check.Stored)
                .ThenBy(check => check.Best.Dice),
        ];

    private static void WriteRows(TextPage page, IReadOnlyList<RowCheck> checks)
    {
        var shown = page.IsPlain ? checks : Worst(checks);
        if (shown.Count == 0)
        {
            return;
        }
        page.Blank();
        page.Text(
            page.IsPlain ? string.Empty : "rows that lose a part of the lesion, whose hu_array is not ok, or that no method made",
            TextStyle.Bold
        );
        var table = new TextTable(
            TextColumn.Text("row", "row"),
            TextColumn.Text("made by", "method", minWidth: 9),
            new TextColumn("Dice", "dice", Priority: 1),
            TextColumn.Text("published method", "outcome", priority: 2, minWidth: 8),
            TextColumn.Text("stored hu_array", "stored", minWidth: 9),
            new TextColumn("lesion kept", "lesion_kept")
        );
        foreach (var check in shown.Take(page.IsPlain ? shown.Count : MaxRows))
        {
            table.Add(
                check.Row,
                new TextCell(
                    check.Best.IsIdentical ? check.Best.Method : $"none, nearest {check.Best.Method}",
                    check.Best.IsIdentical ? check.Best.Method : string.Empty
                ),
                TextCell.Number(check.Best.Dice, "0.0000"),
                ThresholdOutcomes.Name(check.Outcome),
                StoredAreas.Name(check.Stored),
                check.LesionKept is { } kept ? TextCell.Number(kept, "0.000") : new TextCell("no lesion", string.Empty)
            );
        }

        page.Table(table);
        if (shown.Count > MaxRows)
        {
            page.Text(
                string.Create(CultureInfo.InvariantCulture, $"... and {shown.Count - MaxRows} more; --jsonl and --plain list all rows")
            );
        }
    }

    private static string Verdict(CheckSummary summary) =>
        summary switch
        {
            { Rows: 0 } => "nothing to compare",
            { Best: { } best } => $"{best} made every hu_array, bit for bit",
            _ => "no method made every hu_array",
        };
}
