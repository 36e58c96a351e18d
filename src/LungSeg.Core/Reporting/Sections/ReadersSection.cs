using LungSeg.Core.Reporting.Html;
using LungSeg.Core.Statistics;

namespace LungSeg.Core.Reporting.Sections;

/// <summary>Of rows that were joined to a collection: patients, what readers drew and rated, and lesion sizes in mm.</summary>
internal static class ReadersSection
{
    public static void Write(HtmlWriter html, ReportContent content)
    {
        var sources = content.Sources;
        if (sources.Count == 0)
        {
            return;
        }
        html.OpenSection("readers", "Patients and readers", Lead(sources.Values));
        html.Line($"{Bars(content)}{CutTable.Draw(content, "Patients and readers by class", [.. Columns(content)])}");
        if (content.Cuts.Rows.Any(row => row.LesionDiameterMm is not null))
        {
            html.Line(
                $"<p class=\"see\">{Glossary.Diameter.Link} · {Glossary.LungRadsSize.Link}</p>"
                    + $"{CutTable.Draw(content, "Rows by lesion diameter", [.. Sizes(content)])}"
            );
        }
        html.CloseSection();
    }

    private static string Lead(IEnumerable<SourceColumns> sources)
    {
        SourceColumns[] read = [.. sources.Where(source => source.Readers is not null)];
        var undrawn = read.Count(source => source.Readers == 0);
        var unmarked = read.Count(source => source.Unmarked > 0);
        return $"{Figures.Count(CountPatients(sources), "patient", "patients")}. Readings are known of "
            + $"{Figures.Count(read.Length, "row", "rows")}: no reader drew on the mask of {Figures.Text(undrawn)}, and "
            + $"{Figures.Count(unmarked, "mask leaves", "masks leave")} out a nodule of 3 mm or more that readers drew.";
    }

    private static Markup Bars(ReportContent content)
    {
        double[] ratings = [.. content.Sources.Values.Select(source => source.Malignancy).OfType<double>().Distinct().Order()];
        if (ratings.Length == 0)
        {
            return Markup.None;
        }
        var series = content.Cuts.ChartSeries;
        var bars = ChartParts.Bars(
            "Rows by median malignancy",
            series,
            [.. ratings.Select(rating => (Figures.Text(rating), "k-all"))],
            row => content.Sources[row.Row].Malignancy is { } rating ? Figures.Text(rating) : null
        );
        return Markup.Format(
            $"<figure><figcaption>Rows by median malignancy, 1 to 5</figcaption>{ChartParts.Legend(series)}{bars}</figure>"
        );
    }

    private static IEnumerable<CutColumn> Columns(ReportContent content)
    {
        yield return Count("patients", CountPatients);
        yield return Count("with readings", sources => sources.Count(source => source.Readers is not null));
        yield return Count("no reader drew it", sources => sources.Count(source => source.Readers == 0));
        yield return Count("2 or more readers drew it", sources => sources.Count(source => source.Readers >= 2));
        yield return CutColumn.Create(
            "malignancy, median",
            cut => Figures.Number(default, SizeRange.Create(Sources(content, cut).Select(source => source.Malignancy))?.Median)
        );
        yield return Count("unmarked nodules", sources => (long)sources.Sum(source => source.Unmarked ?? 0));

        CutColumn Count(string head, Func<IEnumerable<SourceColumns>, long> count) =>
            CutColumn.Create(head, cut => Figures.Integer(default, count(Sources(content, cut))));
    }

    private static IEnumerable<CutColumn> Sizes(ReportContent content)
    {
        double[] edges = [0, .. LungRadsSizes.ThresholdsMm, double.PositiveInfinity];
        for (var i = 0; i + 1 < edges.Length; i++)
        {
            var (from, to) = (edges[i], edges[i + 1]);
            var head =
                i == 0 ? $"under {Figures.Text(to)} mm"
                : double.IsFinite(to) ? $"{Figures.Text(from)} to under {Figures.Text(to)} mm"
                : $"{Figures.Text(from)} mm and more";
            yield return CutColumn.Create(
                head,
                cut => Figures.Integer(default, Rows(content, cut).Count(row => row.LesionDiameterMm >= from && row.LesionDiameterMm < to))
            );
        }
        yield return CutColumn.Create(
            "median mm",
            cut => Figures.Number(default, SizeRange.Create(Rows(content, cut).Select(row => row.LesionDiameterMm))?.Median)
        );
    }

    private static IEnumerable<RowStatistics> Rows(ReportContent content, Cut cut) =>
        content.Cuts.Rows.Where(row => (cut.Class is null || row.Class == cut.Class) && (cut.Input is null || row.Stem == cut.Input));

    private static IEnumerable<SourceColumns> Sources(ReportContent content, Cut cut) =>
        Rows(content, cut).Select(row => content.Sources[row.Row]);

    private static long CountPatients(IEnumerable<SourceColumns> sources) =>
        sources.Select(source => source.Patient).OfType<string>().Distinct(StringComparer.Ordinal).Count();
}
