using LungSeg.Core.Analysis;
using LungSeg.Core.Datasets;
using LungSeg.Core.Statistics;

namespace LungSeg.Core.Reporting;

/// <summary>
/// Report on a data set as one self-contained page of HTML. Its one script sorts tables; without it nothing is missing. The same rows give
/// the same bytes.
/// </summary>
public static class HtmlReport
{
    /// <summary>Writes the page. Rows whose pictures it shows are read again.</summary>
    /// <param name="output">Receives the page, which declares UTF-8.</param>
    /// <param name="data">Content of the page, collected from the rows.</param>
    /// <param name="statistics">The statistics document of the same rows.</param>
    /// <param name="options">What the page is told besides the data.</param>
    /// <exception cref="Bytes.DatasetFormatException">A file has changed since it was indexed.</exception>
    public static void Write(TextWriter output, ReportData data, StatisticsReport statistics, PageOptions options)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(statistics);
        ArgumentNullException.ThrowIfNull(options);
        ReportPage.Write(Compose(data, statistics, options), output);
    }

    private static ReportContent Compose(ReportData data, StatisticsReport statistics, PageOptions options)
    {
        var cuts = new Cuts(data.Statistics.Rows);
        var findings = FindingGroup.FromFindings(data.Validation.Findings, cuts.Rows);
        var ranking = new RowRanking(data.Validation.Findings);
        var pictured = new PicturedRows(cuts, ranking, findings, data.Leakage);
        return new ReportContent
        {
            Statistics = statistics,
            Options = options,
            Cuts = cuts,
            Areas = data.Areas,
            Summary = DatasetSummary.Create(data.Dataset, data.Rows),
            Findings = findings,
            RulesRun = data.Validation.RulesRun.Count,
            Ranking = ranking,
            Differences = cuts.Inputs.Count > 1 ? InputComparison.Compare(cuts.Inputs) : [],
            Commands = new InputCommands(statistics.Inputs, options.Reading),
            Sources = SourceColumns.Read(data.Rows),
            Leakage = data.Leakage,
            Pictured = pictured,
            Pictures = Draw(data.Rows, pictured.All, data.Jobs),
            Digests = options.HasDigests ? [.. data.Dataset.Inputs.Select(input => InputDigest.ComputeSha256(input))] : null,
        };
    }

    private static Dictionary<string, RowPictures> Draw(IReadOnlyList<DatasetRow> rows, IReadOnlySet<string> names, int jobs)
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
