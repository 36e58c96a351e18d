using LungSeg.Core.Analysis;
using LungSeg.Core.Imaging;
using LungSeg.Core.Reporting.Charts;
using LungSeg.Core.Reporting.Html;
using LungSeg.Core.Statistics;

namespace LungSeg.Core.Reporting.Sections;

/// <summary>HU of each class.</summary>
internal static class HuSection
{
    private const int ChartHeight = 280;

    // The plot ends here unless many pixels lie above: only contrast medium and metal do, and up to 3072 HU it is mostly empty.
    private const int MinTop = 1056;
    private const double RareShare = 5e-4;
    private const string GreyNote = "The images hold grey values, not HU, and are shown on the scale of HU all the same. ";

    private static readonly RangeMark[] Windows =
    [
        Mark(HuWindow.Lung, "lung"),
        Mark(HuWindow.Mediastinum, "mediastinum"),
        Mark(HuWindow.Bone, "bone"),
    ];

    public static void Write(HtmlWriter html, ReportContent content)
    {
        var all = content.Figures.Overall;
        if (!content.Has(FigureFamilies.Hu) || all.Hu.Pixels == 0)
        {
            return;
        }
        var classes = content.Figures.By.Where(group => Total(group) > 0).ToArray();
        var bins = BinsShown(all.Distribution.Histogram);
        var top = classes.Append(all).Max(group => Shares(group, bins).Max()) * 1.06;
        html.OpenSection(
            "hu",
            content.Statistics.HoldsHu ? "HU by class" : "Grey values by class",
            $"{(content.Statistics.HoldsHu ? string.Empty : GreyNote)}{Figures.Text(Total(all))} pixels in steps of {HuHistogram.Step} HU; "
                + $"the bars over each plot are the display windows. "
                + $"{Figures.Text(all.Distribution.Histogram.Below)} pixels lie below, {Figures.Text(Beyond(all, bins))} above "
                + $"what is drawn."
        );
        html.Line($"<div class=\"panels\">");
        foreach (var group in classes)
        {
            var share = Shares(group, bins);
            var counts = group.Distribution.Histogram.Counts[..bins].ToArray();
            html.Line(
                $"<figure><figcaption><span class=\"swatch {ClassStyle.GetName(group.Name!)}\"></span><b>{group.Name}</b> "
                    + $"{Figures.Count(group.Hu.Rows, "row", "rows")}, "
                    + $"mean {Figures.Number($"by.{group.Name}.hu.mean", group.Hu.Mean, "#,0.0")}, "
                    + $"std {Figures.Number($"by.{group.Name}.hu.std", group.Hu.Std, "#,0.0")} HU</figcaption>"
            );
            var chart = Chart(group, share, counts) with { Reference = classes.Length > 1 ? Shares(all, bins) : [], Top = top };
            html.Line($"{ChartPair.Draw(chart, ChartHeight)}</figure>");
        }

        html.Line(
            $"</div><div class=\"defs\">{FigureDefinitions.HuHistogram.Folded}{FigureDefinitions.Windows.Folded}"
                + $"{FigureDefinitions.HuSummary.Folded}</div>"
        );
        html.Line($"{HuTables.Summary(content)}{HuTables.Counts(classes)}");
        html.CloseSection();
    }

    private static Histogram Chart(GroupStatistics group, double[] shares, long[] counts) =>
        new()
        {
            Name =
                $"HU histogram of {group.Name}: {Figures.Text(Total(group))} pixels, mean {Figures.Text(group.Hu.Mean ?? 0)} HU; "
                + $"highest at {HuHistogram.Edges[Array.IndexOf(shares, shares.Max())]} HU. "
                + $"The windows lung, mediastinum and bone are marked.",
            Style = ClassStyle.GetName(group.Name!),
            Edges = [.. HuHistogram.Edges.Take(shares.Length + 1).Select(edge => (double)edge)],
            Values = shares,
            Top = shares.Max(),
            XTitle = "HU",
            YTitle = "% of pixels",
            YText = tick => Figures.Text(100 * tick),
            GetTip = i =>
                $"{HuHistogram.Edges[i]} to {HuHistogram.Edges[i + 1]} HU: {Figures.Text(counts[i])} px, "
                + $"{Figures.Text(100 * shares[i], "0.00")} %",
            Marks = Windows,
        };

    private static RangeMark Mark(HuWindow window, string name) =>
        new(window.Low, window.High, $"{name} {Figures.Text(window.Low)} to {Figures.Text(window.High)}");

    /// <summary>Number of counted pixels of a class.</summary>
    private static long Total(GroupStatistics group) => Total(group.Distribution.Histogram);

    private static long Total(HuHistogram histogram)
    {
        var sum = histogram.Below + histogram.Above;
        foreach (var count in histogram.Counts)
        {
            sum += count;
        }
        return sum;
    }

    private static double[] Shares(GroupStatistics group, int bins)
    {
        var (total, shares) = ((double)Total(group), new double[bins]);
        for (var i = 0; i < bins; i++)
        {
            shares[i] = group.Distribution.Histogram.Counts[i] / total;
        }
        return shares;
    }

    private static long Beyond(GroupStatistics group, int bins)
    {
        var sum = group.Distribution.Histogram.Above;
        foreach (var count in group.Distribution.Histogram.Counts[bins..])
        {
            sum += count;
        }
        return sum;
    }

    /// <summary>Number of bins up to the last that holds more than few pixels.</summary>
    private static int BinsShown(HuHistogram histogram)
    {
        var bins = (MinTop - HuHistogram.From) / HuHistogram.Step;
        var total = Total(histogram);
        for (var i = bins; i < histogram.Counts.Length; i++)
        {
            if (histogram.Counts[i] > RareShare * total)
            {
                bins = i + 1;
            }
        }

        return bins;
    }
}
