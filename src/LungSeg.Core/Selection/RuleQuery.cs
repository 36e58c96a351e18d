using LungSeg.Core.Bytes;
using LungSeg.Core.Validation;

namespace LungSeg.Core.Selection;

/// <summary>Rules by which rows are chosen: by id, by name, or by the severity of their findings.</summary>
public sealed class RuleQuery
{
    private readonly HashSet<string> _ids;
    private readonly HashSet<string> _severities;

    private RuleQuery(IReadOnlyList<string> items, HashSet<string> ids, HashSet<string> severities) =>
        (Items, _ids, _severities) = (items, ids, severities);

    /// <summary>The items as they were given.</summary>
    public IReadOnlyList<string> Items { get; }

    /// <summary>Ids of the rules that were given by id or name.</summary>
    internal IReadOnlySet<string> Named => _ids;

    /// <summary>Reads items such as <c>lesion-lost</c>, <c>LS034</c> or <c>error</c>.</summary>
    /// <param name="items">The items.</param>
    /// <param name="parameter">The parameter that they are the value of, for errors.</param>
    /// <exception cref="InvalidRequestException">
    /// There is no item, an item is no rule and no severity, or it is a rule none of whose findings can name a row.
    /// </exception>
    public static RuleQuery Parse(IEnumerable<string> items, RequestParameter parameter)
    {
        ArgumentNullException.ThrowIfNull(items);
        string[] all = [.. items];
        if (all.Length == 0)
        {
            throw new InvalidRequestException(parameter, "no rule is given; write lesion-lost,LS031 or a severity such as error");
        }

        var (ids, severities) = (new HashSet<string>(), new HashSet<string>());
        foreach (var item in all)
        {
            if (Severities.TryGet(item, out _))
            {
                severities.Add(item);
                continue;
            }

            var rule =
                RuleCatalog.Find(item)
                ?? throw new InvalidRequestException(
                    parameter,
                    $"rule '{item}' is not known",
                    new RequestHint(RequestParameter.ValidationRule, item)
                );
            if (!rule.NamesRows)
            {
                throw new InvalidRequestException(
                    parameter,
                    $"the findings of {rule.Id} {rule.Name} name inputs and no rows, so no row can be chosen by it"
                );
            }

            if (rule.NeedsCollection)
            {
                throw new InvalidRequestException(
                    parameter,
                    $"{rule.Id} {rule.Name} needs the index of a collection, which validate alone takes, so no row can be chosen by it"
                );
            }

            ids.Add(rule.Id);
        }

        return new RuleQuery(all, ids, severities);
    }

    /// <summary>Whether a rule was given by its id or name.</summary>
    public bool Names(RuleInfo rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        return _ids.Contains(rule.Id);
    }

    /// <summary>Whether a finding, with its severity in force, is one that was asked for.</summary>
    internal bool Asks(RuleMatch match) => _ids.Contains(match.Rule) || AsksFor(match.Severity);

    /// <summary>Whether findings of this severity are asked for, whichever rule makes them.</summary>
    internal bool AsksFor(Severity? severity) => severity is { } known && _severities.Contains(Severities.Name(known));
}

/// <summary>A rule that names a row, and why.</summary>
/// <param name="Rule">Id of the rule.</param>
/// <param name="Severity">Severity of the finding, as it is in force.</param>
/// <param name="Figure">The figure that the rule judged; null where it judges none.</param>
/// <param name="Limit">The limit that the figure was compared with; null where there is none.</param>
public sealed record RuleMatch(string Rule, Severity Severity, double? Figure, double? Limit);
