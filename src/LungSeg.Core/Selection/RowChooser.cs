using LungSeg.Core.Analysis;
using LungSeg.Core.Datasets;
using LungSeg.Core.Grouping;
using LungSeg.Core.Sharding;
using LungSeg.Core.Statistics;
using LungSeg.Core.Validation;

namespace LungSeg.Core.Selection;

/// <summary>
/// Chooses rows in one pass, which runs just the rules that are asked for and reads an array only where one of them needs it.
/// </summary>
public static class RowChooser
{
    /// <summary>Chooses rows.</summary>
    /// <param name="dataset">The data set. Rules that compare rows with one another compare all of its rows.</param>
    /// <param name="named">The rows among which to choose.</param>
    /// <param name="criteria">The criteria.</param>
    /// <param name="options">Which rows are judged here, by how many threads.</param>
    /// <exception cref="Bytes.DatasetFormatException">The figures of a row cannot be read, or a shard is damaged.</exception>
    public static RowChoice Choose(Dataset dataset, IReadOnlyList<DatasetRow> named, RowCriteria criteria, ChoiceOptions options)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        ArgumentNullException.ThrowIfNull(named);
        ArgumentNullException.ThrowIfNull(criteria);
        ArgumentNullException.ThrowIfNull(options);
        if (!criteria.HasRules && criteria.Where is null)
        {
            return new RowChoice(dataset, named, criteria, new RowJudgements(), judged: null);
        }

        return options.Merged is { } shards
            ? new RowChoice(dataset, named, criteria, RowJudgements.Merge(dataset, shards), judged: null)
            : new RowChoice(dataset, named, criteria, Judge(dataset, named, criteria, options), options.Shard);
    }

    private static RowJudgements Judge(Dataset dataset, IReadOnlyList<DatasetRow> named, RowCriteria criteria, ChoiceOptions options)
    {
        var run = new ValidationRun(dataset, criteria.SelectRules() with { Jobs = options.Jobs });
        var own = options.Shard is { } shard ? [.. named.Where(row => shard.Contains(dataset.GetNumber(row)))] : named;
        var ofOwn = run.NeedsAllRows ? own.ToHashSet() : null;
        bool IsOwn(DatasetRow row) => ofOwn?.Contains(row) ?? true;

        // What the index holds is judged before a second thread has started.
        var jobs = run.ReadsPixels || criteria.Where is not null ? options.Jobs : 1;
        var judgements = new RowJudgements();
        using var work = new RowWork(run.NeedsAllRows ? RowSelection.All.GetRows(dataset) : own, jobs);
        using var store = new SliceStore();
        var pass = new RowPass(work);
        var verdicts = run.AddTo(pass, store, withMirrors: false, IsOwn);
        if (criteria.Where is { } where)
        {
            var measure = new RowMeasure(new StatisticsOptions { Figures = where.Needs, GetSpacing = row => row.SpacingMm });
            pass.AddFilter(
                (i, analysis) =>
                {
                    // A row that a rule or a mark leaves out may be one that cannot be measured.
                    if (
                        IsOwn(analysis.Row)
                        && !criteria.IsMarked(analysis.Row)
                        && !IsUnwanted(verdicts[i]!)
                        && !where.Holds(measure.Measure(analysis))
                    )
                    {
                        judgements.SetFailing(analysis.Row);
                    }

                    return true;
                }
            );
        }

        pass.Run(options.RowDone);
        LesionChoice.Forget(dataset);
        foreach (var finding in run.Conclude(verdicts, run.Gather(verdicts), []).Findings)
        {
            if (finding.FindRow(dataset) is { } row)
            {
                judgements.Add(row, CreateMatch(finding));
            }
        }

        return judgements;

        bool IsUnwanted(RowVerdict verdict) =>
            criteria.Without is not null
            && verdict.Findings.Select(run.Judged).OfType<Finding>().Select(CreateMatch).Any(criteria.IsUnwanted);
    }

    private static RuleMatch CreateMatch(Finding finding) => new(finding.Rule.Id, finding.Severity, finding.Figure, finding.Limit);
}

/// <summary>How rows are chosen.</summary>
public sealed record ChoiceOptions
{
    /// <summary>The shard whose rows are judged; null for all. Rules that compare rows are judged over all rows all the same.</summary>
    public Shard? Shard { get; init; }

    /// <summary>Shards that hold how rows were judged; null to judge them.</summary>
    public ShardSet? Merged { get; init; }

    /// <summary>Threads.</summary>
    public int Jobs { get; init; } = 1;

    /// <summary>Called after each row, from any thread.</summary>
    public Action? RowDone { get; init; }
}
