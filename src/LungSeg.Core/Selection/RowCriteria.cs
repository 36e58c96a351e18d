using LungSeg.Core.Datasets;
using LungSeg.Core.Statistics;
using LungSeg.Core.Validation;

namespace LungSeg.Core.Selection;

/// <summary>By what rows are chosen among those that a user names; a row must meet all criteria.</summary>
public sealed record RowCriteria
{
    /// <summary>Criteria that all rows meet.</summary>
    public static RowCriteria None { get; } = new();

    /// <summary>Rules that must name a row; null for no such rules.</summary>
    public RuleQuery? With { get; init; }

    /// <summary>Rules that must not name a row; null for no such rules.</summary>
    public RuleQuery? Without { get; init; }

    /// <summary>Marks that a row must not have.</summary>
    public IReadOnlyList<RowMarks> WithoutMarks { get; init; } = [];

    /// <summary>Condition on the figures of a row; null for none.</summary>
    public RowFilter? Where { get; init; }

    /// <summary>Severities and limits that are in force. Its rules and threads are not used.</summary>
    public ValidationOptions Rules { get; init; } = new();

    /// <summary>Whether rules choose rows.</summary>
    public bool HasRules => With is not null || Without is not null;

    /// <summary>Whether every row meets the criteria.</summary>
    public bool IsEmpty => !HasRules && WithoutMarks.Count == 0 && Where is null;

    /// <summary>Whether a mark leaves a row out.</summary>
    internal bool IsMarked(DatasetRow row) => WithoutMarks.Any(marks => marks.Has(row.Name));

    /// <summary>Whether a rule that names a row leaves it out.</summary>
    internal bool IsUnwanted(RuleMatch match) => Without?.Asks(match) ?? false;

    /// <summary>All on which the choice depends, as text, for the plan of a shard.</summary>
    public IEnumerable<string> Texts =>
        [
            .. With is null ? [] : new[] { $"with {string.Join(',', With.Items)}" },
            .. Without is null ? [] : new[] { $"without {string.Join(',', Without.Items)}" },
            .. Where is null ? [] : new[] { $"where {Where.Text}" },
            .. WithoutMarks.Select(marks => $"without_marks {string.Join('\t', marks.Rows.Order(StringComparer.Ordinal))}"),
        ];

    /// <summary>The options of a validation that runs just the rules that are asked for.</summary>
    internal ValidationOptions SelectRules()
    {
        var (asked, named) = (new HashSet<string>(), new HashSet<string>());
        foreach (var rule in RuleCatalog.All)
        {
            var isNamed = IsNamed(With, rule) || IsNamed(Without, rule);
            if (isNamed)
            {
                named.Add(rule.Id);
            }

            if (isNamed || (rule.ChoosesRows && (MayAsk(With, rule) || MayAsk(Without, rule))))
            {
                asked.Add(rule.Id);
            }
        }

        return Rules with
        {
            Rules = asked,
            Named = named,
        };
    }

    private static bool IsNamed(RuleQuery? query, RuleInfo rule) => query?.Named.Contains(rule.Id) ?? false;

    /// <summary>
    /// Whether a finding of the rule may have a severity that is asked for: that of the rule, the milder one that it gives some, or one
    /// that settings give.
    /// </summary>
    private bool MayAsk(RuleQuery? query, RuleInfo rule)
    {
        bool IsSet(RuleSettings settings) => query!.AsksFor(settings.Severities.GetValueOrDefault(rule.Id));
        return query is not null
            && (
                query.AsksFor(rule.Severity)
                || query.AsksFor(rule.MilderSeverity)
                || IsSet(Rules.Settings)
                || Rules.Paths.Any(path => IsSet(path.Settings))
            );
    }
}
