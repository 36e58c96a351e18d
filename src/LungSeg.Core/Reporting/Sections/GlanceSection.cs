using LungSeg.Core.Model;
using LungSeg.Core.Reporting.Html;
using LungSeg.Core.Statistics;

namespace LungSeg.Core.Reporting.Sections;

/// <summary>The main figures of the data set, or of each file where there are several, and the answers in short.</summary>
internal static class GlanceSection
{
    private const int MaxFiles = 100;

    public static void Write(HtmlWriter html, ReportContent content)
    {
        html.Line(
            $"<section class=\"glance\" aria-labelledby=\"glance-heading\"><h2 id=\"glance-heading\" class=\"hidden\">At a glance</h2>"
        );
        if (content.Cuts.Inputs.Count > 1)
        {
            html.Line($"{DrawFiles(content)}");
        }
        else
        {
            WriteTiles(html, content);
        }
        Answers.Write(html, content);
        html.Line($"</section>");
    }

    private static void WriteTiles(HtmlWriter html, ReportContent content)
    {
        html.Line($"<dl class=\"tiles\">");
        var all = content.Cuts.Overall.Figures;
        foreach (var column in Columns(content))
        {
            html.Line(
                $"<div><dt>{column.Head}</dt><dd class=\"value\">{column.Cell(content.Cuts.Overall)}</dd>"
                    + $"<dd class=\"note\">{column.Note(all)}</dd></div>"
            );
        }
        html.Line($"</dl>");
    }

    private static Markup DrawFiles(ReportContent content)
    {
        var columns = Columns(content).ToArray();
        var lines = content.Cuts.Inputs.Take(MaxFiles);
        return new DataTable("Files", [DataTable.Cell("file"), .. columns.Select(column => column.Head)])
        {
            Lines = lines.Select(input =>
                (IReadOnlyList<Markup>)
                    [
                        Markup.Format($"<code>{input.Stem}</code>"),
                        .. columns.Select(column =>
                            Markup.Format($"{column.Cell(input.All)} <small>{column.Note(input.All.Figures)}</small>")
                        ),
                    ]
            ),
            Totals =
                content.Cuts.Inputs.Count > MaxFiles
                    ?
                    [
                        [DataTable.Cell($"and {Figures.Text(content.Cuts.Inputs.Count - MaxFiles)} more files")],
                    ]
                    : [],
        }.Draw();
    }

    private sealed record Glance(Markup Head, Func<Cut, Markup> Cell, Func<GroupStatistics, string> Note);

    private static IEnumerable<Glance> Columns(ReportContent content)
    {
        yield return new Glance(
            Glossary.Row.As("Rows"),
            cut => Figures.Integer(cut.Input is null ? "rows" : cut.Key("rows"), cut.Figures.Rows),
            _ => string.Empty
        );
        if (content.Has(FigureFamilies.Lesion))
        {
            yield return new Glance(
                Glossary.Lesion.As("With a lesion"),
                cut => Figures.Integer(cut.Key("lesion.rows_with"), cut.Figures.Lesion.RowsWith),
                all =>
                    $"{Figures.Text(all.Lesion.RowsEmpty)} empty, {Figures.Text(all.Lesion.RowsNearEmpty)} < {RowStatistics.NearEmptyPx} px"
            );
            yield return new Glance(
                Glossary.Lesion.As("Median lesion"),
                cut =>
                    Markup.Format(
                        $"{Figures.Number(cut.Key("lesion.pixels.median"), cut.Figures.Lesion.Pixels?.Median)} <small>px</small>"
                    ),
                all => all.Lesion.Pixels is { } range ? $"{Figures.Text(range.Min)} to {Figures.Text(range.Max)} px" : "no lesion"
            );
        }

        if (content.Has(FigureFamilies.Hu))
        {
            yield return new Glance(
                Glossary.Padding.Link,
                cut => Figures.Share(cut.Key("hu.padding_share"), cut.Figures.Hu.PaddingShare),
                _ => "of all pixels"
            );
        }
        if (content.Has(FigureFamilies.Lesion))
        {
            yield return new Glance(
                Glossary.LesionKept.Link,
                cut => Figures.Share(cut.Key("lesion_kept.mean"), cut.Figures.LesionKept.Mean),
                all => $"{Figures.Text(all.LesionKept.RowsBelow1)} lose some, {Figures.Text(all.LesionKept.Rows0)} all"
            );
        }
        if (content.Has(FigureFamilies.Threshold))
        {
            yield return new Glance(
                Glossary.Stored.As("Sound hu_array"),
                cut =>
                    cut.Figures.Stored.TryGetValue(StoredArea.Ok, out var sound)
                        ? Figures.Integer(cut.Key("stored.ok"), sound)
                        : Figures.Integer(default, cut.Figures.Stored.Count == 0 ? null : 0),
                all => $"of {Figures.Count(all.Stored.Values.Sum(), "row", "rows")}"
            );
        }
    }
}
