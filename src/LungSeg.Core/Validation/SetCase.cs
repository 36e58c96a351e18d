using LungSeg.Core.Datasets;
using LungSeg.Core.Grouping;
using LungSeg.Core.Matching;

namespace LungSeg.Core.Validation;

/// <summary>All rows to check; their arrays are released.</summary>
internal sealed class SetCase(Dataset dataset, IReadOnlyList<RowFacts> rows, Func<string, ValidationLimits> limitsOf, int jobs)
{
    private IReadOnlyList<RowFacts[]>? _duplicates;
    private NearestRows? _nearest;
    private IReadOnlyList<IdConflict>? _idConflicts;
    private ScanEvidence? _evidence;

    /// <summary>
    /// Pairs of <see cref="DescribedRows"/> that another search found: all with a likeness of at least <see cref="MinLikeness"/>, and maybe
    /// more. Null where there was no other search.
    /// </summary>
    public IReadOnlyList<SlicePair>? KnownPairs { get; set; }

    public Dataset Dataset => dataset;

    /// <summary>Where rows come from; null where no collection is known.</summary>
    public MatchReport? Matches { get; init; }

    /// <summary>Rows that could be read, in order.</summary>
    public IReadOnlyList<RowFacts> Rows => rows;

    /// <summary>Rows whose slices can be compared, in order.</summary>
    public IReadOnlyList<RowFacts> DescribedRows { get; } = [.. rows.Where(facts => facts.Slice is not null)];

    /// <summary>Descriptors of <see cref="DescribedRows"/>.</summary>
    public IReadOnlyList<SliceDescriptor> Slices => [.. DescribedRows.Select(facts => facts.Slice!)];

    /// <summary>The lowest likeness at which any rule reports pairs in any input.</summary>
    public double MinLikeness =>
        dataset
            .Inputs.Select(GetLimits)
            .Select(limits => Math.Min(limits["near_duplicate_score"], limits["leakage_score"]))
            .Append(GroupingOptions.DefaultThreshold)
            .DefaultIfEmpty(1)
            .Min();

    /// <summary>For each row, the earlier rows that are most alike. All rules share one search.</summary>
    public NearestRows Nearest => _nearest ??= FindNearest();

    /// <summary>
    /// Rows of two patients or series whose slices are near-identical, as positions in <see cref="DescribedRows"/>; one pair for two ids.
    /// </summary>
    public IReadOnlyList<IdConflict> IdConflicts => _idConflicts ??= FindIdConflicts();

    /// <summary>Groups of two or more rows with equal slices, in order.</summary>
    public IReadOnlyList<RowFacts[]> Duplicates =>
        _duplicates ??= [
            .. DescribedRows.GroupBy(facts => facts.Slice!.Hash).Where(group => group.Skip(1).Any()).Select(group => group.ToArray()),
        ];

    /// <summary>Limits that hold for an input.</summary>
    public ValidationLimits GetLimits(DatasetInput input) => limitsOf(input.Path);

    /// <summary>A finding on a row.</summary>
    public Finding Report(RuleInfo rule, DatasetRow row, string message, double? figure = null, double? limit = null) =>
        Report(rule, row.Input, message) with
        {
            RowIndex = row.Index,
            Figure = figure,
            Limit = limit,
        };

    /// <summary>A finding on an input.</summary>
    public Finding Report(RuleInfo rule, DatasetInput input, string message) =>
        new()
        {
            Rule = rule,
            Severity = rule.Severity,
            Path = input.Path,
            Stem = input.Stem,
            InputNumber = GetNumber(input),
            Message = message,
        };

    private NearestRows FindNearest()
    {
        var nearest = new NearestRows(DescribedRows);
        var evidence = new ScanEvidence(DescribedRows.Count, GroupingOptions.DefaultThreshold);
        var gate = new Lock();
        if (KnownPairs is null)
        {
            PairSearch.Visit(Slices, MinLikeness, jobs, Add);
        }

        foreach (var pair in KnownPairs ?? [])
        {
            Add(pair);
        }

        _evidence = evidence;
        return nearest;

        void Add(SlicePair pair)
        {
            nearest.Add(pair);
            if (pair.Score >= GroupingOptions.DefaultThreshold)
            {
                lock (gate)
                {
                    evidence.Add(pair);
                }
            }
        }
    }

    private List<IdConflict> FindIdConflicts()
    {
        var ids = RowIds.Find([.. DescribedRows.Select(facts => facts.Row)]);
        if (ids.Known == 0)
        {
            return [];
        }
        _ = Nearest;
        var sets = new IdSets(ids, DescribedRows.Count);
        foreach (var pair in _evidence!.GetPairs())
        {
            if (pair.Score >= GroupingOptions.DefaultThreshold)
            {
                sets.JoinProved(pair.A, pair.B, pair.Score);
            }
        }
        return sets.Conflicts;
    }

    private int GetNumber(DatasetInput input)
    {
        for (var i = 0; i < dataset.Inputs.Count; i++)
        {
            if (ReferenceEquals(dataset.Inputs[i], input))
            {
                return i;
            }
        }

        return -1;
    }
}
