using System.Collections.Concurrent;
using LungSeg.Core.Bytes;
using LungSeg.Core.Datasets;
using LungSeg.Core.Validation.Rules;

namespace LungSeg.Core.Validation;

/// <summary>One validation: which rules run where, and their findings in order.</summary>
internal sealed class ValidationRun
{
    private readonly Dataset _dataset;
    private readonly ValidationOptions _options;
    private readonly IRule[] _rules;
    private readonly Dictionary<string, int> _ranks;
    private readonly Dictionary<string, (RuleSettings Settings, ValidationLimits Limits)> _settings = [];

    public ValidationRun(Dataset dataset, ValidationOptions options)
    {
        _dataset = dataset;
        _options = options;
        _rules = [.. RuleCatalog.Rules.Where(rule => options.Rules?.Contains(rule.Info.Id) ?? true).Where(IsOnSomewhere)];
        _ranks = RuleCatalog.Rules.Select((rule, rank) => (rule.Info.Id, rank)).ToDictionary();
    }

    public ValidationReport Execute(IReadOnlyList<DatasetRow> rows, IReadOnlyList<RefusedInput> refused)
    {
        foreach (var path in _dataset.Inputs.Select(input => input.Path).Concat(refused.Select(input => input.Path)))
        {
            var settings = _options.SettingsOf(path);
            _settings[path] = (settings, new ValidationLimits().With(settings.Limits));
        }

        var inputs = _dataset.Inputs.Select((input, i) => new InputCase(input, i)).Concat(refused.Select((input, i) => new InputCase(input, _dataset.Inputs.Count + i)));
        var findings = inputs.SelectMany(input => _rules.OfType<IInputRule>().SelectMany(rule => rule.Check(input))).ToList();
        var (ofRows, facts) = CheckRows(rows);
        findings.AddRange(ofRows.SelectMany(found => found));
        var set = new SetCase(_dataset, [.. facts.OfType<RowFacts>()], path => _settings[path].Limits, _options.Jobs);
        findings.AddRange(_rules.OfType<ISetRule>().SelectMany(rule => rule.Check(set)));
        var ordered = findings.Select(Judged).OfType<Finding>()
            .OrderBy(finding => _ranks[finding.Rule.Id]).ThenBy(finding => finding.InputNumber).ThenBy(finding => finding.RowIndex ?? -1);
        return new ValidationReport([.. ordered], [.. _rules.Select(rule => rule.Info)], rows.Count, facts.Count(fact => fact is null));
    }

    private (Finding[][] Findings, RowFacts?[] Facts) CheckRows(IReadOnlyList<DatasetRow> rows)
    {
        var (findings, facts) = (new Finding[rows.Count][], new RowFacts?[rows.Count]);
        var rules = _rules.OfType<IRowRule>().ToArray();
        var needs = _rules.OfType<ISetRule>().Aggregate(RowFactKinds.None, (all, rule) => all | rule.Needs);
        var numbers = _dataset.Inputs.Select((input, number) => (input, number)).ToDictionary(pair => pair.input, pair => pair.number);
        var tools = new ConcurrentBag<RowTools>();
        ParallelRows.Run(rows.Count, _options.Jobs, i =>
        {
            if (!tools.TryTake(out var mine))
                mine = new RowTools();
            using var row = new RowCase(rows[i], numbers[rows[i].Input], _settings[rows[i].Input.Path].Limits, mine);
            try
            {
                findings[i] = [.. rules.SelectMany(rule => rule.Check(row))];
                facts[i] = RowFacts.Of(row, needs);
            }
            catch (DatasetFormatException e)
            {
                findings[i] = [row.Report(UnreadableInputRule.Rule, null, e.Detail) with { Offset = e.Offset }];
            }

            tools.Add(mine);
            _options.RowDone?.Invoke();
        });
        return (findings, facts);
    }

    /// <summary>The finding with the severity that holds for its input; null where its rule is off there or was not asked for.</summary>
    private Finding? Judged(Finding finding)
    {
        if (!_rules.Any(rule => ReferenceEquals(rule.Info, finding.Rule)))
            return null;
        var severities = _settings[finding.Path].Settings.Severities;
        return !severities.TryGetValue(finding.Rule.Id, out var severity) ? finding : severity is { } other ? finding with { Severity = other } : null;
    }

    private bool IsOnSomewhere(IRule rule)
    {
        var id = rule.Info.Id;
        return !IsOff(_options.Settings, id) || _options.Paths.Any(paths => paths.Settings.Severities.TryGetValue(id, out var severity) && severity is not null);
    }

    private static bool IsOff(RuleSettings settings, string id) => settings.Severities.TryGetValue(id, out var severity) && severity is null;
}
