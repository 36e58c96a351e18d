using LungSeg.Core.Analysis;
using LungSeg.Core.Datasets;
using LungSeg.Core.Grouping;
using LungSeg.Core.Sharding;
using LungSeg.Core.Statistics;
using LungSeg.Core.Validation;

namespace LungSeg.Core.Reporting;

/// <summary>Data for the page, from one pass over the rows: figures, findings, alike rows and positions of lesions.</summary>
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

    /// <summary>Positions of the lesions.</summary>
    public required ChestMap Chest { get; init; }

    /// <summary>Threads.</summary>
    public required int Jobs { get; init; }

    /// <summary>Collects the data in one pass over the rows.</summary>
    /// <param name="dataset">The data set.</param>
    /// <param name="rows">Rows of the data set.</param>
    /// <param name="options">Figures to compute, filter of rows, threads.</param>
    /// <param name="refused">Inputs that could not be opened.</param>
    /// <exception cref="ArgumentException">The figures are by group.</exception>
    /// <exception cref="Bytes.DatasetFormatException">A file has changed since it was indexed.</exception>
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
        if (options.GetGroup is not null)
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
        GiveMemoryBack();

        // Rules and leakage share one search for alike rows.
        var likeness = new LeakageOptions { Jobs = options.Jobs };
        var set = validation.Gather(verdicts);
        var pairs = LeakageSearch.FindUnmirrored(set.Slices, Math.Min(set.MinLikeness, likeness.Threshold), options.Jobs);
        set.KnownPairs = pairs;
        var report = validation.Conclude(verdicts, set, refused);
        var leakage = FindLeakage(set.DescribedRows, pairs, likeness);
        GiveMemoryBack();
        return new ReportData
        {
            Dataset = dataset,
            Rows = [.. rows.Where((_, i) => verdicts[i] is not null)],
            Statistics = statistics(),
            Chest = chest,
            Jobs = options.Jobs,
            Validation = report,
            Leakage = leakage,
        };
    }

    // The pass and the comparison leave tens of MB of garbage. Without a collection here, the memory of the next steps adds to it.
    private static void GiveMemoryBack() => GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive);

    /// <summary>Leakage among the rows with a slice in hu_array_old; null where no row has one.</summary>
    private static LeakageReport? FindLeakage(IReadOnlyList<RowFacts> described, List<SlicePair> pairs, LeakageOptions options)
    {
        var positions = new int[described.Count];
        var rows = new List<DatasetRow>();
        var slices = new List<SliceDescriptor>();
        for (var i = 0; i < described.Count; i++)
        {
            positions[i] = SliceShape.IsSlice(described[i].Row.HuOld) ? rows.Count : -1;
            if (positions[i] >= 0)
            {
                rows.Add(described[i].Row);
                slices.Add(described[i].Slice!);
            }
        }

        var ofOld = pairs
            .Select(pair => pair with { A = positions[pair.A], B = positions[pair.B] })
            .Where(pair => pair is { A: >= 0, B: >= 0 });
        return rows.Count == 0
            ? null
            : LeakageSearch.Compare(new ComparedRows(rows, slices, rows, slices), isOneSet: true, options, [.. ofOld]);
    }
}
