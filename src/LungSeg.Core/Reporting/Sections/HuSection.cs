using LungSeg.Core.Analysis;
using LungSeg.Core.Reporting.Charts;
using LungSeg.Core.Reporting.Html;
using LungSeg.Core.Statistics;

namespace LungSeg.Core.Reporting.Sections;

/// <summary>HU of the lesion and of the lung, by class and file.</summary>
internal static class HuSection
{
    private const int ChartHeight = 200;

    // What is drawn ends where so few pixels lie beyond.
    private const double RareShare = 2e-3;
    private const string GreyNote = "The images hold grey values, not HU, and are shown on the scale of HU all the same. ";

    public static void Write(HtmlWriter html, ReportContent content)
    {
        var all = content.Cuts.Overall.Figures;
        var hasLesion = content.Has(FigureFamilies.Lesion) && all.Lesion.HuMean is not null;
        var hasLung = all.LungHu.Pixels > 0;
        if (!hasLesion && !hasLung)
        {
            return;
        }
        var holdsHu = content.Statistics.HoldsHu;
        html.OpenSection(
            "hu",
            holdsHu ? "HU of lesion and lung" : "Grey values of lesion and lung",
            (holdsHu ? string.Empty : GreyNote) + content.Cuts.Describe(DescribeMeans)
        );
        html.Line($"<p class=\"see\">{Glossary.LesionHu.Link} · {Glossary.LungHu.Link}</p>{ChartParts.Legend(content.Cuts.ChartSeries)}");
        if (hasLesion)
        {
            WritePanels(html, content, "Lesion", isLung: false);
        }
        if (hasLung)
        {
            WritePanels(html, content, "Lung", isLung: true);
        }
        html.Line($"{CutTable.Draw(content, "HU by class", [.. Columns(content, hasLesion, hasLung)])}");
        html.CloseSection();
    }

    private static string DescribeMeans(GroupStatistics all)
    {
        string?[] means =
        [
            all.Lesion.HuMean is { } lesion ? $"lesions {Figures.Text(lesion, "#,0")} HU" : null,
            all.LungHu.Mean is { } lung ? $"lungs {Figures.Text(lung, "#,0")} HU" : null,
        ];
        return string.Join(", ", means.OfType<string>()) is { Length: > 0 } text ? text + " in the mean" : "no pixels";
    }

    private static void WritePanels(HtmlWriter html, ReportContent content, string what, bool isLung)
    {
        var bins = GetBins(content.Areas.Get(isLung, null, null));
        var panels = content
            .Cuts.Classes.Select(cut => (Cut: cut, Series: CreateSeries(content, cut, isLung, bins)))
            .Where(panel => panel.Series.Any(series => series.Values.Any(value => value > 0)))
            .ToArray();
        var top = panels.Max(panel => panel.Series.Max(series => series.Values.Max())) * 1.06;
        html.Line($"<h3>{what}</h3><div class=\"panels\">");
        foreach (var (cut, series) in panels)
        {
            var mean = GetMean(cut, isLung);
            html.Line(
                $"<figure><figcaption><span class=\"swatch {ClassStyle.GetName(cut.Class!)}\"></span><b>{cut.Class}</b> "
                    + $"mean HU {DrawMeans(content, cut, isLung)}</figcaption>"
            );
            html.Line($"{ChartPair.Draw(Chart(content, (what, cut, mean), series, bins) with { Top = top }, ChartHeight)}</figure>");
        }

        html.Line($"</div>");
    }

    private static double? GetMean(Cut cut, bool isLung) => isLung ? cut.Figures.LungHu.Mean : cut.Figures.Lesion.HuMean;

    private static Markup DrawMeans(ReportContent content, Cut cut, bool isLung)
    {
        var lines = content.Cuts.AreInputsCompared ? content.Cuts.Crossed.Where(both => both.Class == cut.Class) : [cut];
        return Markup.Join(
            lines.Select(
                (line, i) =>
                    Markup.Format(
                        $"{(i > 0 ? ", " : string.Empty)}{(line.Input is { } input ? input + " " : string.Empty)}"
                            + $"{Figures.Number(line.Key(isLung ? "lung_hu.mean" : "lesion.hu_mean"), GetMean(line, isLung), "#,0.0")}"
                    )
            )
        );
    }

