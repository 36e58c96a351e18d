using LungSeg.Core.Model;
using LungSeg.Core.Reporting.Charts;
using LungSeg.Core.Reporting.Html;
using LungSeg.Core.Statistics;
using LungSeg.Thresholding;

namespace LungSeg.Core.Reporting.Sections;

/// <summary>Outcomes of thresholding, and classes of the stored hu_array.</summary>
internal static class ThresholdSection
{
    public static void Write(HtmlWriter html, ReportContent content)
    {
        var all = content.Figures.Overall;
        if (!content.Has(FigureFamilies.Threshold) || all.Outcomes.Count == 0)
        {
            return;
        }
        var outcomes = Enum.GetValues<ThresholdOutcome>()
            .Select(outcome => new Bar(
                ThresholdOutcomes.Name(outcome),
                all.Outcomes.GetValueOrDefault(outcome),
                outcome == ThresholdOutcome.Ok ? "k-good" : "k-bad"
            ))
            .ToArray();
        var stored = Enum.GetValues<StoredArea>()
            .Select(area => new Bar(StoredAreas.Name(area), all.Stored.GetValueOrDefault(area), area == StoredArea.Ok ? "k-good" : "k-bad"))
            .ToArray();
        html.OpenSection("threshold", "Threshold outcomes", Lead(all));
        html.Line(
            $"<div class=\"pair\"><figure><figcaption>How the published thresholding ends</figcaption>"
                + $"{ChartPair.Bars(GetName("Outcomes of the published thresholding", outcomes), outcomes)}"
                + $"{FigureDefinitions.Outcome.Folded}</figure>"
        );
        if (all.Stored.Count > 0)
        {
            html.Line(
                $"<figure><figcaption>What the stored hu_array is</figcaption>"
                    + $"{ChartPair.Bars(GetName("What hu_array is", stored), stored)}{FigureDefinitions.Stored.Folded}</figure>"
            );
        }
        var rows = content.Figures.By.Append(all).Select(group => Row(group, content));
        html.Line($"</div>{DataTable.Draw("Threshold outcomes by class", Columns(content), rows)}");
        if (content.Has(FigureFamilies.Lesion))
        {
            html.Line($"<div class=\"defs\">{FigureDefinitions.LungShare.Folded}{FigureDefinitions.LesionKept.Folded}</div>");
        }
        html.CloseSection();
    }

    private static string Lead(GroupStatistics all)
    {
        var (ok, sum) = (all.Stored.GetValueOrDefault(StoredArea.Ok), all.Stored.Values.Sum());
        return sum == 0
            ? "The rows have no hu_array to compare."
            : $"{Figures.Text(ok)} of {Figures.Count(sum, "stored hu_array", "stored hu_arrays")} are sound.";
    }

    private static string GetName(string what, Bar[] bars) =>
        $"{what}: {string.Join(", ", bars.Select(bar => $"{bar.Name} {Figures.Text(bar.Count)}"))}";

    private static IEnumerable<string> Columns(ReportContent content) =>
        [
            "class",
            .. Enum.GetValues<ThresholdOutcome>().Select(ThresholdOutcomes.Name),
            .. Enum.GetValues<StoredArea>().Select(area => "stored " + StoredAreas.Name(area)),
            .. content.Has(FigureFamilies.Lesion) ? ["lung share", "lesion kept", "lose some", "lose all"] : Array.Empty<string>(),
        ];

    private static List<Markup> Row(GroupStatistics group, ReportContent content)
    {
        var key = group.Name is { } name ? $"by.{name}." : "overall.";
        List<Markup> cells = [DataTable.Cell(group.Name ?? "all")];
        cells.AddRange(
            Enum.GetValues<ThresholdOutcome>()
                .Select(outcome =>
                    group.Outcomes.TryGetValue(outcome, out var rows)
                        ? Figures.Integer(key + "outcome." + ThresholdOutcomes.Name(outcome), rows)
                        : DataTable.Cell("0")
                )
        );
        cells.AddRange(
            Enum.GetValues<StoredArea>()
                .Select(area =>
                    group.Stored.TryGetValue(area, out var rows)
                        ? Figures.Integer(key + "stored." + StoredAreas.Name(area), rows)
                        : DataTable.Cell("0")
                )
        );
        if (content.Has(FigureFamilies.Lesion))
        {
            cells.AddRange([
                Figures.Share(key + "lung_share_mean", group.LungShareMean),
                Figures.Share(key + "lesion_kept.mean", group.LesionKept.Mean),
                Figures.Integer(key + "lesion_kept.rows_below_1", group.LesionKept.RowsBelow1),
                Figures.Integer(key + "lesion_kept.rows_0", group.LesionKept.Rows0),
            ]);
        }

        return cells;
    }
}
