using LungSeg.Core.Reporting.Html;
using LungSeg.Core.Statistics;

namespace LungSeg.Core.Reporting.Sections;

/// <summary>How many rows each class has.</summary>
internal static class ClassesSection
{
    public static void Write(HtmlWriter html, ReportContent content)
    {
        var cuts = content.Cuts;
        if (cuts.Classes.Count == 0)
        {
            return;
        }
        html.OpenSection("classes", "Class balance", Lead(cuts));
        var categories = cuts.Classes.Select(cut => (cut.Class!, ClassStyle.GetName(cut.Class!))).ToArray();
        var bars = ChartParts.Bars("Rows by class", cuts.ChartSeries, categories, row => row.Class);
        html.Line($"<div class=\"pair\"><figure>{ChartParts.Legend(cuts.ChartSeries)}{bars}</figure>");
        html.Line($"<div>{CutTable.Draw(content, "Classes", [.. Columns(content)])}</div></div>");
        html.CloseSection();
    }

    private static string Lead(Cuts cuts) =>
        cuts.AreInputsCompared
            ? string.Join(
                "; ",
                cuts.Inputs.Select(input => $"{input.Stem}: {Lead([.. cuts.Crossed.Where(cut => cut.Input == input.Stem)])}")
            ) + "."
            : Lead(cuts.Classes) + ".";

    private static string Lead(IReadOnlyList<Cut> classes)
    {
        var (largest, smallest) = (classes.MaxBy(cut => cut.Figures.Rows)!, classes.MinBy(cut => cut.Figures.Rows)!);
        return largest.Figures.Rows == smallest.Figures.Rows
            ? $"{Figures.Count(classes.Count, "class", "classes")} of {Figures.Count(largest.Figures.Rows, "row", "rows")}"
                + $"{(classes.Count > 1 ? " each" : string.Empty)}"
            : $"{largest.Class} has {Figures.Text((double)largest.Figures.Rows / smallest.Figures.Rows)} times the rows of "
                + $"{smallest.Class}";
    }

    private static IEnumerable<CutColumn> Columns(ReportContent content)
    {
        yield return new CutColumn(Glossary.Row.As("rows"), cut => Figures.Integer(cut.Key("rows"), cut.Figures.Rows));
        if (content.Cuts.AreInputsCompared)
        {
            yield return CutColumn.Create("share", cut => Figures.Share(default, ShareOfInput(content, cut)));
        }
        if (content.Has(FigureFamilies.Lesion))
        {
            yield return new CutColumn(
                Glossary.Lesion.As("with a lesion"),
                cut => Figures.Integer(cut.Key("lesion.rows_with"), cut.Figures.Lesion.RowsWith)
            );
            yield return CutColumn.Create("empty mask", cut => Figures.Integer(cut.Key("lesion.rows_empty"), cut.Figures.Lesion.RowsEmpty));
        }
    }

    private static double ShareOfInput(ReportContent content, Cut cut) =>
        (double)cut.Figures.Rows / content.Cuts.Inputs.First(input => input.Stem == cut.Input).Rows.Count;
}
