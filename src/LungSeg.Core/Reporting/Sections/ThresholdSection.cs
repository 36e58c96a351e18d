using LungSeg.Core.Model;
using LungSeg.Core.Reporting.Html;
using LungSeg.Core.Statistics;
using LungSeg.Thresholding;

namespace LungSeg.Core.Reporting.Sections;

/// <summary>What thresholding lost, how it ends, and what the stored hu_array is.</summary>
internal static class ThresholdSection
{
    public static void Write(HtmlWriter html, ReportContent content)
    {
        var all = content.Cuts.Overall.Figures;
        if (!content.Has(FigureFamilies.Threshold) || all.Outcomes.Count == 0)
        {
            return;
        }
        html.OpenSection("threshold", "What hu_array keeps", Lead(content));
        html.Line($"{CutTable.Draw(content, "Lesions that hu_array loses, and what it is", [.. Columns(content)])}");
        var series = content.Cuts.ChartSeries;
        var outcomes = Enum.GetValues<ThresholdOutcome>()
            .Select(outcome => (ThresholdOutcomes.Name(outcome), GetStyle(outcome == ThresholdOutcome.Ok)))
            .ToArray();
        html.Line(
            $"{ChartParts.Legend(series)}<div class=\"pair\"><figure>"
                + $"<figcaption>{Glossary.Outcome.As("How the published thresholding ends")}"
                + $"</figcaption>"
        );
        html.Line($"{ChartParts.Bars("Outcomes of the published thresholding", series, outcomes, GetOutcome)}</figure>");
        if (all.Stored.Count > 0)
        {
            var stored = Enum.GetValues<StoredArea>().Select(area => (StoredAreas.Name(area), GetStyle(area == StoredArea.Ok))).ToArray();
            html.Line(
                $"<figure><figcaption>{Glossary.Stored.As("What the stored hu_array is")}</figcaption>"
                    + $"{ChartParts.Bars("What hu_array is", series, stored, GetStored)}</figure>"
            );
        }
        html.Line($"</div>");
        html.CloseSection();
    }

    private static string? GetOutcome(RowStatistics row) => row.Outcome is { } outcome ? ThresholdOutcomes.Name(outcome) : null;

    private static string? GetStored(RowStatistics row) => row.Stored is { } stored ? StoredAreas.Name(stored) : null;

    private static string GetStyle(bool isGood) => isGood ? "k-good" : "k-bad";

    private static string Lead(ReportContent content) =>
        content.Cuts.Overall.Figures.Stored.Count == 0
            ? "The rows have no hu_array to compare."
            : content.Cuts.Describe(all =>
                $"{Figures.Text(all.Stored.GetValueOrDefault(StoredArea.Ok))} of "
                + $"{Figures.Count(all.Stored.Values.Sum(), "stored hu_array is", "stored hu_arrays are")} sound"
            );

    private static IEnumerable<CutColumn> Columns(ReportContent content)
    {
        if (content.Has(FigureFamilies.Lesion))
        {
            yield return new CutColumn(Glossary.Lesion.As("lesions"), cut => Figures.Integer(default, cut.Figures.Lesion.RowsWith));
            yield return new CutColumn(
                Glossary.LesionKept.As("lose all"),
                cut => Figures.Integer(cut.Key("lesion_kept.rows_0"), cut.Figures.LesionKept.Rows0)
            );
            yield return CutColumn.Create("of lesions", cut => Figures.Share(default, GetShareLost(cut.Figures)));
            yield return new CutColumn(
                Glossary.LesionKept.As("lose some"),
                cut => Figures.Integer(cut.Key("lesion_kept.rows_below_1"), cut.Figures.LesionKept.RowsBelow1)
            );
            yield return new CutColumn(
                Glossary.LesionKept.As("kept, mean"),
                cut => Figures.Share(cut.Key("lesion_kept.mean"), cut.Figures.LesionKept.Mean)
            );
            yield return new CutColumn(
                Glossary.LungShare.As("lung share"),
                cut => Figures.Share(cut.Key("lung_share_mean"), cut.Figures.LungShareMean)
            );
        }

        foreach (var outcome in content.Cuts.Overall.Figures.Outcomes.Keys)
        {
            var name = ThresholdOutcomes.Name(outcome);
            yield return new CutColumn(
                Glossary.Outcome.As("outcome " + name),
                cut => Count(cut, "outcome." + name, cut.Figures.Outcomes.GetValueOrDefault(outcome))
            );
        }

        foreach (var area in content.Cuts.Overall.Figures.Stored.Keys)
        {
            var name = StoredAreas.Name(area);
            yield return new CutColumn(
                Glossary.Stored.As("stored " + name),
                cut => Count(cut, "stored." + name, cut.Figures.Stored.GetValueOrDefault(area))
            );
        }
    }

    // The JSON leaves out what no row is.
    private static Markup Count(Cut cut, string path, long rows) => Figures.Integer(rows > 0 ? cut.Key(path) : default, rows);

    private static double? GetShareLost(GroupStatistics figures) =>
        figures.LesionKept.Mean is null ? null : (double)figures.LesionKept.Rows0 / figures.Lesion.RowsWith;
}
