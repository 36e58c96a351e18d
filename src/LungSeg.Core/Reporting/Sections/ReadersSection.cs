using LungSeg.Core.Reporting.Html;
using LungSeg.Core.Statistics;

namespace LungSeg.Core.Reporting.Sections;

/// <summary>Of rows that were joined to a collection: patients, what readers drew and rated, and lesion sizes in mm.</summary>
internal static class ReadersSection
{
    public static void Write(HtmlWriter html, ReportContent content)
    {
        if (content.Sources.Count == 0)
        {
            return;
        }
        html.OpenSection("readers", "Patients and readers", Lead(content));
        html.Line($"{CutTable.Draw(content, "Patients and readers by class", [.. Columns(content)])}<div class=\"pair\">{Bars(content)}");
        if (content.Cuts.Rows.Any(row => row.LesionDiameterMm is not null))
        {
            html.Line(
                $"<div><p class=\"see\">{Glossary.Diameter.Link} · {Glossary.LungRadsSize.Link}</p>"
                    + $"{CutTable.Draw(content, "Rows by lesion diameter, mm", [.. Sizes(content)])}</div>"
            );
        }
        html.Line($"</div>");
        html.CloseSection();
    }

    private static string Lead(ReportContent content)
    {
        Joined[] rows = [.. Rows(content, content.Cuts.Overall)];
        var undrawn = content.Has(FigureFamilies.Lesion)
            ? $"no reader drew on the lesion of {Figures.Text(rows.Count(IsUndrawn))}, and "
            : string.Empty;
        return $"{Figures.Count(CountPatients(rows), "patient", "patients")}. Readings are known of "
            + $"{Figures.Count(rows.Count(row => row.Source.Readers is not null), "row", "rows")}: {undrawn}"
            + $"{Figures.Count(rows.Count(row => row.Source.Unmarked > 0), "mask leaves", "masks leave")} out a nodule of 3 mm or more "
            + $"that readers drew.";
    }

    private static Markup Bars(ReportContent content)
    {
        string[] ratings = [.. content.Sources.Values.Select(source => source.Malignancy).OfType<double>().Order().Select(Text).Distinct()];
        if (ratings.Length == 0)
        {
            return Markup.None;
        }
        var series = content.Cuts.ChartSeries;
        var bars = ChartParts.Bars(
            "Rows by median malignancy",
            series,
            [.. ratings.Select(rating => (rating, "k-all"))],
            row => content.Sources[row.Row].Malignancy is { } rating ? Text(rating) : null
        );
        return Markup.Format(
            $"<figure><figcaption>Rows by median malignancy, 1 to 5</figcaption>{ChartParts.Legend(series)}{bars}</figure>"
        );

        static string Text(double rating) => Figures.Text(rating);
    }

    private static IEnumerable<CutColumn> Columns(ReportContent content)
    {
        yield return Count("patients", CountPatients);
        yield return Count("with readings", rows => rows.Count(row => row.Source.Readers is not null));
        if (content.Has(FigureFamilies.Lesion))
        {
            yield return Count("lesions that no reader drew", rows => rows.Count(IsUndrawn));
        }
        yield return Count("2 or more readers drew it", rows => rows.Count(row => row.Source.Readers >= 2));
        yield return CutColumn.Create(
            "malignancy, median",
            cut => Figures.Number(default, SizeRange.Create(Rows(content, cut).Select(row => row.Source.Malignancy))?.Median, "0.##")
        );
        yield return Count("unmarked nodules", rows => (long)rows.Sum(row => row.Source.Unmarked ?? 0));

        CutColumn Count(string head, Func<IEnumerable<Joined>, long> count) =>
            CutColumn.Create(head, cut => Figures.Integer(default, count(Rows(content, cut))));
    }

    private static IEnumerable<CutColumn> Sizes(ReportContent content)
    {
        double[] edges = [0, .. LungRadsSizes.ThresholdsMm, double.PositiveInfinity];
        for (var i = 0; i + 1 < edges.Length; i++)
        {
            var (from, to) = (edges[i], edges[i + 1]);
            var head =
                i == 0 ? $"under {Figures.Text(to)}"
                : double.IsFinite(to) ? $"{Figures.Text(from)} to {Figures.Text(to)}"
                : $"{Figures.Text(from)} and more";
            yield return CutColumn.Create(
                head,
                cut =>
                    Figures.Integer(
                        default,
                        Rows(content, cut).Count(row => row.Row.LesionDiameterMm >= from && row.Row.LesionDiameterMm < to)
                    )
            );
        }
        yield return CutColumn.Create(
            "median",
            cut => Figures.Number(default, SizeRange.Create(Rows(content, cut).Select(row => row.Row.LesionDiameterMm))?.Median)
        );
    }

    private static IEnumerable<Joined> Rows(ReportContent content, Cut cut) =>
        content
            .Cuts.Rows.Where(row => (cut.Class is null || row.Class == cut.Class) && (cut.Input is null || row.Stem == cut.Input))
            .Select(row => new Joined(row, content.Sources[row.Row]));

    private static bool IsUndrawn(Joined row) => row.Row.LesionDiameterPx is not null && row.Source.Readers == 0;

    private static long CountPatients(IEnumerable<Joined> rows) =>
        rows.Select(row => row.Source.Patient).OfType<string>().Distinct(StringComparer.Ordinal).Count();

    /// <summary>A row with what the join says of it.</summary>
    private sealed record Joined(RowStatistics Row, SourceColumns Source);
}
