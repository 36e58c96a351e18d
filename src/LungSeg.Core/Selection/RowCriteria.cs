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
        var asked = RuleCatalog.All.Where(MayAsk).Select(rule => rule.Id).ToHashSet();
        return Rules with { Rules = asked, Named = asked.Where(IsNamed).ToHashSet() };
    }

    private bool IsNamed(string id) => (With?.Named.Contains(id) ?? false) || (Without?.Named.Contains(id) ?? false);

    private bool MayAsk(RuleInfo rule)
    {
        // A finding has the severity of its rule, the milder one that the rule gives some, or one that settings give.
        Severity[] possible =
        [
            rule.Severity,
            rule.MilderSeverity ?? rule.Severity,
            .. Rules
                .Paths.Select(path => path.Settings)
                .Append(Rules.Settings)
                .Select(settings => settings.Severities.GetValueOrDefault(rule.Id))
                .OfType<Severity>(),
        ];
        return (With?.MayAsk(rule, possible) ?? false) || (Without?.MayAsk(rule, possible) ?? false);
    }
}
