using LungSeg.Core.Reporting.Charts;
using LungSeg.Core.Reporting.Html;
using LungSeg.Core.Statistics;

namespace LungSeg.Core.Reporting.Sections;

/// <summary>How many rows each class has.</summary>
internal static class ClassesSection
{
    public static void Write(HtmlWriter html, ReportContent content)
    {
        var classes = content.Figures.By;
        if (classes.Count == 0)
        {
            return;
        }
        var name = "Rows by class: " + string.Join(", ", classes.Select(group => $"{group.Name} {Figures.Text(group.Rows)}"));
        html.OpenSection("classes", "Class balance", Lead(classes));
        html.Line(
            $"<div class=\"pair\"><figure>"
                + $"{ChartPair.Bars(name, [.. classes.Select(group => new Bar(group.Name!, group.Rows, ClassStyle.GetName(group.Name!)))])}"
                + $"</figure>"
        );
        var rows = classes.Append(content.Figures.Overall).Select(group => Row(group, content));
        html.Line($"<div>{DataTable.Draw("Classes", Columns(content), rows)}{FigureDefinitions.ClassBalance.Folded}</div></div>");
        html.CloseSection();
    }

    private static string Lead(IReadOnlyList<GroupStatistics> classes)
    {
        var (largest, smallest) = (classes.MaxBy(group => group.Rows)!, classes.MinBy(group => group.Rows)!);
        return largest.Rows == smallest.Rows
            ? $"{Figures.Count(classes.Count, "class", "classes")} of {Figures.Count(largest.Rows, "row", "rows")}"
                + $"{(classes.Count > 1 ? " each" : string.Empty)}."
            : $"{largest.Name} has {Figures.Text((double)largest.Rows / smallest.Rows)} times the rows of {smallest.Name}.";
    }

    private static List<string> Columns(ReportContent content)
    {
        List<string> columns = ["class", "rows"];
        if (content.Has(FigureFamilies.Lesion))
        {
            columns.AddRange(["with a lesion", "empty mask", "median px", "lesion kept"]);
        }
        return columns;
    }

    private static List<Markup> Row(GroupStatistics group, ReportContent content)
    {
        var key = group.Name is { } name ? $"by.{name}" : "overall";
        List<Markup> cells =
        [
            Markup.Format($"<span class=\"swatch {ClassStyle.GetName(group.Name ?? "all")}\"></span>{group.Name ?? "all"}"),
            Figures.Integer(key + ".rows", group.Rows),
        ];
        if (content.Has(FigureFamilies.Lesion))
        {
            cells.AddRange([
                Figures.Integer(key + ".lesion.rows_with", group.Lesion.RowsWith),
                Figures.Integer(key + ".lesion.rows_empty", group.Lesion.RowsEmpty),
                Figures.Number(key + ".lesion.pixels.median", group.Lesion.Pixels?.Median),
                Figures.Share(key + ".lesion_kept.mean", group.LesionKept.Mean),
            ]);
        }

        return cells;
    }
}
