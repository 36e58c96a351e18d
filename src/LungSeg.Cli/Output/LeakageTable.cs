using System.Globalization;
using LungSeg.Core.Bytes;
using LungSeg.Core.Datasets;
using LungSeg.Core.Grouping;
using Spectre.Console;

namespace LungSeg.Cli.Output;

/// <summary>The table of <c>split --leakage</c> for people: number of rows by class, then the most alike pairs.</summary>
internal static class LeakageTable
{
    private const int MaxPairs = 20;
    private const int MaxRows = 3;
    private const int LongestId = 80;

    public static void Write(Dataset dataset, LeakageReport report, Terminal terminal)
    {
        var console = SpectreConsole.Create(terminal);
        var kinds = string.Join(
            ", ",
            report
                .Pairs.GroupBy(pair => pair.Kind)
                .OrderBy(group => group.Key)
                .Select(group => $"{LeakageJson.Name(group.Key)} {group.Count()}")
        );
        var listed = kinds.Length > 0 ? ": " + kinds : string.Empty;
        console.MarkupLineInterpolated(
            CultureInfo.InvariantCulture,
            $"[bold]{report.Pairs.Count} pairs[/] from score {report.Threshold:0.00##############} on{listed}"
        );
        foreach (var input in dataset.Inputs)
        {
            var classes = string.Join(
                ", ",
                LeakageJson.ByClass(report, input).Select(pair => $"{PrintableText.Escape(pair.Class)} {pair.Rows}")
            );
            var affected = LeakageJson.Affected(report, input).Count();
            var byClass = classes.Length > 0 ? ": " + classes : string.Empty;
            console.MarkupLineInterpolated(
                CultureInfo.InvariantCulture,
                $"[bold]{PrintableText.Escape(input.Stem)}[/]  {affected} of {input.RowCount} rows affected{byClass}"
            );
        }

        WriteIds(console, report);
        if (report.Pairs.Count == 0)
        {
            return;
        }
        var table = new Table { Border = TableBorder.Rounded };
        table.AddColumns("a", "b", "kind", "score");
        foreach (var pair in report.Pairs.Take(MaxPairs))
        {
            table.AddRow(Name(pair.A), Name(pair.B), Kind(pair), pair.Score.ToString("0.000", CultureInfo.InvariantCulture));
        }
        console.Write(table);
        if (report.Pairs.Count > MaxPairs)
        {
            console.MarkupLineInterpolated(
                CultureInfo.InvariantCulture,
                $"... and {report.Pairs.Count - MaxPairs} more; --json lists all pairs"
            );
        }
    }

    private static void WriteIds(IAnsiConsole console, LeakageReport report)
    {
        if (report.Ids.Count == 0)
        {
            return;
        }
        console.MarkupLineInterpolated(
            CultureInfo.InvariantCulture,
            $"[bold]{report.Ids.Count} {(report.Ids.Count == 1 ? "id stands" : "ids stand")} on both sides[/]"
        );
        foreach (var id in report.Ids.Take(MaxPairs))
        {
            console.MarkupLineInterpolated(
                CultureInfo.InvariantCulture,
                $"{id.Column} {Written(id)}  {id.A.Count} and {id.B.Count} rows: {Rows(id.A)}; {Rows(id.B)}"
            );
        }
        if (report.Ids.Count > MaxPairs)
        {
            console.MarkupLineInterpolated(
                CultureInfo.InvariantCulture,
                $"... and {report.Ids.Count - MaxPairs} more; --json lists all ids"
            );
        }
    }

    /// <summary>The id, and how it is written where the inputs write it in several ways.</summary>
    private static string Written(SharedId id)
    {
        string[] texts = [.. id.A.Concat(id.B).Select(row => row.GetText(id.Column)).OfType<string>().Distinct()];
        var name = PrintableText.Escape(id.Id, LongestId);
        return texts.Length < 2
            ? name
            : $"{name} (written {ShortList.Join(texts, MaxRows, text => PrintableText.Escape(text, LongestId))}: one id)";
    }

    private static string Rows(IReadOnlyList<DatasetRow> rows) => ShortList.Join(rows, MaxRows, row => PrintableText.Escape(row.Name));

    private static string Name(DatasetRow row) => Markup.Escape(PrintableText.Escape(row.Name));

    /// <summary>Kind of a pair in words, with move and mirror, if any.</summary>
    public static string Kind(LeakagePair pair)
    {
        var moved =
            pair.Move == default
                ? string.Empty
                : string.Create(CultureInfo.InvariantCulture, $" {pair.Move.Rows:+0;-0;0},{pair.Move.Columns:+0;-0;0} px");
        return $"{LeakageJson.Name(pair.Kind)}{moved}{(pair.Mirror == Mirror.None ? string.Empty : " " + LeakageJson.Name(pair.Mirror))}";
    }
}
