using LungSeg.Core.Analysis;
using LungSeg.Core.Bytes;
using LungSeg.Core.Datasets;
using LungSeg.Core.Grouping;
using LungSeg.Core.Sharding;
using LungSeg.Core.Validation.Rules;

namespace LungSeg.Core.Validation;

/// <summary>One validation: selects the rules of each input, runs them and orders their findings.</summary>
internal sealed class ValidationRun
{
    private readonly Dataset _dataset;
    private readonly ValidationOptions _options;
    private readonly IRule[] _rules;
    private readonly Dictionary<string, int> _ranks;
    private readonly Dictionary<string, InputSettings> _settings = [];

    public ValidationRun(Dataset dataset, ValidationOptions options)
    {
        _dataset = dataset;
        _options = options;
        _rules =
        [
            .. RuleCatalog
                .Rules.Where(rule => options.Rules?.Contains(rule.Info.Id) ?? true)
                .Where(rule => !rule.Info.NeedsCollection || options.Matches is not null || options.Named.Contains(rule.Info.Id))
                .Where(IsOnSomewhere),
        ];
        _ranks = [];
        foreach (var rule in RuleCatalog.Rules)
        {
            _ranks[rule.Info.Id] = _ranks.Count;
        }
    }

    /// <summary>Whether a rule that runs compares rows with one another.</summary>
    public bool NeedsAllRows => Array.Exists(_rules, rule => rule is ISetRule);

    /// <summary>Whether a rule that runs reads pixels.</summary>
    public bool ReadsPixels => Array.Exists(_rules, rule => rule.Info.ReadsPixels);

    /// <summary>Checks rows and inputs in one pass.</summary>
    public ValidationReport Execute(RowWork work, IReadOnlyList<RefusedInput> refused)
    {
        using var store = new SliceStore();
        var pass = new RowPass(work);
        var verdicts = AddTo(pass, store, withMirrors: false);
        pass.Run(_options.RowDone);
        return Conclude(verdicts, Gather(verdicts), refused);
    }

    /// <summary>Checks the rows of a shard, without rules about inputs or the set.</summary>
    public void Put(RowWork work) => RowPass.Put(work, CreateStep(withMirrors: false), _options.RowDone);

    /// <summary>Adds the rules about rows to a pass.</summary>
    /// <param name="pass">The pass.</param>
    /// <param name="store">Keeps the descriptors of slices until the report is made.</param>
    /// <param name="withMirrors">Whether descriptors include mirror images. Rules do not need them; the search for leakage does.</param>
    /// <param name="judges">Rows that rules about rows judge; the others give their facts alone. Null for all.</param>
    /// <returns>Verdicts by position, which the pass fills; null for a row that a filter of the pass excluded.</returns>
    public RowVerdict?[] AddTo(RowPass pass, SliceStore store, bool withMirrors, Func<DatasetRow, bool>? judges = null) =>
        pass.Add(CreateStep(withMirrors, judges), RowVerdict? (verdict) => verdict with { Facts = verdict.Facts.KeptBy(store) });

    /// <summary>Collects the facts of all rows for rules about the set.</summary>
    /// <param name="verdicts">Verdicts by position.</param>
    public SetCase Gather(IEnumerable<RowVerdict?> verdicts) =>
        new(_dataset, [.. verdicts.Select(verdict => verdict?.Facts).OfType<RowFacts>()], path => GetSettings(path).Limits, _options.Jobs)
        {
            Matches = _options.Matches,
        };

    /// <summary>Runs the rules about inputs and about the set, and orders all findings.</summary>
    /// <param name="all">Verdicts by position.</param>
    /// <param name="set">The set, from <see cref="Gather"/>.</param>
    /// <param name="refused">Inputs that could not be opened.</param>
    public ValidationReport Conclude(IReadOnlyList<RowVerdict?> all, SetCase set, IReadOnlyList<RefusedInput> refused)
    {
        RowVerdict[] verdicts = [.. all.OfType<RowVerdict>()];
        var inputs = _dataset
            .Inputs.Select((input, i) => new InputCase(input, i))
            .Concat(refused.Select((input, i) => new InputCase(input, _dataset.Inputs.Count + i)));
        var findings = inputs.SelectMany(input => _rules.OfType<IInputRule>().SelectMany(rule => rule.Check(input))).ToList();
        findings.AddRange(verdicts.SelectMany(verdict => verdict.Findings));
        findings.AddRange(_rules.OfType<ISetRule>().SelectMany(rule => rule.Check(set)));

        // One comparison of findings: keys of numbers would each need code of their own, which is compiled at every start.
        var ordered = findings.Select(Judged).OfType<Finding>().OrderBy(finding => finding, Comparer<Finding>.Create(Compare));
        SkippedRule[] skipped =
        [
            .. _rules
                .Select(rule => (rule.Info, Missing: FindMissing(rule.Info)))
                .Where(rule => rule.Missing is not null)
                .Select(rule => new SkippedRule(rule.Info, rule.Missing!)),
        ];
        return new ValidationReport(
            [.. ordered],
            [.. _rules.Select(rule => rule.Info).Except(skipped.Select(rule => rule.Rule))],
            verdicts.Length,
            Array.FindAll(verdicts, verdict => !verdict.IsRead).Length
        )
        {
            RulesSkipped = skipped,
        };
    }

