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

        // One search for alike rows, for the rules and for leakage.
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

    // The pass and the comparison leave tens of MB behind that nothing uses any more; left to itself the collector lets what follows come
    // on top.
    private static void GiveMemoryBack() => GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive);

    /// <summary>Leakage among the rows that have a slice in hu_array_old; null where there are none.</summary>
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
