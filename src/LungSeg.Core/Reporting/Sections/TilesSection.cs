using LungSeg.Core.Model;
using LungSeg.Core.Reporting.Html;
using LungSeg.Core.Statistics;

namespace LungSeg.Core.Reporting.Sections;

/// <summary>Tiles with the main figures of the data set.</summary>
internal static class TilesSection
{
    public static void Write(HtmlWriter html, ReportContent content)
    {
        var all = content.Figures.Overall;
        html.Line(
            $"<section class=\"glance\" aria-labelledby=\"glance-heading\"><h2 id=\"glance-heading\" class=\"hidden\">"
                + $"At a glance</h2><dl class=\"tiles\">"
        );
        Tile(
            html,
            FigureDefinitions.Rows,
            Figures.Integer("rows", content.Figures.Rows.Count),
            Figures.Count(content.Statistics.Inputs.Count, "file", "files")
        );
        if (content.Has(FigureFamilies.Lesion))
        {
            Tile(
                html,
                FigureDefinitions.WithLesion,
                Figures.Integer("overall.lesion.rows_with", all.Lesion.RowsWith),
                $"{Figures.Text(all.Lesion.RowsEmpty)} empty, {Figures.Text(all.Lesion.RowsNearEmpty)} < {RowStatistics.NearEmptyPx} px"
            );
            Tile(
                html,
                FigureDefinitions.MedianLesion,
                Markup.Format($"{Figures.Number("overall.lesion.pixels.median", all.Lesion.Pixels?.Median)} <small>px</small>"),
                Range(all.Lesion.Pixels)
            );
        }

        if (content.Has(FigureFamilies.Hu))
        {
            Tile(html, FigureDefinitions.Padding, Figures.Share("overall.hu.padding_share", all.Hu.PaddingShare), "of all pixels");
        }
        if (content.Has(FigureFamilies.Lesion))
        {
            Tile(
                html,
                FigureDefinitions.LesionKept,
                Figures.Share("overall.lesion_kept.mean", all.LesionKept.Mean),
                $"{Figures.Count(all.LesionKept.RowsBelow1, "loses", "lose")} some, {Figures.Text(all.LesionKept.Rows0)} all"
            );
        }
        if (content.Has(FigureFamilies.Threshold))
        {
            var stored = all.Stored.Values.Sum();
            Tile(
                html,
                FigureDefinitions.StoredOk,
                Figures.Integer("overall.stored.ok", stored == 0 ? null : all.Stored.GetValueOrDefault(StoredArea.Ok)),
                $"of {Figures.Count(stored, "row", "rows")}"
            );
        }

        html.Line($"</dl></section>");
    }

    private static void Tile(HtmlWriter html, FigureDefinition figure, Markup value, string note) =>
        html.Line($"<div><dt>{figure.Name}</dt><dd class=\"value\">{value}</dd><dd class=\"note\">{note}{figure.Folded}</dd></div>");

    private static string Range(SizeRange? range) =>
        range is null ? "no lesion" : $"{Figures.Text(range.Min)} to {Figures.Text(range.Max)} px";
}
