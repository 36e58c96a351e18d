using LungSeg.Core.Model;
using LungSeg.Core.Reporting.Html;
using LungSeg.Core.Statistics;

namespace LungSeg.Core.Reporting.Sections;

/// <summary>The worst and the best rows as pictures.</summary>
internal static class RowsSection
{
    public static void Write(HtmlWriter html, ReportContent content)
    {
        if (!content.Has(FigureFamilies.Lesion) || content.Worst.Count + content.Best.Count == 0)
        {
            return;
        }
        html.OpenSection("rows", "Best and worst rows", "Slice, kept area, and surroundings of the lesion, in the lung window.");
        html.Line(
            $"<ul class=\"legend\"><li><span class=\"swatch outline\"></span>outline of the mask</li>"
                + $"<li><span class=\"swatch kept\"></span>kept in hu_array</li></ul>"
        );
        html.Line($"<h3>Worst</h3>{FigureDefinitions.Worst.Folded}");
        WriteRows(html, content, content.Worst, "No row loses any of its lesion, and every hu_array is sound.");
        html.Line($"<h3>Best</h3>{FigureDefinitions.Best.Folded}");
        WriteRows(html, content, content.Best, "No row has a sound hu_array that keeps all of its lesion.");
        html.CloseSection();
    }

    private static void WriteRows(HtmlWriter html, ReportContent content, IReadOnlyList<RowStatistics> rows, string none)
    {
        if (rows.Count == 0)
        {
            html.Line($"<p class=\"fine\">{none}</p>");
            return;
        }

        html.Line($"<div class=\"gallery\">");
        foreach (var row in rows)
        {
            WriteRow(html, content, row);
        }
        html.Line($"</div>");
    }

    private static void WriteRow(HtmlWriter html, ReportContent content, RowStatistics row)
    {
        html.Line($"<figure class=\"row\" data-row=\"{row.Row}\"><div class=\"triple\">");
        if (content.Pictures.TryGetValue(row.Row, out var pictures))
        {
            html.Line(
                $"{Picture.Draw(pictures.Slice, $"Slice of {row.Row}, lesion of {Figures.Text(row.LesionPx ?? 0)} pixels outlined")}"
            );
            if (pictures.Kept is { } kept)
            {
                html.Line($"{Picture.Draw(kept, $"The same slice with the {Share(row.LungShare)} that hu_array keeps tinted")}");
            }
            if (pictures.Detail is { } detail)
            {
                html.Line($"{Picture.Draw(detail, $"Surroundings of the lesion of {row.Row}, of which {Share(row.LesionKept)} is kept")}");
            }
        }

        html.Line(
            $"</div><figcaption><code>{row.Row}</code> <span class=\"swatch {ClassStyle.GetName(row.Class)}\"></span>{row.Class}: "
                + $"{Figures.Text(row.LesionPx ?? 0)} px, {Share(row.LesionKept)} kept{Stored(row.Stored)}</figcaption></figure>"
        );
    }

    private static string Share(double? share) => share is { } known ? Figures.Percent(known) : "an unknown share";

    private static string Stored(StoredArea? stored) => stored is { } area ? $", stored {StoredAreas.Name(area)}" : string.Empty;
}
