using LungSeg.Core.Analysis;
using LungSeg.Core.Bytes;
using LungSeg.Core.Datasets;
using LungSeg.Core.Grouping;
using LungSeg.Core.Matching;
using LungSeg.Core.Sharding;
using LungSeg.Core.Statistics;
using LungSeg.Core.Validation;

namespace LungSeg.Core.Browsing;

/// <summary>
/// Figures, findings, alike rows and groups of a data set, collected in one pass while the data set is browsed. What is found so far can be
/// read from other threads at any time.
/// </summary>
public sealed class RowSurvey
{
    private readonly Lock _gate = new();
    private readonly SurveyOptions _options;
    private readonly List<SurveyedRow> _finished = [];
    private SurveyPhase _phase;
    private SurveyResult? _result;
    private string? _failure;
    private int _matched;

    /// <summary>Prepares a survey.</summary>
    /// <param name="dataset">The data set.</param>
    /// <param name="rows">The rows that are browsed.</param>
    /// <param name="options">Options of the survey.</param>
    public RowSurvey(Dataset dataset, IReadOnlyList<DatasetRow> rows, SurveyOptions options)
    {
        (Dataset, Rows, _options) = (dataset, rows, options);
        _phase = options?.Index is null ? SurveyPhase.Reading : SurveyPhase.Matching;
    }

    /// <summary>The data set.</summary>
    public Dataset Dataset { get; }

    /// <summary>The rows.</summary>
    public IReadOnlyList<DatasetRow> Rows { get; }

    /// <summary>The predicted masks that are shown.</summary>
    public IReadOnlyList<PredictionSet> Predictions => _options.Predictions;

    /// <summary>Working memory of the rows that are shown.</summary>
    internal RowMemoryPool Memory { get; } = new();

    /// <summary>Number of rows whose arrays could not be read; 0 until all have been read.</summary>
    public int RowsUnreadable => _result?.RowsUnreadable ?? 0;

    /// <summary>Collects everything. Called once, from one thread.</summary>
    /// <exception cref="DatasetFormatException">A file has changed since it was indexed.</exception>
    /// <exception cref="IOException">A file cannot be read any more.</exception>
    public void Run()
    {
        try
        {
            var matches = Match();
            SetPhase(SurveyPhase.Reading);
            var result = Collect(matches);
            lock (_gate)
            {
                (_result, _phase) = (result, SurveyPhase.Done);
            }
        }
        catch (Exception e)
        {
            // Whatever it was: the page must not wait for what does not come.
            lock (_gate)
            {
                (_failure, _phase) = (e.Message, SurveyPhase.Failed);
            }
            throw;
        }
        finally
        {
            LargeMemory.GiveBack();
        }
    }

    /// <summary>What is known now.</summary>
    /// <param name="from">Number of finished rows that the caller has already seen.</param>
    /// <param name="atMost">Number of rows to return at most.</param>
    internal SurveyState GetState(int from, int atMost)
    {
        lock (_gate)
        {
            var start = Math.Clamp(from, 0, _finished.Count);
            var rows = _finished.GetRange(start, Math.Min(atMost, _finished.Count - start));
            return new SurveyState(_phase, _phase == SurveyPhase.Matching ? _matched : _finished.Count, rows, start + rows.Count)
            {
                // The result stands for all rows: whoever gets it has them all.
                Result = start + rows.Count == _finished.Count ? _result : null,
                Failure = _failure,
            };
        }
    }

    private void SetPhase(SurveyPhase phase)
    {
        lock (_gate)
        {
            _phase = phase;
        }
    }

    private MatchReport? Match() =>
        _options.Index is { } index
            ? SliceMatcher.Match(
                Rows,
                index,
                new MatchOptions { Jobs = _options.Jobs, RowDone = () => Interlocked.Increment(ref _matched) }
            )
            : null;

    private SurveyResult Collect(MatchReport? matches)
    {
        using var store = new SliceStore(SliceStore.InMemoryBesideFigures);
        var validation = new ValidationRun(Dataset, _options.Rules with { Jobs = _options.Jobs, Matches = matches });
        var verdicts = RunPass(validation, store);
        LargeMemory.GiveBack();
        SetPhase(SurveyPhase.Comparing);
        var compared = ComparedFindings.Conclude(validation, verdicts, _options.Refused, _options.Jobs);
        return new SurveyResult(compared.Report.Findings, compared.Leakage?.Pairs ?? [], FindGroups(compared.Described))
        {
            RowsUnreadable = compared.Report.RowsUnreadable,
            Matches = matches?.Matches ?? [],
            Notes = [.. LesionChoice.Notes(Dataset).Select(note => note.Text)],
        };
    }

