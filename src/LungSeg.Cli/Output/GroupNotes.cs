using System.Globalization;
using LungSeg.Core.Bytes;
using LungSeg.Core.Datasets;
using LungSeg.Core.Grouping;

namespace LungSeg.Cli.Output;

/// <summary>Says on stderr where groups come from.</summary>
internal static class GroupNotes
{
    private const int MaxColumns = 3;
    private const int MaxRows = 3;
    private const int LongestId = 80;

    /// <summary>
    /// One line with the number of rows by id and from pixels; others where pixels join two ids, and where rows that are left out could not
    /// be read.
    /// </summary>
    /// <remarks>Of ids nothing is said where no input has ids: then all rows go by their pixels.</remarks>
    public static IEnumerable<string> Lines(RowGroups groups, IReadOnlyList<DatasetRow> rows)
    {
        if (groups.Unread.Count > 0)
        {
            yield return Text(
                $"groups: {Quantity.Of(groups.Unread.Count, "row")} left out cannot be read, so slices of one scan that only "
            ) + $"such rows link can be in different groups: {ShortList.Join(groups.Unread, MaxRows, row => rows[row].Name)}";
        }

        if (groups.RowsById == 0 && groups.UnusableColumns.Count == 0)
        {
            yield break;
        }

        var (byId, fromPixels) = (groups.RowsById, rows.Count - groups.RowsById);
        var by = groups.Source == GroupSource.Given ? "by the file" : "by id";
        yield return Text($"groups: {Quantity.Of(byId, "row")} {by}, {fromPixels} from pixels") + Unusable(groups.UnusableColumns);
        if (groups.Conflicts.Count > 0)
        {
            var first = groups.Conflicts[0];
            var count = groups.Conflicts.Count;
            yield return Text($"{Quantity.Of(count, "pair")} of ids joined, since slices under them are near-identical ")
                + Text($"(LS046): {Named(first.A, first.IdA)} and {Named(first.B, first.IdB)}, likeness {first.Score:0.000}")
                + (count > 1 ? ", ..." : string.Empty);
        }

        string Named(int row, string id) => $"{rows[row].Name} ({PrintableText.Escape(id, LongestId)})";
    }

    private static string Unusable(IReadOnlyList<UnusableColumn> columns)
    {
        if (columns.Count == 0)
        {
            return string.Empty;
        }

        var named = ShortList.Join(
            columns,
            MaxColumns,
            column =>
                $"{column.Stem}: {PrintableText.Escape(column.Column, LongestId)}, {column.Reason}"
                + (column.ReadAs is { } name ? $" (--columns {ErrorText.Quote($"{name}={column.Column}")})" : string.Empty)
        );
        return Text($", {Quantity.Of(columns.Count, "column")} not usable: {named}");
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
