using System.Globalization;
using LungSeg.Cli.Output.Tables;
using LungSeg.Core.Bytes;
using LungSeg.Core.Datasets;
using LungSeg.Core.Grouping;

namespace LungSeg.Cli.Output;

/// <summary>The table of <c>split --leakage</c> for people: number of rows by class, then the most alike pairs.</summary>
internal static class LeakageTable
{
    private const int MaxPairs = 20;
    private const int MaxRows = 3;
    private const int LongestId = 80;

    public static void Write(Dataset dataset, LeakageReport report, Terminal terminal)
    {
        var page = new TextPage(terminal);
        var kinds = string.Join(
            ", ",
            report
                .Pairs.GroupBy(pair => pair.Kind)
                .OrderBy(group => group.Key)
                .Select(group => $"{LeakageJson.Name(group.Key)} {group.Count()}")
        );
        page.Labelled(
            TextStyle.Bold,
            Quantity.Of(report.Pairs.Count, "pair"),
            string.Create(CultureInfo.InvariantCulture, $"of likeness {report.Threshold:0.00##############} to 1")
                + (kinds.Length > 0 ? ": " + kinds : string.Empty)
        );
        foreach (var kind in report.Pairs.Select(pair => pair.Kind).Distinct().Order())
        {
            page.Labelled(TextStyle.None, LeakageJson.Name(kind), Explain(kind));
        }
        foreach (var input in dataset.Inputs)
        {
            var classes = string.Join(
                ", ",
                LeakageJson.ByClass(report, input).Select(pair => $"{PrintableText.Escape(pair.Class)} {pair.Rows}")
            );
            var affected = LeakageJson.Affected(report, input).Count();
            var byClass = classes.Length > 0 ? ": " + classes : string.Empty;
            page.Labelled(
                TextStyle.Bold,
                input.Stem,
                string.Create(CultureInfo.InvariantCulture, $"{affected} of {input.RowCount} rows affected{byClass}")
            );
        }

        WriteIds(page, report.Ids);
        if (report.Pairs.Count > 0)
        {
            WritePairs(page, report.Pairs);
        }
    }

    private static string Explain(MatchKind kind) =>
        kind switch
        {
            MatchKind.Exact => "the same slice, pixel by pixel",
            MatchKind.Shifted => "the same slice moved by some pixels, mirrored, or with other values",
            _ => "another slice of the same scan, close by",
        };

    private static void WriteIds(TextPage page, IReadOnlyList<SharedId> ids)
    {
        if (ids.Count == 0)
        {
            return;
        }
        page.Text($"{Quantity.Of(ids.Count, "id stands", "ids stand")} on both sides", TextStyle.Bold);
        foreach (var id in ids.Take(MaxPairs))
        {
            page.Text(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{id.Column} {Written(id)}: {id.A.Count} and {id.B.Count} rows: {Rows(id.A)}; {Rows(id.B)}"
                )
            );
        }
        if (ids.Count > MaxPairs)
        {
            page.Text(string.Create(CultureInfo.InvariantCulture, $"... and {ids.Count - MaxPairs} more; --json lists all ids"));
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

    private static string Rows(IReadOnlyList<DatasetRow> rows) => ShortList.Join(rows, MaxRows, row => row.Name);

    private static void WritePairs(TextPage page, IReadOnlyList<LeakagePair> pairs)
    {
        var table = new TextTable(
            TextColumn.Text("a", "a"),
            TextColumn.Text("b", "b"),
            TextColumn.Text("kind", "kind", minWidth: 9),
            new TextColumn("likeness", "score")
        );
        foreach (var pair in pairs.Take(page.IsPlain ? pairs.Count : MaxPairs))
        {
            table.Add(pair.A.Name, pair.B.Name, Kind(pair), TextCell.Number(pair.Score, "0.000"));
        }
        page.Table(table);
        if (pairs.Count > MaxPairs)
        {
            page.Text(
                string.Create(CultureInfo.InvariantCulture, $"... and {pairs.Count - MaxPairs} more; --json and --plain list all pairs")
            );
        }
    }

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
