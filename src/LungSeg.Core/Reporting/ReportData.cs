using LungSeg.Core.Analysis;
using LungSeg.Core.Bytes;
using LungSeg.Core.Datasets;
using LungSeg.Core.Grouping;
using LungSeg.Core.Sharding;
using LungSeg.Core.Statistics;
using LungSeg.Core.Validation;

namespace LungSeg.Core.Reporting;

/// <summary>Data for the page, from one pass over the rows: figures, findings, alike rows, HU of lesions and lungs.</summary>
public sealed record ReportData
{
    /// <summary>The data set.</summary>
    public required Dataset Dataset { get; init; }

    /// <summary>The rows that the filter accepts.</summary>
    public required IReadOnlyList<DatasetRow> Rows { get; init; }

    /// <summary>Figures of the rows.</summary>
    public required DatasetStatistics Statistics { get; init; }

    /// <summary>Findings of the rules.</summary>
    public required ValidationReport Validation { get; init; }

    /// <summary>Rows that are too alike; null where no row has a slice to compare.</summary>
    public required LeakageReport? Leakage { get; init; }

    /// <summary>HU of lesions and lungs.</summary>
    internal AreaHistograms Areas { get; private init; } = null!;

    /// <summary>Threads.</summary>
    public required int Jobs { get; init; }

    /// <summary>Collects the data in one pass over the rows.</summary>
    /// <param name="dataset">The data set.</param>
    /// <param name="rows">Rows of the data set.</param>
    /// <param name="options">Figures to compute, filter of rows, threads.</param>
    /// <param name="refused">Inputs that could not be opened.</param>
    /// <param name="rules">Severities and limits of rules.</param>
    /// <exception cref="ArgumentException">The figures are by group.</exception>
    /// <exception cref="DatasetFormatException">A file has changed since it was indexed.</exception>
    public static ReportData Collect(
        Dataset dataset,
        IReadOnlyList<DatasetRow> rows,
        StatisticsOptions options,
        IReadOnlyList<RefusedInput> refused,
        ValidationOptions rules
    )
    {
        ArgumentNullException.ThrowIfNull(dataset);
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(refused);
        ArgumentNullException.ThrowIfNull(rules);
        if (options.Grouping is not (RowGrouping.Label or RowGrouping.Input))
        {
            throw new ArgumentException("the page is by class and input; measure without groups", nameof(options));
        }

        using var store = new SliceStore(SliceStore.InMemoryBesideFigures);
        var validation = new ValidationRun(dataset, rules with { Jobs = options.Jobs });
        var (statistics, areas, verdicts) = RunPass(rows, options, validation, store);
        LargeMemory.GiveBack();
        var compared = ComparedFindings.Conclude(validation, verdicts, refused, options.Jobs);
        LargeMemory.GiveBack();
        return new ReportData
        {
            Dataset = dataset,
            Rows = [.. rows.Where((_, i) => verdicts[i] is not null)],
            Statistics = statistics,
            Areas = areas,
            Jobs = options.Jobs,
            Validation = compared.Report,
            Leakage = compared.Leakage,
        };
    }

    // A method of its own: what the pass works with can be collected when it returns.
    private static (DatasetStatistics Statistics, AreaHistograms Areas, RowVerdict?[] Verdicts) RunPass(
        IReadOnlyList<DatasetRow> rows,
        StatisticsOptions options,
        ValidationRun validation,
        SliceStore store
    )
    {
        using var work = new RowWork(rows, options.Jobs);
        var pass = new RowPass(work);
        var statistics = DatasetStatistics.AddTo(pass, rows.Count, options);
        var areas = new AreaHistograms(options);
        pass.Add(areas.Add);
        var verdicts = validation.AddTo(pass, store, withMirrors: true);
        pass.Run(options.RowDone);
        return (statistics(), areas, verdicts);
    }
}
