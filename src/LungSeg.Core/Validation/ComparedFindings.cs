using LungSeg.Core.Datasets;
using LungSeg.Core.Grouping;

namespace LungSeg.Core.Validation;

/// <summary>Findings of a pass, and rows that are alike: the rules about the set and the search for leakage share one search.</summary>
/// <param name="Report">The findings.</param>
/// <param name="Described">The rows with a slice in hu_array_old, and their descriptors.</param>
/// <param name="Leakage">Leakage among these rows; null where there is none of them.</param>
internal sealed record ComparedFindings(ValidationReport Report, ComparedRows Described, LeakageReport? Leakage)
{
    /// <summary>Runs the rules about inputs and the set, and the search for leakage.</summary>
    /// <param name="validation">The validation, whose pass has run with mirror images.</param>
    /// <param name="verdicts">Verdicts by position.</param>
    /// <param name="refused">Inputs that could not be opened.</param>
    /// <param name="jobs">Threads.</param>
    public static ComparedFindings Conclude(ValidationRun validation, RowVerdict?[] verdicts, IReadOnlyList<RefusedInput> refused, int jobs)
    {
        var likeness = new LeakageOptions { Jobs = jobs };
        var set = validation.Gather(verdicts);
        var pairs = LeakageSearch.FindUnmirrored(set.Slices, Math.Min(set.MinLikeness, likeness.Threshold), jobs);
        set.KnownPairs = pairs;
        var report = validation.Conclude(verdicts, set, refused);
        var positions = new int[set.DescribedRows.Count];
        var rows = new List<DatasetRow>();
        var slices = new List<SliceDescriptor>();
        for (var i = 0; i < positions.Length; i++)
        {
            var described = set.DescribedRows[i];
            positions[i] = described.IsOfHuOld ? rows.Count : -1;
            if (described.IsOfHuOld)
            {
                rows.Add(described.Row);
                slices.Add(described.Slice!);
            }
        }

        var ofOld = pairs
            .Select(pair => pair with { A = positions[pair.A], B = positions[pair.B] })
            .Where(pair => pair is { A: >= 0, B: >= 0 });
        var compared = new ComparedRows(rows, slices, rows, slices);
        return new ComparedFindings(
            report,
            compared,
            rows.Count == 0 ? null : LeakageSearch.Compare(compared, isOneSet: true, likeness, [.. ofOld])
        );
    }
}
