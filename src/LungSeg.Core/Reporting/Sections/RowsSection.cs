using LungSeg.Core.Model;
using LungSeg.Core.Reporting.Html;
using LungSeg.Core.Statistics;
using LungSeg.Thresholding;

namespace LungSeg.Core.Reporting.Sections;

/// <summary>Pictures of the worst rows, of rows that findings and leakage show, and of the best.</summary>
internal static class RowsSection
{
    public static void Write(HtmlWriter html, ReportContent content)
    {
        if (content.Pictures.Count == 0)
        {
            return;
        }
        html.OpenSection("rows", "Rows", "A click on a row's pictures enlarges them. The command below draws the row in a terminal.");
        html.Line(
            $"<ul class=\"legend\"><li><span class=\"swatch outline\"></span>outline of the lesion</li>"
                + $"<li><span class=\"swatch kept\"></span>kept in hu_array</li><li>{Glossary.Window.Link}</li></ul>"
        );
        var byName = content.Cuts.Rows.ToDictionary(row => row.Row);
        WriteRows(html, content, Glossary.Worst.Link, content.Pictured.Worst);
        WriteRows(html, content, DataTable.Cell("Rows of findings and pairs"), content.Pictured.Others.Select(byName.GetValueOrDefault));
        WriteRows(html, content, Glossary.Best.Link, content.Pictured.Best);
        html.CloseSection();
    }

    private static void WriteRows(HtmlWriter html, ReportContent content, Markup heading, IEnumerable<RowStatistics?> rows) =>
        RowGallery.Write(
            html,
            "rows",
            heading,
            [.. rows.OfType<RowStatistics>().Where(row => content.Pictures.ContainsKey(row.Row)).Select(row => Show(content, row))]
        );

    private static GalleryRow Show(ReportContent content, RowStatistics row)
    {
        var pictures = content.Pictures[row.Row];
        var drawn = (row.LesionPx > 0 ? ", lesion outlined" : string.Empty) + (pictures.IsTinted ? ", kept area tinted" : string.Empty);
        var slice = Picture.Draw(pictures.Slice, RowPictures.SliceSide, $"Slice of {row.Row}{drawn}");
        var crop = pictures.Crop is { } lesion
            ? Picture.Draw(lesion, RowPictures.CropSide, $"Lesion of {row.Row}, outlined, {pictures.CropWindow} HU")
            : Markup.None;
        return new GalleryRow(content.GetAnchor(row.Row)!, row.Row, row.Class)
        {
            Pictures = Markup.Format($"{slice}{crop}"),
            Description = Describe(row, pictures),
            Lines = DrawFindings(content, row),
            Commands = [content.Commands.Show(row.Row)],
        };
    }

    private static string Describe(RowStatistics row, RowPictures pictures)
    {
        string?[] parts =
        [
            row.LesionPx is { } px ? $"lesion {Figures.Text(px)} px" : null,
            row.LesionDiameterMm is { } mm ? $"{Figures.Text(mm)} mm across" : null,
            row.LesionHuMean is { } mean ? $"{Figures.Text(mean, "#,0")} HU" : null,
            row.LesionKept is { } kept ? $"{Figures.Percent(kept)} kept" : null,
            row.LungShare is { } share ? $"{Figures.Percent(share)} of the slice kept" : null,
            row.Outcome is { } outcome ? $"outcome {ThresholdOutcomes.Name(outcome)}" : null,
            row.Stored is { } stored ? $"stored {StoredAreas.Name(stored)}" : null,
            pictures.CropWindow.Length > 0 ? $"crop from {pictures.CropWindow} HU" : null,
        ];
        return string.Join(", ", parts.OfType<string>());
    }

    private static Markup DrawFindings(ReportContent content, RowStatistics row)
    {
        var findings = content
            .Ranking.Find(row.Row)
            .Select(finding =>
            {
                var group = content.Findings.First(group => group.Rule.Id == finding.Rule.Id);
                var other = PicturedRows.IsPair(finding) ? Markup.Format($" ({content.Link(finding.Key!)})") : Markup.None;
                return Markup.Format(
                    $"<li><a href=\"#{group.Anchor}\">{finding.Rule.Id} {finding.Rule.Name}</a>: {finding.Message}{other}</li>"
                );
            })
            .ToArray();
        return findings.Length == 0 ? Markup.None : Markup.Format($"<ul class=\"why\">{Markup.Join(findings)}</ul>");
    }
}
