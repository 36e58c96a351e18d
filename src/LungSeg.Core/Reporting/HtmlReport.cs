using LungSeg.Core.Datasets;
using LungSeg.Core.Grouping;
using LungSeg.Core.Validation;

namespace LungSeg.Core.Reporting;

/// <summary>A data set on one page of HTML that needs nothing else: no network, no script. The same rows give the same bytes.</summary>
public static class HtmlReport
{
    private const int RankedRows = 6;
    private const int PicturedPairs = 3;

    /// <summary>
    /// Looks through the rows and writes the page: one pass for the rules, one for the leakage, and the pictured rows once more.
    /// </summary>
    /// <param name="output">Receives the page; to be written as UTF-8.</param>
    /// <param name="dataset">The data set.</param>
    /// <param name="rows">Rows of it that were measured.</param>
    /// <param name="options">Figures of the rows, and how.</param>
    /// <exception cref="ArgumentException">The figures are by group.</exception>
    /// <exception cref="Bytes.DatasetFormatException">A file is not what it was when it was indexed.</exception>
    public static void Write(TextWriter output, Dataset dataset, IReadOnlyList<DatasetRow> rows, ReportOptions options)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(dataset);
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(options);
        if (options.Statistics.Statistics.IsByGroup)
            throw new ArgumentException("the page is by class; measure without groups", nameof(options));
        ReportPage.Write(ContentOf(dataset, rows, options), output);
    }

    private static ReportContent ContentOf(Dataset dataset, IReadOnlyList<DatasetRow> all, ReportOptions options)
    {
        var figures = options.Statistics.Statistics.Rows;
        var counted = figures.Select(row => row.Row).ToHashSet();
        var rows = all.Where(row => counted.Contains(row.Name)).ToArray();
        var validation = Validator.Run(
            dataset,
            rows,
            options.Refused,
            new ValidationOptions { Jobs = options.Jobs, RowDone = options.RowDone }
        );
        var findings = FindingGroup.Of(validation.Findings);
        GiveBack();
        var slices = rows.Where(row => SliceShape.IsSlice(row.HuOld)).ToArray();
        var leakage =
            slices.Length == 0
                ? null
                : LeakageSearch.Find(slices, null, new LeakageOptions { Jobs = options.Jobs, RowDone = options.RowDone });
        GiveBack();
        var across = leakage?.Pairs.OrderByDescending(pair => pair.A.Input != pair.B.Input).ToArray() ?? [];
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
            Statistics = options.Statistics,
            Chest = options.Chest,
            Summary = DatasetSummary.Of(dataset, rows),
            SpacingMm = options.SpacingMm is { } spacing ? Math.Sqrt(spacing.RowMm * spacing.ColumnMm) : null,
            Findings = findings,
            RulesRun = validation.RulesRun.Count,
            Leakage = leakage,
            PicturedPairs = pairs,
            Worst = worst,
            Best = best,
            Pictures = Draw(rows, pictured.ToHashSet(), options.Jobs),
        };
    }

    // Each look at the rows leaves tens of MB behind that nothing uses any more; left to itself the collector lets the next one come on
    // top.
    private static void GiveBack() => GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive);

    private static Dictionary<string, RowPictures> Draw(DatasetRow[] rows, HashSet<string> names, int jobs)
    {
        var pictured = rows.Where(row => names.Contains(row.Name)).ToArray();
        var pictures = new RowPictures?[pictured.Length];
        ParallelRows.Run(pictured.Length, jobs, i => pictures[i] = RowPictures.Draw(pictured[i]));
        var byName = new Dictionary<string, RowPictures>();
        for (var i = 0; i < pictured.Length; i++)
        {
            if (pictures[i] is { } drawn)
                byName.Add(pictured[i].Name, drawn);
        }

        return byName;
    }
}
