using LungSeg.Cli.Output.Tables;
using LungSeg.Core.Bytes;
using LungSeg.Core.Splitting;
using static System.FormattableString;

namespace LungSeg.Cli.Output;

/// <summary>Tables of <c>split</c> for people: contents of each part and fold, and deviation of its classes.</summary>
internal static class SplitTable
{
    private const int MaxRepeats = 5;
    private const int MaxFindings = 20;
    private const int MaxNamed = 8;

    /// <param name="report">The split.</param>
    /// <param name="withLine">Whether the page begins with the split in one line.</param>
    /// <param name="terminal">Where it is written.</param>
    public static void Write(SplitReport report, bool withLine, Terminal terminal)
    {
        var page = new TextPage(terminal);
        if (withLine)
        {
            page.Text(Line(report), TextStyle.Bold);
        }

        WriteSummaries(page, report);
    }

    /// <param name="report">The split.</param>
    /// <param name="findings">What is wrong with it.</param>
    /// <param name="unread">Rows that it leaves out and that could not be looked at.</param>
    /// <param name="terminal">Where it is written.</param>
    public static void WriteCheck(
        SplitReport report,
        IReadOnlyList<SplitFinding> findings,
        IReadOnlyList<SplitRow> unread,
        Terminal terminal
    )
    {
        var page = new TextPage(terminal);
        var verdict =
            findings.Count == 0
                ? "proved: every row once, no group divided" + (unread.Count > 0 ? " as far as rows can be read" : string.Empty)
                : Invariant($"refuted: {Quantity.Of(findings.Count, "finding")}");
        page.Text(verdict, TextStyle.Bold);
        foreach (var finding in findings.Take(MaxFindings))
        {
            var repeat = report.Summaries.Count > 1 ? Invariant($"repeat {finding.Repeat}: ") : string.Empty;
            page.Text($"{finding.Code}: {repeat}{finding.Message}");
        }

        if (findings.Count > MaxFindings)
        {
            page.Text(Invariant($"... and {findings.Count - MaxFindings} more; --json lists all"));
        }
        if (unread.Count > 0)
        {
            page.Text($"not looked at, since the split leaves them out and they cannot be read: {Names(unread)}");
        }
        WriteSummaries(page, report);
    }

    /// <summary>The split in one line.</summary>
    public static string Line(SplitReport report)
    {
        var rows = report.Split.Repeats.Count == 0 ? 0 : report.Split.Repeats[0].Count;
        var repeats = report.Summaries.Count > 1 ? Invariant($", {report.Summaries.Count} times") : string.Empty;
        var size = $"{Quantity.Of(rows, "row")} in {Quantity.Of(report.Groups, "group")}";
        return Invariant($"{size}{repeats}, seed {report.Seed}, deviation {report.Deviation:0.0000}");
    }

    /// <summary>The classes that parts or folds have no row of, one sentence for each repeat.</summary>
    public static IEnumerable<string> MissingClasses(SplitReport report)
    {
        for (var repeat = 0; repeat < report.Summaries.Count; repeat++)
        {
            var summary = report.Summaries[repeat];
            SplitBin[] bins = [.. summary.Folds, .. summary.Parts.Where(part => part.Name != SplitAssignment.Dropped)];
            string[] classes = [.. bins.SelectMany(ClassesOf).Distinct()];
            var missing = bins.Select(bin => (Bin: PrintableText.Escape(bin.Name), Classes: Names(classes.Except(ClassesOf(bin)))))
                .Where(bin => bin.Classes.Length > 0)
                .GroupBy(bin => bin.Classes, bin => bin.Bin)
                .Select(bins => $"no row of {bins.Key} in {Shown([.. bins])}")
                .ToArray();
            if (missing.Length > 0)
            {
                yield return Invariant($"{(report.Summaries.Count > 1 ? $"repeat {repeat}: " : string.Empty)}")
                    + string.Join("; ", missing);
            }
        }

        static string Names(IEnumerable<string> classes) => string.Join(", ", classes.Select(name => PrintableText.Escape(name)));
        static string Shown(string[] bins) =>
            bins.Length <= MaxNamed ? string.Join(", ", bins) : Invariant($"{ShortList.Join(bins, MaxNamed)} ({bins.Length} in all)");
        static IEnumerable<string> ClassesOf(SplitBin bin) => bin.Labels.Select(label => SplitSummary.GetClass(label.Name));
    }

    /// <summary>For example <c>3 rows (train:4, train:9, train:12)</c>.</summary>
    public static string Names(IReadOnlyList<SplitRow> rows)
    {
        return Invariant($"{Quantity.Of(rows.Count, "row")} ({ShortList.Join(rows, MaxNamed, row => PrintableText.Escape(row.Name))})");
    }

    private static void WriteSummaries(TextPage page, SplitReport report)
    {
        var count = page.IsPlain ? report.Summaries.Count : Math.Min(report.Summaries.Count, MaxRepeats);
        for (var repeat = 0; repeat < count; repeat++)
        {
            if (report.Summaries.Count > 1)
            {
                page.Text(Invariant($"repeat {repeat}"));
            }
            WriteSummary(page, report.Summaries[repeat]);
        }

        if (report.Summaries.Count > MaxRepeats)
        {
            page.Text(Invariant($"... and {report.Summaries.Count - MaxRepeats} more repeats; --json has all"));
        }
    }

    private static void WriteSummary(TextPage page, SplitSummary summary)
    {
        var classes = summary.Deviation.Categories;
        var unit = summary.Folds.Count > 0 ? "fold" : "part";
        var table = new TextTable([
            TextColumn.Text(unit, unit, minWidth: 9),
            new TextColumn("rows", "rows"),
            new TextColumn("groups", "groups"),
            .. classes.Select(category => PrintableText.Escape(category.Name)).Select(name => new TextColumn(name, name)),
        ]);
        var bins =
            summary.Folds.Count > 0
                ? [.. summary.Folds, .. summary.Parts.Where(part => part.Name != SplitAssignment.Train)]
                : summary.Parts;
        foreach (var bin in bins)
        {
            table.Add([bin.Name, bin.Rows, bin.Groups, .. classes.Select(category => Share(bin, category.Name))]);
        }
        table.Add(["overall", TextCell.Empty, TextCell.Empty, .. classes.Select(category => TextCell.Percent(category.Share))]);
        table.Add([
            "deviation",
            TextCell.Empty,
            TextCell.Empty,
            .. classes.Select(category => TextCell.Number(category.Deviation, "0.0000")),
        ]);
        page.Table(table);
        var lesion = summary.LesionDeviation is { } strata ? Invariant($", of lesion-size strata {strata.Mean:0.0000}") : string.Empty;
        page.Text(Invariant($"deviation of classes {summary.Deviation.Mean:0.0000}{lesion} (mean |share in the {unit} - share overall|)"));
    }

    private static TextCell Share(SplitBin bin, string name)
    {
        var rows = bin.Labels.Where(label => SplitSummary.GetClass(label.Name) == name).Sum(label => label.Rows);
        return new TextCell(Invariant($"{rows} ({100.0 * rows / bin.Rows:0.0} %)"), Invariant($"{rows}"));
    }
}
