using LungSeg.Cli.Output.Tables;
using LungSeg.Core.Bytes;
using LungSeg.Core.Matching;
using static System.FormattableString;

namespace LungSeg.Cli.Output;

/// <summary>The table of <c>match</c> for people: counts, then the rows.</summary>
internal static class MatchTable
{
    private const int MaxRows = 20;

    public static void Write(MatchReport report, Terminal terminal)
    {
        var page = new TextPage(terminal);
        var counts = report.Counts.ToDictionary(count => count.Kind, count => count.Rows);
        page.Labelled(
            TextStyle.Bold,
            Invariant($"{report.Matches.Count(match => match.IsEqual)} of {report.Matches.Count} rows found"),
            Invariant($"of {Quantity.Of(report.Patients, "patient")} and {report.Series} series")
        );
        foreach (var count in report.Counts.Where(count => count.Rows > 0 && count.Kind != SourceKind.None))
        {
            page.Labelled(TextStyle.None, Invariant($"{SliceMatch.GetName(count.Kind)} {count.Rows}"), Explain(count.Kind));
        }
        page.Labelled(
            TextStyle.Bold,
            "not found",
            Invariant($"{counts[SourceKind.None]}{(counts[SourceKind.None] > 0 ? ": " : string.Empty)}")
                + TextPage.ListCounts(report.UnmatchedByClass.Select(count => (PrintableText.Escape(count.Key), count.Value)))
        );
        page.Labelled(
            TextStyle.Bold,
            "index",
            Invariant($"{Quantity.Of(report.Index.Slices.Count, "image")}, {Quantity.Of(report.Index.PatientCount, "patient")}, ")
                + Invariant($"{report.Index.SeriesCount} series; LIDC-IDRI has {SliceIndex.CollectionSeries}")
        );
        var table = new TextTable(
            TextColumn.Text("row", "row"),
            TextColumn.Text("kind", "kind", minWidth: 9),
            TextColumn.Text("patient", "patient_id", minWidth: 9),
            new TextColumn("z mm", "position_mm", 1),
            new TextColumn("px mm", "row_spacing_mm", 2),
            new TextColumn("readers", "readers", 1),
            new TextColumn("malignancy", "malignancy", 3),
            new TextColumn("Dice, 2 readers", "dice_readers_2", 4),
            new TextColumn("not marked", "unmarked_nodules", 5),
            TextColumn.Text("reason", "reason", 6)
        );
        foreach (var match in report.Matches.Take(page.IsPlain ? report.Matches.Count : MaxRows))
        {
            table.Add(
                match.Row.Name,
                SliceMatch.GetName(match.Kind),
                match.Source?.PatientId ?? string.Empty,
                TextCell.Number(match.PositionMm, "0.##"),
                TextCell.Number(match.Source?.RowSpacingMm, "0.###"),
                TextCell.Number(match.Readers?.Readers, "0"),
                TextCell.Number(match.Readers?.Malignancy, "0.#"),
                TextCell.Number(match.Readers?.Dice[1], "0.000"),
                TextCell.Number(match.Readers?.Unmarked.Count, "0"),
                match.Reason ?? string.Empty
            );
        }
        page.Table(table);
        if (!page.IsPlain && report.Matches.Count > MaxRows)
        {
            page.Text(Invariant($"... and {report.Matches.Count - MaxRows} more; --csv FILE, --json and --plain have all"));
        }
    }

    private static string Explain(SourceKind kind) =>
        kind switch
        {
            SourceKind.Exact => "equal pixel by pixel",
            SourceKind.PaddingBlind => "equal but for padding: values of -1000 HU and less",
            SourceKind.Offset => "equal but for 1024 or 1000 HU: made without slope and intercept",
            SourceKind.Shifted => "similar, not found: the slice moved or changed",
            _ => "similar, not found: another slice of the scan, close by",
        };
}
