using LungSeg.Core.Reporting.Charts;
using LungSeg.Core.Reporting.Html;
using LungSeg.Core.Statistics;

namespace LungSeg.Core.Reporting.Sections;

/// <summary>Lesion sizes of each class, with the sizes at which Lung-RADS changes the category.</summary>
internal static class LesionsSection
{
    private const int ChartHeight = 250;

    public static void Write(HtmlWriter html, ReportContent content)
    {
        if (!content.Has(FigureFamilies.Lesion) || content.Figures.Overall.Lesion.Pixels is null)
        {
            return;
        }
        var sizes = new LesionSizes(content.Figures.Rows);
        var classes = content.Figures.By.Where(group => group.Lesion.Pixels is not null).ToArray();
        var counts = classes.ToDictionary(
            group => group.Name!,
            group => sizes.Count(content.Figures.Rows.Where(row => row.Class == group.Name))
        );
        var top = counts.Values.Max(count => count.Max()) * 1.06;
        html.OpenSection("lesions", "Lesion size by class", Lead(content, sizes));
        html.Line($"<div class=\"panels\">");
        foreach (var group in classes)
        {
            html.Line(
                $"<figure><figcaption><span class=\"swatch {ClassStyle.GetName(group.Name!)}\"></span><b>{group.Name}</b> "
                    + $"{Figures.Count(group.Lesion.RowsWith, "lesion", "lesions")}</figcaption>"
            );
            var chart = Chart(group, sizes, (counts[group.Name!], Median(content, group.Name!, sizes))) with { Top = top };
            html.Line($"{ChartPair.Draw(chart, ChartHeight)}</figure>");
        }

        html.Line($"</div><div class=\"defs\">{FigureDefinitions.LesionSize.Folded}{FigureDefinitions.SizeThresholds.Folded}</div>");
        string[] columns = [sizes.Unit, .. classes.Select(group => group.Name!)];
        html.Line($"{DataTable.Folded("lesions by diameter, rows", columns, Lines(sizes, classes, counts))}{Summary(content)}");
        html.CloseSection();
    }

    private static string Lead(ReportContent content, LesionSizes sizes)
    {
        if (!sizes.IsMm)
        {
            var some = content.Figures.Rows.Any(row => row.LesionDiameterMm is not null) ? "all " : string.Empty;
            return $"The files do not {some}say how large a pixel is: the sizes at which Lung-RADS changes the category are ranges, "
                + $"between {LungRadsSizes.MinSpacingText} and {LungRadsSizes.MaxSpacingText} mm a pixel. "
                + $"Give --spacing where you know it.";
        }

        var spacing = content.SpacingMm is { } mm
            ? $"at {Figures.Text(mm, "0.###")} mm a pixel"
            : "by the size of a pixel that the files state";
        return $"Diameters {spacing}, with the sizes at which Lung-RADS changes the category of a solid nodule.";
    }

    private static Histogram Chart(GroupStatistics group, LesionSizes sizes, (long[] Counts, double Median) of) =>
        new()
        {
            Name =
                $"Lesion diameters of {group.Name}: {Figures.Count(group.Lesion.RowsWith, "lesion", "lesions")}, "
                + $"median {Figures.Text(of.Median)} {sizes.Unit}. The Lung-RADS sizes 6, 8 and 15 mm are marked.",
            Style = ClassStyle.GetName(group.Name!),
            Edges = sizes.Edges,
            Values = [.. of.Counts.Select(count => (double)count)],
            Top = of.Counts.Max(),
            MinTick = 1,
            XTitle = $"equivalent diameter, {sizes.Unit}",
            YTitle = "rows",
            YText = tick => Figures.Text(tick),
            GetTip = i =>
                $"{Figures.Text(sizes.Edges[i])} to {Figures.Text(sizes.Edges[i + 1])} {sizes.Unit}: "
                + $"{Figures.Count(of.Counts[i], "row", "rows")}",
            Marks = sizes.Marks,
            Pointer = (of.Median, $"median {Figures.Text(of.Median)} {sizes.Unit}"),
        };

    // For an even number of rows the median diameter is not the diameter of the median number of pixels.
    private static double Median(ReportContent content, string name, LesionSizes sizes) =>
        SizeRange.Create(content.Figures.Rows.Where(row => row.Class == name).Select(sizes.GetSize))!.Median;

    private static IEnumerable<IReadOnlyList<Markup>> Lines(LesionSizes sizes, GroupStatistics[] classes, Dictionary<string, long[]> counts)
    {
        for (var i = 0; i < sizes.Edges.Count - 1; i++)
        {
            yield return
            [
                DataTable.Cell($"{Figures.Text(sizes.Edges[i])} to {Figures.Text(sizes.Edges[i + 1])}"),
                .. classes.Select(group => DataTable.Cell(Figures.Text(counts[group.Name!][i]))),
            ];
        }
    }

    private static Markup Summary(ReportContent content) =>
        DataTable.Draw(
            "Lesions by class",
            ["class", "min px", "median px", "mean px", "max px", "HU mean", "HU std", "contrast to ring", "parts"],
            content.Figures.By.Append(content.Figures.Overall).Select(group => Row(group.Lesion, group.Name))
        );

    private static IReadOnlyList<Markup> Row(LesionSummary lesion, string? name)
    {
        var key = name is null ? "overall.lesion." : $"by.{name}.lesion.";
        return
        [
            DataTable.Cell(name ?? "all"),
            Figures.Number(key + "pixels.min", lesion.Pixels?.Min),
            Figures.Number(key + "pixels.median", lesion.Pixels?.Median),
            Figures.Number(key + "pixels.mean", lesion.Pixels?.Mean, "#,0.0"),
            Figures.Number(key + "pixels.max", lesion.Pixels?.Max),
            Figures.Number(key + "hu_mean", lesion.HuMean, "#,0.0"),
            Figures.Number(key + "hu_std", lesion.HuStd, "#,0.0"),
            Figures.Number(key + "contrast_mean", lesion.ContrastMean, "#,0.0"),
            Figures.Number(key + "components_mean", lesion.ComponentsMean, "0.00"),
        ];
    }
}
