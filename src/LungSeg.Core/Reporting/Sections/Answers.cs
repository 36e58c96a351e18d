using LungSeg.Core.Reporting.Html;
using LungSeg.Core.Statistics;
using LungSeg.Core.Validation;

namespace LungSeg.Core.Reporting.Sections;

/// <summary>Sentences that answer what people come to the page with, each with a link to where it stands.</summary>
internal static class Answers
{
    private const int WorstNamed = 3;
    private const int MaxFilesNamed = 3;

    public static void Write(HtmlWriter html, ReportContent content)
    {
        Markup[] answers = [.. Lesions(content), .. Files(content), .. Worst(content), .. LeaveOut(content)];
        if (answers.Length > 0)
        {
            html.Line($"<ul class=\"answers\">{Markup.Join(answers.Select(answer => Markup.Format($"<li>{answer}</li>")))}</ul>");
        }
    }

    private static IEnumerable<Markup> Lesions(ReportContent content)
    {
        if (!content.Has(FigureFamilies.Lesion) || content.Cuts.Overall.Figures.LesionKept.Mean is null)
        {
            yield break;
        }

        var isByFile = content.Cuts.Inputs.Count is > 1 and <= MaxFilesNamed;
        var parts = isByFile
            ? content.Cuts.Inputs.Select(input =>
                $"in {input.Stem} {DescribeLost(input.All.Figures, [.. content.Cuts.Crossed.Where(cut => cut.Input == input.Stem)])}"
            )
            : [DescribeLost(content.Cuts.Overall.Figures, content.Cuts.Classes)];
        yield return Markup.Format($"<b>Lesions lost:</b> {string.Join("; ", parts)}. {Link(content, "threshold", "By class")}");
    }

    private static string DescribeLost(GroupStatistics all, IReadOnlyList<Cut> classes)
    {
        if (all.LesionKept.Mean is null)
        {
            return "there is no hu_array to compare";
        }

        var isWhole = all.LesionKept.Rows0 > 0;
        var most = classes
            .OrderByDescending(cut => Lost(cut.Figures))
            .ThenByDescending(cut => (double)Lost(cut.Figures) / Math.Max(1, cut.Figures.Lesion.RowsWith))
            .First();
        var some = all.LesionKept.RowsBelow1 - all.LesionKept.Rows0;
        return all.LesionKept.RowsBelow1 == 0
            ? "hu_array keeps every lesion whole"
            : $"hu_array loses {Figures.Text(all.LesionKept.Rows0)} of "
                + $"{Figures.Count(all.Lesion.RowsWith, "lesion", "lesions")} wholly and "
                + $"{Figures.Text(some)} in part, most {(isWhole ? "wholly " : string.Empty)}in {most.Class} "
                + $"({Figures.Text(Lost(most.Figures))} of {Figures.Text(most.Figures.Lesion.RowsWith)})";

        long Lost(GroupStatistics figures) => isWhole ? figures.LesionKept.Rows0 : figures.LesionKept.RowsBelow1;
    }

    private static IEnumerable<Markup> Files(ReportContent content)
    {
        if (content.Differences.Count > 0)
        {
            yield return Markup.Format(
                $"<b>Files:</b> {InputsSection.Sentence(content, withValues: false)} {Link(content, "inputs", "Compared")}"
            );
        }
        if (content.Leakage is { } leakage && leakage.Pairs.Any(pair => pair.A.Input != pair.B.Input))
        {
            yield return Markup.Format($"<b>Leakage:</b> {LeakageSection.DescribeAcross(content)} {Link(content, "leakage", "Pairs")}");
        }
    }

    private static IEnumerable<Markup> Worst(ReportContent content)
    {
        var worst = content.Pictured.Worst.Take(WorstNamed).ToArray();
        if (worst.Length > 0)
        {
            var rows = worst.Select(
                (row, i) => Markup.Format($"{(i > 0 ? "; " : string.Empty)}{content.Link(row.Row)} {GetReason(content, row)}")
            );
            yield return Markup.Format($"<b>Worst rows:</b> {Markup.Join(rows)}.");
        }
    }

    private static string GetReason(ReportContent content, RowStatistics row)
    {
        string?[] reasons =
        [
            .. content.Ranking.Find(row.Row).Where(RowRanking.IsOwn).Select(finding => finding.Rule.Name).Distinct(),
            row.LesionKept < 1 ? $"{Figures.Percent(row.LesionKept.Value)} kept" : null,
        ];
        return $"({string.Join(", ", reasons.OfType<string>())})";
    }

    /// <summary>
    /// Leaves out the rows that errors and warnings about a row itself name. A rule that names more than half of the rows says something
    /// about the data as a whole.
    /// </summary>
    private static IEnumerable<Markup> LeaveOut(ReportContent content)
    {
        var groups = content
            .Findings.Where(group => group.Severity >= Severity.Warning && group.Rows.Count > 0 && group.Findings.All(RowRanking.IsOwn))
            .Where(group => 2 * group.Rows.Count <= content.Cuts.Rows.Count)
            .ToArray();
        var rows = groups.SelectMany(group => group.Rows).ToHashSet();
        if (rows.Count == 0 || rows.Count == content.Cuts.Rows.Count)
        {
            yield break;
        }

        var rules = string.Join(',', groups.Select(group => group.Rule.Name));
        var commands = content.Commands.LeaveOut(rules, groups.SelectMany(group => group.Stems));
        yield return Markup.Format(
            $"<b>Leave out</b> rows with an error or a warning of their own, {Figures.Text(rows.Count)} of "
                + $"{Figures.Text(content.Cuts.Rows.Count)}: "
                + $"{CommandLines.Draw(commands)}"
        );
    }

    private static Markup Link(ReportContent content, string section, string words) =>
        section == "threshold" && !content.Has(FigureFamilies.Threshold)
            ? Markup.None
            : Markup.Format($"<a href=\"#{section}\">{words}</a>");
}
