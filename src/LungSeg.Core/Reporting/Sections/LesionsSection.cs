using LungSeg.Core.Reporting.Charts;
using LungSeg.Core.Reporting.Html;
using LungSeg.Core.Statistics;
using LungSeg.Thresholding;

namespace LungSeg.Core.Reporting.Sections;

/// <summary>Lesion sizes of each class, with the sizes at which Lung-RADS changes the category, and where the lesions lie.</summary>
internal static class LesionsSection
{
    private const int ChartHeight = 240;

    public static void Write(HtmlWriter html, ReportContent content)
    {
        if (!content.Has(FigureFamilies.Lesion) || content.Cuts.Overall.Figures.Lesion.Pixels is null)
        {
            return;
        }
        var sizes = new LesionSizes(content.Cuts.Rows);
        html.OpenSection("lesions", "Lesion size by class", Lead(content, sizes));
        html.Line(
            $"<p class=\"see\">{Glossary.Diameter.Link} · {Glossary.LungRadsSize.Link}</p>{ChartParts.Legend(content.Cuts.ChartSeries)}"
        );
        html.Line($"<div class=\"panels\">");
        var classes = content.Cuts.Classes.Where(cut => cut.Figures.Lesion.Pixels is not null).ToArray();
        var counts = classes.Select(cut => Series(content, sizes, cut)).ToArray();
        var top = counts.Max(series => series.Max(one => one.Values.Max())) * 1.06;
        foreach (var (cut, series) in classes.Zip(counts))
        {
            html.Line(
                $"<figure><figcaption><span class=\"swatch {ClassStyle.GetName(cut.Class!)}\"></span><b>{cut.Class}</b> "
                    + $"{Caption(content, cut, series, sizes)}</figcaption>"
            );
            html.Line($"{ChartPair.Draw(Chart(content, cut, sizes, series) with { Top = top }, ChartHeight)}</figure>");
        }

        html.Line($"</div>{CutTable.Draw(content, "Lesions by class", [.. Columns(content)])}");
        html.CloseSection();
    }

    private static string Lead(ReportContent content, LesionSizes sizes)
    {
        if (!sizes.IsMm)
        {
            var some = content.Cuts.Rows.Any(row => row.LesionDiameterMm is not null) ? "all " : string.Empty;
            return $"The files do not {some}say how large a pixel is: the sizes at which Lung-RADS changes the category are ranges, "
                + $"between {LungRadsSizes.MinSpacingText} and {LungRadsSizes.MaxSpacingText} mm a pixel. "
                + $"Give --spacing where you know it.";
        }

        var spacing = content.Options.SpacingMm is { } mm
            ? $"at {Figures.Text(Math.Sqrt(mm.RowMm * mm.ColumnMm), "0.###")} mm a pixel"
            : "by the size of a pixel that the files state";
        return $"Diameters {spacing}, with the sizes at which Lung-RADS changes the category of a solid nodule.";
    }

    /// <summary>Rows of each bin, or their share of the file's rows of the class where files are compared; and the median.</summary>
    private static HistogramSeries[] Series(ReportContent content, LesionSizes sizes, Cut cut)
    {
        var all = content.Cuts.ChartSeries;
        return
        [
            .. all.Select(one =>
            {
                var rows = one.Rows.Where(row => row.Class == cut.Class).ToArray();
                var counts = sizes.Count(rows);
                var total = all.Count == 1 ? 1 : Math.Max(1, counts.Sum());

                // For an even number of rows the median diameter is not the diameter of the median number of pixels.
                var median = SizeRange.Create(rows.Select(sizes.GetSize))?.Median;
                return new HistogramSeries(
                    all.Count == 1 ? ClassStyle.GetName(cut.Class!) : one.Style,
                    [.. counts.Select(count => (double)count / total)]
                )
                {
                    Pointer = median is { } value ? (value, $"median {Figures.Text(value)} {sizes.Unit}") : null,
                };
            }),
        ];
    }

    private static string Caption(ReportContent content, Cut cut, HistogramSeries[] series, LesionSizes sizes)
    {
        var lesions = Figures.Count(cut.Figures.Lesion.RowsWith, "lesion", "lesions");
        var medians = content
            .Cuts.ChartSeries.Zip(series)
            .Where(pair => pair.Second.Pointer is not null)
            .Select(pair => $"{pair.First.Name} {Figures.Text(pair.Second.Pointer!.Value.Value)}");
        return series.Length == 1 ? lesions : $"{lesions}; median {sizes.Unit}: {string.Join(", ", medians)}";
    }

    private static Histogram Chart(ReportContent content, Cut cut, LesionSizes sizes, HistogramSeries[] series)
    {
        var isOne = series.Length == 1;
        return new Histogram
        {
            Name =
                $"Lesion diameters of {cut.Class}: {Caption(content, cut, series, sizes)}"
                + $"{(isOne ? ", " + series[0].Pointer!.Value.Text : string.Empty)}. The Lung-RADS sizes 6, 8 and 15 mm are marked.",
            Edges = sizes.Edges,
            Series = series,
            Top = 1,
            MinTick = isOne ? 1 : 0,
            XTitle = $"equivalent diameter, {sizes.Unit}",
            YTitle = isOne ? "rows" : "% of lesions",
            YText = tick => Figures.Text(isOne ? tick : 100 * tick),
            GetTip = i =>
                $"{Figures.Text(sizes.Edges[i])} to {Figures.Text(sizes.Edges[i + 1])} {sizes.Unit}: "
                + string.Join(
                    ", ",
                    content.Cuts.ChartSeries.Zip(
                        series,
                        (one, values) =>
                            isOne ? Figures.Count((long)values.Values[i], "row", "rows") : $"{one.Name} {Figures.Percent(values.Values[i])}"
                    )
                ),
            Marks = sizes.Marks,
        };
    }

    private static IEnumerable<CutColumn> Columns(ReportContent content)
    {
        yield return CutColumn.Create("min px", cut => Figures.Number(cut.Key("lesion.pixels.min"), cut.Figures.Lesion.Pixels?.Min));
        yield return CutColumn.Create(
            "median px",
            cut => Figures.Number(cut.Key("lesion.pixels.median"), cut.Figures.Lesion.Pixels?.Median)
        );
        yield return CutColumn.Create(
            "mean px",
            cut => Figures.Number(cut.Key("lesion.pixels.mean"), cut.Figures.Lesion.Pixels?.Mean, "#,0.0")
        );
        yield return CutColumn.Create("max px", cut => Figures.Number(cut.Key("lesion.pixels.max"), cut.Figures.Lesion.Pixels?.Max));
        if (content.Has(FigureFamilies.Components))
        {
            yield return new CutColumn(
                Glossary.Lesion.As("parts"),
                cut => Figures.Number(cut.Key("lesion.components_mean"), cut.Figures.Lesion.ComponentsMean, "0.00")
            );
        }
        if (content.Has(FigureFamilies.Position))
        {
            yield return Side("image left", LungSide.ImageLeft);
            yield return Side("image right", LungSide.ImageRight);
            yield return new CutColumn(
                Glossary.Side.As("px to lung's edge, mean"),
                cut => Figures.Number(cut.Key("lesion.pleura_min_mean"), cut.Figures.Lesion.PleuraMinMean)
            );
        }
    }

    private static CutColumn Side(string head, LungSide side) =>
        new(
            Glossary.Side.As(head),
            cut =>
                cut.Figures.Lesion.Sides.TryGetValue(side, out var rows)
                    ? Figures.Integer(cut.Key("lesion.side." + FigureColumns.SideName(side)), rows)
                    : Figures.Integer(default, 0)
        );
}
