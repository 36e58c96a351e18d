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
                + $"{ChartPair.Bars(name, [.. classes.Select(group => new Bar(group.Name!, group.Rows, ClassStyle.Of(group.Name!)))])}"
                + $"</figure>"
        );
        var rows = classes.Append(content.Figures.Overall).Select(group => Row(group, content));
        html.Line($"<div>{DataTable.Of("Classes", Columns(content), rows)}{FigureDefinitions.ClassBalance.Folded}</div></div>");
        html.CloseSection();
    }

    private static string Lead(IReadOnlyList<GroupStatistics> classes)
    {
        var (most, least) = (classes.MaxBy(group => group.Rows)!, classes.MinBy(group => group.Rows)!);
        return most.Rows == least.Rows
            ? $"{Figures.Count(classes.Count, "class", "classes")} of {Figures.Count(most.Rows, "row", "rows")}"
                + $"{(classes.Count > 1 ? " each" : string.Empty)}."
            : $"{most.Name} has {Figures.Text((double)most.Rows / least.Rows)} times the rows of {least.Name}.";
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
            Markup.Of($"<span class=\"swatch {ClassStyle.Of(group.Name ?? "all")}\"></span>{group.Name ?? "all"}"),
            Figures.Whole(key + ".rows", group.Rows),
        ];
        if (content.Has(FigureFamilies.Lesion))
        {
            cells.AddRange([
                Figures.Whole(key + ".lesion.rows_with", group.Lesion.RowsWith),
                Figures.Whole(key + ".lesion.rows_empty", group.Lesion.RowsEmpty),
                Figures.Number(key + ".lesion.pixels.median", group.Lesion.Pixels?.Median),
                Figures.Share(key + ".lesion_kept.mean", group.LesionKept.Mean),
            ]);
        }

        return cells;
    }
}