    private string? FindMissing(RuleInfo rule) =>
        rule.NeedsCollection && _options.Matches is null ? "index of a collection" : rule.FindMissing(_dataset);

    private int Compare(Finding? a, Finding? b)
    {
        var byRule = _ranks[a!.Rule.Id].CompareTo(_ranks[b!.Rule.Id]);
        var byInput = byRule != 0 ? byRule : a.InputNumber.CompareTo(b.InputNumber);
        return byInput != 0 ? byInput : (a.RowIndex ?? -1).CompareTo(b.RowIndex ?? -1);
    }

    private RowStep<RowVerdict> CreateStep(bool withMirrors, Func<DatasetRow, bool>? judges = null)
    {
        var rules = _rules.OfType<IRowRule>().ToArray();
        var needs = _rules.OfType<ISetRule>().Aggregate(RowFactKinds.None, (all, rule) => all | rule.Needs);
        var numbers = new Dictionary<DatasetInput, int>();
        foreach (var input in _dataset.Inputs)
        {
            numbers[input] = numbers.Count;
        }
        var limits = _dataset.Inputs.ToDictionary(input => input, input => GetSettings(input.Path).Limits);
        return new RowStep<RowVerdict>(
            "verdict",
            analysis =>
                Judge(
                    new RowCase(analysis, numbers[analysis.Row.Input], limits[analysis.Row.Input]),
                    judges?.Invoke(analysis.Row) == false ? [] : rules,
                    needs,
                    withMirrors
                ),
            row => RowVerdictPiece.CreateCodec(row, numbers[row.Input])
        );
    }

    /// <summary>
    /// Judges a row. What a rule finds does not depend on which other rules run: where an array cannot be read, the rules that do not need
    /// it still report.
    /// </summary>
    private static RowVerdict Judge(RowCase row, IRowRule[] rules, RowFactKinds needs, bool withMirrors)
    {
        var findings = new List<Finding>();
        var facts = new RowFacts(row.Row);
        DatasetFormatException? unreadable = null;
        foreach (var rule in rules)
        {
            Try(() => findings.AddRange(rule.Check(row)));
        }
        foreach (var kind in (ReadOnlySpan<RowFactKinds>)[RowFactKinds.Likeness, RowFactKinds.Padding])
        {
            if (needs.HasFlag(kind))
            {
                Try(() => facts = facts.With(kind, row, withMirrors));
            }
        }

        if (unreadable is not null)
        {
            findings.Insert(0, row.Report(UnreadableInputRule.Rule, null, unreadable.Detail) with { Offset = unreadable.Offset });
        }
        return new RowVerdict(findings, facts, unreadable is null);

        void Try(Action read)
        {
            try
            {
                read();
            }
            catch (DatasetFormatException e)
            {
                unreadable ??= e;
            }
        }
    }

    private sealed record InputSettings(RuleSettings Settings, ValidationLimits Limits);

    private InputSettings GetSettings(string path)
    {
        if (!_settings.TryGetValue(path, out var known))
        {
            var settings = _options.GetSettings(path);
            _settings[path] = known = new InputSettings(settings, new ValidationLimits().With(settings.Limits));
        }

        return known;
    }

    /// <summary>The finding with the severity set for its input; null where the rule is off for this input or was not selected.</summary>
    public Finding? Judged(Finding finding)
    {
        if (!_rules.Any(rule => ReferenceEquals(rule.Info, finding.Rule)))
        {
            return null;
        }
        var severities = GetSettings(finding.Path).Settings.Severities;
        if (!severities.TryGetValue(finding.Rule.Id, out var severity))
        {
            return finding;
        }
        if (severity is { } other)
        {
            return finding with { Severity = other };
        }
        return _options.Named.Contains(finding.Rule.Id) ? finding : null;
    }

    private bool IsOnSomewhere(IRule rule)
    {
        var id = rule.Info.Id;
        return _options.Named.Contains(id)
            || !IsOff(_options.Settings, id)
            || _options.Paths.Any(paths => paths.Settings.Severities.TryGetValue(id, out var severity) && severity is not null);
    }

    private static bool IsOff(RuleSettings settings, string id) =>
        settings.Severities.TryGetValue(id, out var severity) && severity is null;
}
