using LungSeg.Core.Reporting.Charts;
using LungSeg.Core.Reporting.Html;
using LungSeg.Core.Statistics;
using LungSeg.Thresholding;

namespace LungSeg.Core.Reporting.Sections;

/// <summary>Where the lesions lie.</summary>
internal static class PlaceSection
{
    public static void Write(HtmlWriter html, ReportContent content)
    {
        var map = content.Chest;
        if (map.RowsWithLesion == 0)
        {
            return;
        }
        html.OpenSection(
            "place",
            "Where the lesions lie",
            $"{Figures.Count(map.RowsWithLesion, "lesion", "lesions")} over the mean of {Figures.Count(map.Slices, "slice", "slices")}."
        );
        html.Line(
            $"<div class=\"pair map\"><figure>{HeatMapChart.Draw(map)}{HeatMapChart.Legend(map)}</figure>"
                + $"<div>{FigureDefinitions.LesionMap.Folded}"
        );
        if (content.Has(FigureFamilies.Position))
        {
            var all = content.Figures.Overall.Lesion;
            var (left, right) = (all.Sides.GetValueOrDefault(LungSide.ImageLeft), all.Sides.GetValueOrDefault(LungSide.ImageRight));
            var neither = all.RowsWith - left - right;
            var bars = new Bar[] { new("image left", left, "k-all"), new("image right", right, "k-all"), new("neither", neither, "k-all") };
            var name = $"Lesions by side: image left {left}, image right {right}, neither {neither}";
            html.Line($"<h3>Lung that holds most of the lesion</h3><figure>{ChartPair.Bars(name, bars)}</figure>");
            string[] columns = ["class", "image left", "image right", "minimum distance to the lung's edge, mean px"];
            var rows = content.Figures.By.Append(content.Figures.Overall).Select(Row);
            html.Line($"{FigureDefinitions.Side.Folded}{DataTable.Draw("Sides by class", columns, rows)}");
        }

        html.Line($"</div></div>");
        html.CloseSection();
    }

    private static IReadOnlyList<Markup> Row(GroupStatistics group)
    {
        var key = group.Name is { } name ? $"by.{name}.lesion." : "overall.lesion.";
        return
        [
            DataTable.Cell(group.Name ?? "all"),
            Side(LungSide.ImageLeft),
            Side(LungSide.ImageRight),
            Figures.Number(key + "pleura_min_mean", group.Lesion.PleuraMinMean),
        ];

        Markup Side(LungSide side) =>
            group.Lesion.Sides.TryGetValue(side, out var rows)
                ? Figures.Integer(key + "side." + FigureColumns.SideName(side), rows)
                : DataTable.Cell("0");
    }
}
