using LungSeg.Core.Datasets;
using LungSeg.Core.Grouping;

namespace LungSeg.Core.Validation;

/// <summary>What is found once all rows are judged: findings of the rules, and rows that are too alike.</summary>
/// <param name="Report">Findings of the rules.</param>
/// <param name="Leakage">Rows that are too alike; null where no row has a slice to compare.</param>
internal sealed record SetConclusion(ValidationReport Report, LeakageReport? Leakage)
{
    /// <summary>Runs the rules about the set and the search for leakage, which share one search for alike rows.</summary>
    /// <param name="validation">The validation, whose rules about rows have run with mirror images.</param>
    /// <param name="verdicts">Verdicts by position.</param>
    /// <param name="refused">Inputs that could not be opened.</param>
    /// <param name="jobs">Threads.</param>
    public static SetConclusion Create(
        ValidationRun validation,
        IReadOnlyList<RowVerdict?> verdicts,
        IReadOnlyList<RefusedInput> refused,
        int jobs
    )
    {
        var likeness = new LeakageOptions { Jobs = jobs };
        var set = validation.Gather(verdicts);
        var pairs = LeakageSearch.FindUnmirrored(set.Slices, Math.Min(set.MinLikeness, likeness.Threshold), jobs);
        set.KnownPairs = pairs;
        var report = validation.Conclude(verdicts, set, refused);
        return new SetConclusion(report, FindLeakage(set.DescribedRows, pairs, likeness));
    }

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