    private static HistogramSeries[] CreateSeries(ReportContent content, Cut cut, bool isLung, Range bins) =>
        [
            .. content.Cuts.ChartSeries.Select(one => new HistogramSeries(
                content.Cuts.AreInputsCompared ? one.Style : ClassStyle.GetName(cut.Class!),
                GetShares(content.Areas.Get(isLung, one.Input, cut.Class), bins)
            )),
        ];

    private static Histogram Chart(ReportContent content, (string What, Cut Cut, double? Mean) of, HistogramSeries[] series, Range bins)
    {
        var first = bins.Start.Value;
        return new Histogram
        {
            Name = $"HU of the {of.What.ToLowerInvariant()} in rows of {of.Cut.Class}: mean {Figures.Text(of.Mean ?? 0)} HU.",
            Edges = [.. HuHistogram.Edges.Take(first..(bins.End.Value + 1)).Select(edge => (double)edge)],
            Series = series,
            Top = 1,
            XTitle = "HU",
            YTitle = "% of pixels",
            YText = tick => Figures.Text(100 * tick),
            GetTip = i =>
                $"{HuHistogram.Edges[first + i]} to {HuHistogram.Edges[first + i + 1]} HU: "
                + string.Join(
                    ", ",
                    content.Cuts.ChartSeries.Zip(
                        series,
                        (one, values) =>
                            $"{(series.Length == 1 ? string.Empty : one.Name + " ")}{Figures.Text(100 * values.Values[i], "0.00")} %"
                    )
                ),
        };
    }

    private static double[] GetShares(HuHistogram histogram, Range bins)
    {
        var total = Math.Max(1, GetTotal(histogram));
        var shares = new double[bins.End.Value - bins.Start.Value];
        for (var i = 0; i < shares.Length; i++)
        {
            shares[i] = histogram.Counts[bins.Start.Value + i] / total;
        }
        return shares;
    }

    private static double GetTotal(HuHistogram histogram)
    {
        var sum = histogram.Below + histogram.Above;
        foreach (var count in histogram.Counts)
        {
            sum += count;
        }
        return sum;
    }

    /// <summary>The bins from the first to the last that holds more than few pixels.</summary>
    private static Range GetBins(HuHistogram histogram)
    {
        var rare = RareShare * GetTotal(histogram);
        var (first, end) = (0, histogram.Counts.Length);
        while (first < end - 1 && histogram.Counts[first] <= rare)
        {
            first++;
        }
        while (end > first + 1 && histogram.Counts[end - 1] <= rare)
        {
            end--;
        }
        return first..end;
    }

    private static IEnumerable<CutColumn> Columns(ReportContent content, bool hasLesion, bool hasLung)
    {
        if (hasLesion)
        {
            yield return new CutColumn(
                Glossary.LesionHu.As("lesion mean"),
                cut => Figures.Number(cut.Key("lesion.hu_mean"), cut.Figures.Lesion.HuMean, "#,0.0")
            );
            yield return CutColumn.Create("std", cut => Figures.Number(cut.Key("lesion.hu_std"), cut.Figures.Lesion.HuStd, "#,0.0"));
            yield return CutColumn.Create(
                "contrast to 5 px around",
                cut => Figures.Number(cut.Key("lesion.contrast_mean"), cut.Figures.Lesion.ContrastMean, "#,0.0")
            );
        }
        if (hasLung)
        {
            yield return new CutColumn(
                Glossary.LungHu.As("lung mean"),
                cut => Figures.Number(cut.Key("lung_hu.mean"), cut.Figures.LungHu.Mean, "#,0.0")
            );
            yield return CutColumn.Create("std", cut => Figures.Number(cut.Key("lung_hu.std"), cut.Figures.LungHu.Std, "#,0.0"));
            yield return CutColumn.Create("pixels", cut => Figures.Integer(cut.Key("lung_hu.pixels"), cut.Figures.LungHu.Pixels));
        }
        if (content.Has(FigureFamilies.Hu))
        {
            yield return new CutColumn(
                Glossary.Padding.As("padding"),
                cut => Figures.Share(cut.Key("hu.padding_share"), cut.Figures.Hu.PaddingShare)
            );
        }
    }
}
