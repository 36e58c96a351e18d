using LungSeg.Cli.Output.Tables;
using LungSeg.Core.Bytes;
using LungSeg.Core.Comparison;
using LungSeg.Core.Comparison.Documents;
using LungSeg.Core.Datasets;
using static System.FormattableString;

namespace LungSeg.Cli.Output.Comparison;

/// <summary>The table of <c>diff</c> for people: rows of each kind, then the changes.</summary>
internal static class DiffTable
{
    private const int MaxChanges = 30;
    private const int LongestText = 40;
    private const string Nothing = "-";

    public static void Write(DiffReport report, Terminal terminal)
    {
        var page = new TextPage(terminal);
        if (page.IsPlain)
        {
            page.Table(CreatePlain(report));
            return;
        }

        page.Labelled(TextStyle.Bold, "a", Describe(report.A));
        page.Labelled(TextStyle.Bold, "b", Describe(report.B));
        page.Labelled(
            TextStyle.Bold,
            report.Changes.Count == 0 ? "no change" : $"{Quantity.Of(report.Changes.Count, "row")} changed or moved",
            TextPage.ListCounts(
                report.Counts.Where(count => count.Rows > 0).Select(count => (ChangeKinds.Name(count.Kind), (long)count.Rows))
            )
        );
        foreach (var line in ListColumns(report))
        {
            page.Text(line);
        }
        if (report.Changes.Count == 0)
        {
            return;
        }

        // Rows that only moved say the least, and may be all there are.
        var listed = report.Changes.OrderBy(change => change.Kinds is [ChangeKind.Moved] ? 1 : 0).Take(MaxChanges);
        var table = new TextTable(
            TextColumn.Text("a", "a"),
            TextColumn.Text("b", "b"),
            TextColumn.Text("kind", "kinds", minWidth: 14),
            TextColumn.Text("what", "what", minWidth: 14)
        );
        foreach (var change in listed)
        {
            table.Add(
                change.A?.Name ?? Nothing,
                change.B?.Name ?? Nothing,
                string.Join(", ", change.Kinds.Select(ChangeKinds.Name)),
                Describe(change)
            );
        }
        page.Table(table);
        if (report.Changes.Count > MaxChanges)
        {
            page.Text(Invariant($"... and {report.Changes.Count - MaxChanges} more; --csv FILE, --json and --plain have all"));
        }
    }

    /// <summary>What was not compared, a line each.</summary>
    public static IEnumerable<string> ListColumns(DiffReport report)
    {
        var columns = report.Columns;
        yield return $"compared: {string.Join(", ", columns.Compared)}";
        foreach (
            var (names, where) in ((IReadOnlyList<string>, string)[])
                [
                    (columns.OnlyA, $"only in {report.A.Input.Stem}"),
                    (columns.OnlyB, $"only in {report.B.Input.Stem}"),
                    (columns.Others, "in both, beyond the data set's columns"),
                ]
        )
        {
            if (names.Count > 0)
            {
                yield return $"not compared, {where}: {string.Join(", ", names.Select(name => PrintableText.Escape(name, LongestText)))}";
            }
        }
        if (report.RespelledLabels > 0)
        {
            yield return Invariant($"{report.RespelledLabels} labels mean the same class and are written in another way");
        }
    }

    /// <summary>The figures of a change in words.</summary>
    public static string Describe(RowChange change)
    {
        var parts = new List<string>();
        if (change.Is(ChangeKind.Relabelled))
        {
            parts.Add($"{Label(change.A!)} -> {Label(change.B!)}");
        }
        if (change.Mask is { } mask)
        {
            parts.Add(Invariant($"+{mask.OnlyB} -{mask.OnlyA} px, dice {mask.Coefficient:0.000}"));
        }
        if (change.Method is { } method)
        {
            parts.Add($"{method.A ?? "unknown"} -> {method.B ?? "unknown"}");
        }
        if (change.Likeness is { } likeness)
        {
            parts.Add(
                Invariant($"likeness {likeness:0.000}")
                    + (change.LargestDifference is { } difference ? Invariant($", up to {difference:0.###} HU") : ", other size")
            );
        }
        if (change.DuplicateOf is { } original)
        {
            parts.Add($"duplicate of {original.Name}");
        }
        return string.Join("; ", parts);
    }

    private static string Describe(DiffSide side) =>
        $"{side.Input.Stem}, {side.Input.Format}: "
        + (side.Rows.Count == side.Input.RowCount ? string.Empty : Invariant($"{side.Rows.Count} of "))
        + Quantity.Of(side.Input.RowCount, "row");

    private static string Label(DatasetRow row) => row.FoundLabelText is { } text ? PrintableText.Escape(text, LongestText) : "missing";

    private static TextTable CreatePlain(DiffReport report)
    {
        var table = new TextTable([.. DiffWriter.Columns.Select(column => TextColumn.Text(column.Key, column.Key))]);
        foreach (var change in report.Changes)
        {
            table.Add([.. DiffWriter.Columns.Select(column => (TextCell)(CsvQuoting.Text(column.Value(change)) ?? string.Empty))]);
        }
        return table;
    }
}
