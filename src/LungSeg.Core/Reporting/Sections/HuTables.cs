using LungSeg.Core.Analysis;
using LungSeg.Core.Reporting.Html;
using LungSeg.Core.Statistics;

namespace LungSeg.Core.Reporting.Sections;

/// <summary>The figures behind the HU charts.</summary>
internal static class HuTables
{
    public static Markup Summary(ReportContent content) =>
        DataTable.Draw(
            "HU by class",
            ["class", "pixels", "min", "max", "mean", "std", "p01", "p05", "p50", "p95", "p99", "padding", "air", "lung", "soft", "bone"],
            content.Figures.By.Append(content.Figures.Overall).Select(group => Row(group.Hu, group.Name))
        );

    public static Markup Counts(IReadOnlyList<GroupStatistics> classes)
    {
        var rows = new List<IReadOnlyList<Markup>> { Line("below", group => group.Distribution.Histogram.Below, "below") };
        for (var i = 0; i < HuHistogram.Edges.Count - 1; i++)
        {
            var bin = i;
            rows.Add(
                Line(
                    $"{Figures.Text(HuHistogram.Edges[i])} to {Figures.Text(HuHistogram.Edges[i + 1])}",
                    group => group.Distribution.Histogram.Counts[bin],
                    $"counts.{bin}"
                )
            );
        }

        rows.Add(Line("above", group => group.Distribution.Histogram.Above, "above"));
        return DataTable.Folded("HU histogram, pixels", ["HU", .. classes.Select(group => group.Name!)], rows);

        IReadOnlyList<Markup> Line(string name, Func<GroupStatistics, long> count, string key) =>
            [DataTable.Cell(name), .. classes.Select(group => Figures.Integer($"by.{group.Name}.hu_histogram.{key}", count(group)))];
    }

    private static IReadOnlyList<Markup> Row(HuSummary hu, string? name)
    {
        var key = name is null ? "overall.hu." : $"by.{name}.hu.";
        return
        [
            DataTable.Cell(name ?? "all"),
            Figures.Integer(key + "pixels", hu.Pixels),
            Figures.Number(key + "min", hu.Min),
            Figures.Number(key + "max", hu.Max),
            Figures.Number(key + "mean", hu.Mean, "#,0.0"),
            Figures.Number(key + "std", hu.Std, "#,0.0"),
            Figures.Number(key + "p01", hu.P01),
            Figures.Number(key + "p05", hu.P05),
            Figures.Number(key + "p50", hu.P50),
            Figures.Number(key + "p95", hu.P95),
            Figures.Number(key + "p99", hu.P99),
            Figures.Share(key + "padding_share", hu.PaddingShare),
            Figures.Share(key + "air_share", hu.AirShare),
            Figures.Share(key + "lung_share", hu.LungShare),
            Figures.Share(key + "soft_share", hu.SoftShare),
            Figures.Share(key + "bone_share", hu.BoneShare),
        ];
    }
}
