using System.Globalization;
using LungSeg.Core.Bytes;
using LungSeg.Core.Splitting;
using Spectre.Console;

namespace LungSeg.Cli.Output;

/// <summary>Tables of <c>split</c> for people: contents of each part and fold, and deviation of its classes.</summary>
internal static class SplitTable
{
    private const int MaxRepeats = 5;
    private const int MaxFindings = 20;
    private const int MaxNamed = 8;

    public static void Write(SplitReport report, Terminal terminal)
    {
        var console = SpectreConsole.Create(terminal);
        console.MarkupLineInterpolated($"[bold]{Line(report)}[/]");
        WriteSummaries(console, report);
    }

    public static void WriteCheck(SplitReport report, IReadOnlyList<SplitFinding> findings, Terminal terminal)
    {
        var console = SpectreConsole.Create(terminal);
        var verdict =
            findings.Count == 0
                ? "proved: every row once, no group divided"
                : Invariant($"refuted: {findings.Count} {(findings.Count == 1 ? "finding" : "findings")}");
        console.MarkupLineInterpolated($"[bold]{verdict}[/]");
        foreach (var finding in findings.Take(MaxFindings))
        {
            var repeat = report.Summaries.Count > 1 ? Invariant($"repeat {finding.Repeat}: ") : string.Empty;
            console.WriteLine($"{finding.Code}: {repeat}{PrintableText.Escape(finding.Message)}");
        }

        if (findings.Count > MaxFindings)
        {
            console.WriteLine(Invariant($"... and {findings.Count - MaxFindings} more; --json lists all"));
        }
        WriteSummaries(console, report);
    }

    /// <summary>The split in one line.</summary>
    public static string Line(SplitReport report)
    {
        var rows = report.Split.Repeats.Count == 0 ? 0 : report.Split.Repeats[0].Count;
        var repeats = report.Summaries.Count > 1 ? Invariant($", {report.Summaries.Count} times") : string.Empty;
        return Invariant($"{rows} rows in {report.Groups} groups{repeats}, seed {report.Seed}, deviation {report.Deviation:0.0000}");
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
                .Select(bins => $"{Shown([.. bins])} of {bins.Key}")
                .ToArray();
            if (missing.Length > 0)
            {
                yield return Invariant($"{(report.Summaries.Count > 1 ? $"repeat {repeat}: " : string.Empty)}no row in ")
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
        return Invariant(
            $"{rows.Count} {(rows.Count == 1 ? "row" : "rows")} ({ShortList.Join(rows, MaxNamed, row => PrintableText.Escape(row.Name))})"
        );
    }

    private static void WriteSummaries(IAnsiConsole console, SplitReport report)
    {
        for (var repeat = 0; repeat < Math.Min(report.Summaries.Count, MaxRepeats); repeat++)
        {
            if (report.Summaries.Count > 1)
            {
                console.WriteLine(Invariant($"repeat {repeat}"));
            }
            WriteSummary(console, report.Summaries[repeat]);
        }

        if (report.Summaries.Count > MaxRepeats)
        {
            console.WriteLine(Invariant($"... and {report.Summaries.Count - MaxRepeats} more repeats; --json has all"));
        }
    }

    private static void WriteSummary(IAnsiConsole console, SplitSummary summary)
    {
        var classes = summary.Deviation.Categories;
        var table = new Table { Border = TableBorder.Rounded };
        table.AddColumn(summary.Folds.Count > 0 ? "fold" : "part");
        foreach (var name in (ReadOnlySpan<string>)["rows", "groups", .. classes.Select(category => category.Name)])
        {
            table.AddColumn(new TableColumn(Markup.Escape(PrintableText.Escape(name))).RightAligned());
        }
        var bins =
            summary.Folds.Count > 0
                ? [.. summary.Folds, .. summary.Parts.Where(part => part.Name != SplitAssignment.Train)]
                : summary.Parts;
        foreach (var bin in bins)
        {
            table.AddRow([
                .. (
                    (string[])[bin.Name, Number(bin.Rows), Number(bin.Groups), .. classes.Select(category => Share(bin, category.Name))]
                ).Select(cell => Markup.Escape(PrintableText.Escape(cell))),
            ]);
        }
        table.AddRow(["overall", string.Empty, string.Empty, .. classes.Select(category => Percent(category.Share))]);
        table.AddRow([
            "deviation",
            string.Empty,
            string.Empty,
            .. classes.Select(category => category.Deviation.ToString("0.0000", CultureInfo.InvariantCulture)),
        ]);
        console.Write(table);
        var lesion = summary.LesionDeviation is { } strata ? Invariant($", of lesion-size strata {strata.Mean:0.0000}") : string.Empty;
        var unit = summary.Folds.Count > 0 ? "fold" : "part";
        console.WriteLine(
            Invariant($"deviation of classes {summary.Deviation.Mean:0.0000}{lesion} (mean |share in the {unit} - share overall|)")
        );
    }

    private static string Share(SplitBin bin, string name)
    {
        var rows = bin.Labels.Where(label => SplitSummary.GetClass(label.Name) == name).Sum(label => label.Rows);
        return Invariant($"{rows} ({Percent((double)rows / bin.Rows)})");
    }

    private static string Percent(double share) => Invariant($"{100 * share:0.0} %");

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
