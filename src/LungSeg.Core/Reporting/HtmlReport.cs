using LungSeg.Core.Analysis;
using LungSeg.Core.Datasets;
using LungSeg.Core.Model;
using LungSeg.Core.Statistics;

namespace LungSeg.Core.Reporting;

/// <summary>Report on a data set as one self-contained page of HTML without scripts. The same rows give the same bytes.</summary>
public static class HtmlReport
{
    private const int RankedRows = 6;
    private const int PicturedPairs = 3;

    /// <summary>Writes the page. Rows whose pictures it shows are read again.</summary>
    /// <param name="output">Receives the page, which declares UTF-8.</param>
    /// <param name="data">Content of the page, collected from the rows.</param>
    /// <param name="statistics">The statistics document of the same rows.</param>
    /// <param name="spacingMm">Size of a pixel in mm that the user gave for all rows; null where none was given.</param>
    /// <exception cref="Bytes.DatasetFormatException">A file has changed since it was indexed.</exception>
    public static void Write(TextWriter output, ReportData data, StatisticsReport statistics, PixelSpacing? spacingMm = null)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(statistics);
        ReportPage.Write(Compose(data, statistics, spacingMm), output);
    }

    private static ReportContent Compose(ReportData data, StatisticsReport statistics, PixelSpacing? spacingMm)
    {
        var figures = data.Statistics.Rows;
        var findings = FindingGroup.FromFindings(data.Validation.Findings);
        var across = data.Leakage?.Pairs.OrderByDescending(pair => pair.A.Input != pair.B.Input).ToArray() ?? [];
        var alike = new AlikeRows(across.Select(pair => (pair.A.Name, pair.B.Name)));
        var worst = alike.Take(RowRanking.Worst(figures), row => [row.Row], RankedRows);
        var best = alike.Take(RowRanking.Best(figures), row => [row.Row], RankedRows);
        var pairs = alike.Take(across, pair => [pair.A.Name, pair.B.Name], PicturedPairs);
        var pictured = worst
            .Concat(best)
            .Select(row => row.Row)
            .Concat(findings.Select(group => group.Example.Row).OfType<string>())
            .Concat(pairs.SelectMany(pair => new[] { pair.A.Name, pair.B.Name }));
        return new ReportContent
        {
            Statistics = statistics,
            Chest = data.Chest,
            Summary = DatasetSummary.Create(data.Dataset, data.Rows),
            SpacingMm = spacingMm is { } spacing ? Math.Sqrt(spacing.RowMm * spacing.ColumnMm) : null,
            Findings = findings,
            RulesRun = data.Validation.RulesRun.Count,
            Leakage = data.Leakage,
            PicturedPairs = pairs,
            Worst = worst,
            Best = best,
            Pictures = Draw(data.Rows, pictured.ToHashSet(), data.Jobs),
        };
    }

    private static Dictionary<string, RowPictures> Draw(IReadOnlyList<DatasetRow> rows, HashSet<string> names, int jobs)
    {
        var pictured = rows.Where(row => names.Contains(row.Name)).ToArray();
        var pictures = new RowPictures?[pictured.Length];
        var memory = new RowMemoryPool();
        ParallelRows.Run(pictured.Length, RowJobs.Limit(pictured, jobs), i => pictures[i] = RowPictures.Draw(pictured[i], memory));
        var byName = new Dictionary<string, RowPictures>();
        for (var i = 0; i < pictured.Length; i++)
        {
            if (pictures[i] is { } drawn)
            {
                byName.Add(pictured[i].Name, drawn);
            }
        }

        return byName;
    }
}
