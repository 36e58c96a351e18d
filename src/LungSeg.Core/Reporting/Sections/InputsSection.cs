using LungSeg.Core.Model;
using LungSeg.Core.Reporting.Html;

namespace LungSeg.Core.Reporting.Sections;

/// <summary>The inputs that were read, and how they differ.</summary>
internal static class InputsSection
{
    private const double MegaByte = 1e6;

    public static void Write(HtmlWriter html, ReportContent content)
    {
        var report = content.Statistics;
        var isSeveral = content.Cuts.Inputs.Count > 1;
        html.OpenSection("inputs", isSeveral ? "Do the files differ?" : "What was read", Lead(content));
        if (content.Differences.Count > 0)
        {
            html.Line($"{Compare(content)}");
        }
        var inputs = report.Inputs.Select(input =>
            new[]
            {
                Markup.Format($"<code>{input.Stem}</code>"),
                DataTable.Cell(input.Format),
                Figures.Integer(default, input.Rows),
                Figures.Number(default, input.Bytes / MegaByte),
            }
        );
        var files = new DataTable("Inputs", DataTable.Heads("file", "format", "rows", "MB")) { Lines = inputs, TextColumns = 2 };
        html.Line($"<div class=\"pair\"><div>{files.Draw()}</div>");
        var columns = content.Summary.Columns.Select(column =>
            new[]
            {
                DataTable.Cell(column.Name),
                DataTable.Cell(column.DType),
                DataTable.Cell(column.Shape is { } shape ? string.Join(" × ", shape) : null),
            }
        );
        var table = new DataTable("Columns", DataTable.Heads("column", "dtype", "shape")) { Lines = columns, TextColumns = 3 };
        html.Line($"<div>{table.Draw()}</div></div>");
        if (report.Where is { } where)
        {
            html.Line($"<p>Only rows with <code>{where}</code>.</p>");
        }
        if (content.Summary.Notes.Count > 0)
        {
            html.Line($"<ul class=\"notes\">{Markup.Join(content.Summary.Notes.Select(note => Markup.Format($"<li>{note}</li>")))}</ul>");
        }
        html.CloseSection();
    }

    private static string Lead(ReportContent content) =>
        content.Differences.Count > 0
            ? Sentence(content, withValues: true)
            : $"HU are those of {HuColumns.Name(content.Statistics.Image)}, padding left out.";

    /// <summary>What differs, what does not, and what cannot be told.</summary>
    public static string Sentence(ReportContent content, bool withValues)
    {
        var differences = content.Differences;
        var (first, others) = (differences[0].Stem, differences[0].Others);
        var isPair = content.Cuts.Inputs.Count == 2;
        var differ = differences.Where(one => one.Differs).Select(Describe).ToArray();
        var alike = differences.Where(one => one.IsAlike).Select(one => one.Aspect).ToArray();
        var unclear = differences.Where(one => !one.Differs && !one.IsAlike).Select(one => one.Aspect).ToArray();
        var begin =
            differ.Length == 0
                ? isPair
                    ? $"{first} resembles {others}"
                    : "The files resemble each other"
                : isPair
                    ? $"{first} differs from {others} in {Join(differ)}"
                    : $"From the others differs {Join(differ)}";
        return begin
            + (alike.Length == 0 ? string.Empty : $"{(differ.Length == 0 ? " in " : "; alike are ")}{Join(alike)}")
            + (unclear.Length == 0 ? string.Empty : $"; too few rows tell for {Join(unclear)}")
            + ".";

        string Describe(InputDifference one) =>
            $"{(isPair ? string.Empty : one.Stem + " in ")}{one.Aspect}{(withValues ? $" ({one.What})" : string.Empty)}";
    }

    private static string Join(string[] words) => words.Length == 1 ? words[0] : $"{string.Join(", ", words[..^1])} and {words[^1]}";

    private static Markup Compare(ReportContent content)
    {
        var lines = content.Differences.Select(one =>
            new[]
            {
                Markup.Format($"<a href=\"#{one.Section}\">{one.Aspect}</a>"),
                Markup.Format($"<b class=\"{(one.Differs ? "differs" : "alike")}\">{GetVerdict(one)}</b>"),
                Markup.Format($"<code>{one.Stem}</code>: {one.What}"),
                Figures.Share(default, one.Distance),
                Figures.Share(default, one.ByChance),
            }
        );
        return new DataTable(
            content.Cuts.Inputs.Count == 2
                ? $"{content.Cuts.Inputs[1].Stem} against {content.Cuts.Inputs[0].Stem}"
                : "The file furthest from the others",
            [
                DataTable.Cell("in"),
                DataTable.Cell("verdict"),
                DataTable.Cell("furthest apart"),
                Glossary.Difference.As("difference"),
                Glossary.Difference.As("by chance up to"),
            ]
        )
        {
            Lines = lines,
            TextColumns = 3,
        }.Draw();
    }

    private static string GetVerdict(InputDifference one) =>
        one.Differs ? "differs"
        : one.IsAlike ? "alike"
        : "too few rows to tell";
}