    // A method of its own: what the pass works with can be collected when it returns.
    private RowVerdict?[] RunPass(ValidationRun validation, SliceStore store)
    {
        using var work = new RowWork(Rows, _options.Jobs);
        var pass = new RowPass(work);
        var measure = new RowMeasure(new StatisticsOptions { GetSpacing = row => row.SpacingMm });
        var measured = new SurveyedRow?[Rows.Count];
        pass.AddFilter(
            (i, analysis) =>
            {
                measured[i] = Measure(i, analysis, measure);
                return true;
            }
        );
        var verdicts = validation.AddTo(pass, store, withMirrors: true);
        pass.AddFilter(
            (i, _) =>
            {
                var findings = verdicts[i]!.Findings.Select(validation.Judged).OfType<Finding>();
                lock (_gate)
                {
                    _finished.Add(measured[i]! with { Findings = [.. findings] });
                }
                measured[i] = null;
                return true;
            }
        );
        pass.Run(_options.RowDone);
        return verdicts;
    }

    /// <summary>A row that cannot be measured is shown with the reason: the others are browsed all the same.</summary>
    private SurveyedRow Measure(int position, RowAnalysis analysis, RowMeasure measure)
    {
        var row = new SurveyedRow(position);
        try
        {
            row = row with { Figures = measure.Measure(analysis) };
            return row with { Dice = [.. Predictions.Select(set => GetDice(set, position, analysis))] };
        }
        catch (DatasetFormatException e)
        {
            return row with { Fault = e.Message };
        }
    }

    private static double? GetDice(PredictionSet set, int position, RowAnalysis analysis)
    {
        if (analysis.Mask is not { } mask || set.Rows[position]?.FoundMask is null)
        {
            return null;
        }

        var predicted = new byte[mask.Count];
        set.Read(position, mask.Shape, predicted, []);
        return analysis.LesionPixels == 0 && !predicted.Contains((byte)1) ? null : MaskOverlap.Dice(analysis.Lesion, predicted);
    }

    /// <summary>Groups as 'split' makes them, of the descriptors that the pass has made.</summary>
    private string?[] FindGroups(ComparedRows described)
    {
        var slices = new Dictionary<DatasetRow, SliceDescriptor>();
        for (var i = 0; i < described.A.Count; i++)
        {
            slices.Add(described.A[i], described.SlicesA[i]);
        }

        var groupOf = new string?[Rows.Count];
        int[] grouped = [.. Enumerable.Range(0, Rows.Count).Where(i => slices.ContainsKey(Rows[i]) || RowIds.IsKnown(Rows[i]))];
        DatasetRow[] rows = [.. grouped.Select(i => Rows[i])];
        SliceDescriptor[] found = [.. rows.Select(row => slices.GetValueOrDefault(row) ?? DescriptorReader.Nothing(withMirrors: true))];
        var groups = GroupInference.Group(
            found,
            [.. rows.Select(row => (row.Input.Stem, row.Index))],
            new GroupingOptions { JoinsCopies = true, Jobs = _options.Jobs },
            RowIds.Find(rows),
            new ComparedRows(rows, found, rows, found)
        );
        for (var i = 0; i < grouped.Length; i++)
        {
            groupOf[grouped[i]] = groups.GroupOf[i];
        }

        return groupOf;
    }
}

/// <summary>What a survey knows at one moment.</summary>
/// <param name="Phase">What it is working on.</param>
/// <param name="Done">Rows that this phase has finished.</param>
/// <param name="Rows">Finished rows, in the order in which they were finished.</param>
/// <param name="Next">Number of finished rows up to the last of <paramref name="Rows"/>.</param>
internal sealed record SurveyState(SurveyPhase Phase, int Done, IReadOnlyList<SurveyedRow> Rows, int Next)
{
    /// <summary>What was found in all rows together; null until it is known.</summary>
    public SurveyResult? Result { get; init; }

    /// <summary>Why the survey ended early; null where it did not.</summary>
    public string? Failure { get; init; }
}
