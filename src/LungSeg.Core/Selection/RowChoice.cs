using LungSeg.Core.Datasets;
using LungSeg.Core.Validation;

namespace LungSeg.Core.Selection;

/// <summary>The rows that were chosen, and why the others were not.</summary>
public sealed class RowChoice
{
    private readonly Dataset _dataset;
    private readonly RowCriteria _criteria;
    private readonly RowJudgements _judgements;

    private RowChoice(RowChoice whole, Func<DatasetRow, bool> isIn)
    {
        (_dataset, _criteria, _judgements, HasUnjudged) = (whole._dataset, whole._criteria, whole._judgements, whole.HasUnjudged);
        (Named, Rows) = ([.. whole.Named.Where(isIn)], [.. whole.Rows.Where(isIn)]);
    }

    internal RowChoice(Dataset dataset, IReadOnlyList<DatasetRow> named, RowCriteria criteria, RowJudgements judgements, Shard? judged)
    {
        (_dataset, Named, _criteria, _judgements) = (dataset, named, criteria, judgements);
        HasUnjudged = judged is not null && !criteria.IsEmpty;
        Rows = criteria.IsEmpty ? named : [.. named.Where(row => !(judged?.Contains(dataset.GetNumber(row)) ?? true) || IsChosen(row))];
    }

    /// <summary>The chosen rows, in the data set's order; in a shard also the rows of other shards, which judge them.</summary>
    public IReadOnlyList<DatasetRow> Rows { get; }

    /// <summary>The rows among which they were chosen.</summary>
    public IReadOnlyList<DatasetRow> Named { get; }

    /// <summary>Whether <see cref="Rows"/> has rows of other shards that only these judge.</summary>
    public bool HasUnjudged { get; }

    /// <summary>Whether rules chose rows.</summary>
    public bool IsByRules => _criteria.HasRules;

    /// <summary>The criteria in order, with the rows that each of them left out or chose.</summary>
    public IReadOnlyList<ChoiceStep> Steps => field ??= [.. ListSteps()];

    /// <summary>The choice among the rows of a shard alone.</summary>
    public RowChoice OfShard(Shard shard)
    {
        ArgumentNullException.ThrowIfNull(shard);
        return new RowChoice(this, row => shard.Contains(_dataset.GetNumber(row)));
    }

    /// <summary>The judgements, as a piece of a shard; null where nothing was judged.</summary>
    public ReadOnlyMemory<byte>? Pack() => _criteria.HasRules || _criteria.Where is not null ? _judgements.Pack(_dataset) : null;

    /// <summary>The rules that were asked for and name a row, in the order of their ids.</summary>
    public IReadOnlyList<RuleMatch> GetMatches(DatasetRow row) => _judgements.GetMatches(row);

    /// <summary>
    /// The rows of <see cref="Named"/> that rules or marks leave out and nothing else does, with the reason: ids of rules, then marks, with
    /// spaces between.
    /// </summary>
    public IEnumerable<(DatasetRow Row, string Reason)> ListDropped()
    {
        if (_criteria.Without is null && _criteria.WithoutMarks.Count == 0)
        {
            yield break;
        }

        foreach (var row in Named.Where(row => MeetsWith(row) && !_judgements.FailsCondition(row)))
        {
            string[] reasons =
            [
                .. GetMatches(row).Where(_criteria.IsUnwanted).Select(match => match.Rule),
                .. _criteria.WithoutMarks.SelectMany(marks => marks.GetMarks(row.Name)).Distinct(),
            ];
            if (reasons.Length > 0)
            {
                yield return (row, string.Join(' ', reasons));
            }
        }
    }

    private bool IsChosen(DatasetRow row) => MeetsWith(row) && !IsDropped(row) && !_judgements.FailsCondition(row);

    private bool MeetsWith(DatasetRow row) => _criteria.With is not { } with || GetMatches(row).Any(with.Asks);

    private bool IsDropped(DatasetRow row) => _criteria.IsMarked(row) || GetMatches(row).Any(_criteria.IsUnwanted);

    private IEnumerable<ChoiceStep> ListSteps()
    {
        if (Named.Count < _dataset.RowCount)
        {
            var named = Named.Select(row => row.Name).ToHashSet(StringComparer.Ordinal);
            yield return new ChoiceStep(ChoiceKind.Rows, string.Empty)
            {
                Named = Named.Count,
                Rows = [.. _dataset.Rows.Select(row => row.Name).Where(name => !named.Contains(name)).Select(RowReason.Plain)],
            };
        }

        foreach (var step in ListRules(_criteria.Without, ChoiceKind.WithoutRule).Concat(ListRules(_criteria.With, ChoiceKind.WithRule)))
        {
            yield return step;
        }

        if (_criteria.With is { } with)
        {
            yield return CreateStep(ChoiceKind.With, string.Join(',', with.Items), row => !MeetsWith(row));
        }

        foreach (var marks in _criteria.WithoutMarks)
        {
            yield return CreateStep(ChoiceKind.Marks, string.Join(',', marks.Marks), row => marks.Has(row.Name));
        }

        if (_criteria.Where is { } where)
        {
            yield return CreateStep(ChoiceKind.Where, where.Text, row => _judgements.FailsCondition(row));
        }
    }

    /// <summary>The rules that were named, and those that a severity chose and that name a row.</summary>
    private IEnumerable<ChoiceStep> ListRules(RuleQuery? query, ChoiceKind kind)
    {
        if (query is null)
        {
            yield break;
        }

        var rows = new Dictionary<string, List<RowReason>>();
        foreach (var row in Named)
        {
            foreach (var match in GetMatches(row))
            {
                if (query.Asks(match) && (!rows.TryGetValue(match.Rule, out var known) || known[^1].Row != row.Name))
                {
                    (known ?? (rows[match.Rule] = [])).Add(new RowReason(row.Name, match.Figure, match.Limit));
                }
            }
        }

        foreach (var rule in RuleCatalog.All.Where(rule => query.Named.Contains(rule.Id) || rows.ContainsKey(rule.Id)))
        {
            yield return new ChoiceStep(kind, rule.Id) { Rows = rows.GetValueOrDefault(rule.Id) ?? [] };
        }
    }

    private ChoiceStep CreateStep(ChoiceKind kind, string text, Func<DatasetRow, bool> isFound) =>
        new(kind, text) { Rows = [.. Named.Where(isFound).Select(row => RowReason.Plain(row.Name))] };
}
