using LungSeg.Core.Analysis;
using LungSeg.Core.Datasets;
using LungSeg.Core.Grouping;
using LungSeg.Core.Sharding;
using LungSeg.Core.Statistics;
using LungSeg.Core.Validation;

namespace LungSeg.Core.Reporting;

/// <summary>
/// What a page shows of a data set: figures, findings, alike rows and where the lesions lie, all from one pass over the rows.
/// </summary>
public sealed record ReportData
{
    /// <summary>The data set.</summary>
    public required Dataset Dataset { get; init; }

    /// <summary>The rows that count.</summary>
    public required IReadOnlyList<DatasetRow> Rows { get; init; }

    /// <summary>Their figures.</summary>
    public required DatasetStatistics Statistics { get; init; }

    /// <summary>What the rules find.</summary>
    public required ValidationReport Validation { get; init; }

    /// <summary>Rows that are too alike; null where no row has a slice to compare.</summary>
    public required LeakageReport? Leakage { get; init; }

    /// <summary>Where the lesions lie.</summary>
    public required ChestMap Chest { get; init; }

    /// <summary>Threads.</summary>
    public required int Jobs { get; init; }

    /// <summary>Looks through the rows once.</summary>
    /// <param name="dataset">The data set.</param>
    /// <param name="rows">Rows of it.</param>
    /// <param name="options">Figures to compute, rows that count, threads.</param>
    /// <param name="refused">Inputs that could not be opened.</param>
    /// <exception cref="ArgumentException">The figures are by group.</exception>
    /// <exception cref="Bytes.DatasetFormatException">A file is not what it was when it was indexed.</exception>
    public static ReportData Collect(
        Dataset dataset,
        IReadOnlyList<DatasetRow> rows,
        StatisticsOptions options,
        IReadOnlyList<RefusedInput> refused
    )
    {
        ArgumentNullException.ThrowIfNull(dataset);
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(refused);
        if (options.GroupOf is not null)
        {
            throw new ArgumentException("the page is by class; measure without groups", nameof(options));
        }

        using var work = new RowWork(rows, options.Jobs);
        using var store = new SliceStore();
        var pass = new RowPass(work);
        var statistics = DatasetStatistics.AddTo(pass, rows.Count, options);
        var chest = new ChestMap();
        pass.Add(chest.Add);
        var validation = new ValidationRun(dataset, new ValidationOptions { Jobs = options.Jobs });
        var verdicts = validation.AddTo(pass, store, withMirrors: true);
        pass.Run(options.RowDone);
        return new ReportData
        {
            Dataset = dataset,
            Rows = [.. rows.Where((_, i) => verdicts[i] is not null)],
            Statistics = statistics(),
            Chest = chest,
            Jobs = options.Jobs,
            Validation = validation.Conclude(verdicts, refused),
            Leakage = Compare(verdicts, options.Jobs),
        };
    }

    private static LeakageReport? Compare(IEnumerable<RowVerdict?> verdicts, int jobs)
    {
        var facts = verdicts
            .Select(verdict => verdict?.Facts)
            .Where(facts => facts is { Slice: not null } && SliceShape.IsSlice(facts.Row.HuOld))
            .ToArray();
        DatasetRow[] rows = [.. facts.Select(row => row!.Row)];
        SliceDescriptor[] slices = [.. facts.Select(row => row!.Slice!)];
        return rows.Length == 0
            ? null
            : LeakageSearch.Compare(new ComparedRows(rows, slices, rows, slices), isOneSet: true, new LeakageOptions { Jobs = jobs });
    }
}
