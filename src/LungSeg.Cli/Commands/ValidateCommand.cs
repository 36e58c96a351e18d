using System.CommandLine;
using LungSeg.Cli.Configuration;
using LungSeg.Cli.Output.Validation;
using LungSeg.Core.Bytes;
using LungSeg.Core.Formats;
using LungSeg.Core.Validation;

namespace LungSeg.Cli.Commands;

/// <summary><c>validate</c>: checks the data by rules, for people and for CI jobs.</summary>
internal sealed class ValidateCommand : CliCommand
{
    private readonly Option<bool> _rules = new("--rules") { Description = "List the rules instead; --format markdown for the whole text" };

    private readonly Option<bool> _all = new("--all") { Description = "Every finding and what to do about it, not a line for each rule" };

    private readonly Option<string> _format = new("--format")
    {
        Description = "text, json, junit, sarif, github or markdown",
        HelpName = "FORMAT",
        DefaultValueFactory = _ => "text",
    };

    private readonly Option<string[]> _report = new("--report")
    {
        Description = "Write a report to a file as well; may be given several times",
        HelpName = "FORMAT=FILE",
    };

    private readonly Option<int> _annotateLimit = new("--annotate-limit")
    {
        Description = "Annotations of a severity at most in --format github; GitHub itself shows ten in each step",
        HelpName = "N",
        DefaultValueFactory = _ => FindingsGithub.DefaultLimit,
    };

    private readonly Option<string?> _failOn = new("--fail-on")
    {
        Description = "Exit 1 from this severity on: error (default), warning, note or never",
        HelpName = "SEVERITY",
    };

    private readonly Option<string?> _config = new("--config")
    {
        Description = "Settings: rules off, severities, limits, paths (default: lungseg.toml or lungseg.json, where there is one)",
        HelpName = "FILE",
    };

    private readonly Option<string?> _baseline = new("--baseline")
    {
        Description = "Leave out the findings in this file",
        HelpName = "FILE",
    };

    private readonly Option<string?> _writeBaseline = new("--write-baseline")
    {
        Description = "Write all findings to this file, for --baseline",
        HelpName = "FILE",
    };

    private readonly Option<string?> _only = new("--only") { Description = "Run these rules only: LS031,lesion-lost", HelpName = "RULES" };

    private readonly Option<string?> _skip = new("--skip") { Description = "Run all but these rules", HelpName = "RULES" };

    private readonly Option<string?> _lidc = new("--lidc")
    {
        Description = "Also nodules that masks leave out and patients in two inputs, by an index of 'lungseg match' or a folder",
        HelpName = "INDEX|DIR",
    };

    public ValidateCommand()
        : base(
            "validate",
            """
            Check a data set by rules with stable ids: damage, labels, masks, HU, lost lungs and lesions, duplicates.
            Exits 1 on findings from --fail-on on, 3 where an input cannot be read.
            'validate --rules --format markdown' lists the limits of rules; [validate.limits] of lungseg.toml sets them.

            Examples:
              lungseg validate lung_cancer_train.pkl lung_cancer_test.pkl
              lungseg validate --report sarif=lungseg.sarif lung_cancer_test.pkl
              lungseg validate --rules
            """
        )
    {
        Common.Inputs.Arity = ArgumentArity.ZeroOrMore;
        Arguments.Add(Common.Inputs);
        AddOptions(Common.Reading);
        AddOptions(Common.RowChoice);
        AddOptions(_rules, _only, _skip, _lidc, _all, _format, Common.Json);
        AddOptions(_report, _annotateLimit, _failOn, _config, _baseline, _writeBaseline);
        AddOptions(Common.Shard, Common.Output, Common.Force);
        AddOptions(Common.Printing);
        AddOptions(Common.General);
    }

    protected override IEnumerable<Option[]> Alternatives =>
        [
            [_format, Common.Json, Common.Plain],
        ];

    public override CommandRequest Build(ParseResult parse, Terminal terminal)
    {
        if (!parse.GetValue(_rules))
        {
            return BuildRun(parse, terminal);
        }

        if (parse.GetValue(Common.Inputs) is { Length: > 0 })
        {
            throw new UsageException("--rules lists the rules and takes no INPUT; --rows selects rows, --only selects rules");
        }

        return new RulesRequest(ChooseFormat(parse));
    }

    public override bool TakesConfiguredInputs(ParseResult parse) => !parse.GetValue(_rules) && base.TakesConfiguredInputs(parse);

    private ValidateRequest BuildRun(ParseResult parse, Terminal terminal)
    {
        var config = parse.GetValue(_config) is { } path ? RuleConfig.Read(path) : RuleConfig.Find(terminal, parse.GetValue(Common.Quiet));
        if (parse.GetValue(Common.Inputs) is not { Length: > 0 })
        {
            throw new UsageException("validate needs an INPUT, or --rules; see 'lungseg validate --help'");
        }

        HashSet<string> named = parse.GetValue(_only) is { } only ? [.. ParseIds(only, "--only")] : [];
        if (
            parse.GetValue(_lidc) is null
            && RuleCatalog.All.FirstOrDefault(rule => rule.NeedsCollection && named.Contains(rule.Id)) is { } rule
        )
        {
            throw new UsageException($"{rule.Id} {rule.Name} compares rows with a collection: give --lidc INDEX ('lungseg match --help')");
        }

        var settings = Common.BuildSettings(parse, terminal, Leniency.Salvage, tellsAll: true, rules: config);
        return new ValidateRequest
        {
            Lidc = parse.GetValue(_lidc),
            Settings = settings with { Parameters = [.. settings.Parameters, .. config.Parameters] },
            Options = config.Options with { Rules = ChooseRules(parse.GetValue(_only), parse.GetValue(_skip)), Named = named },
            Format = ChooseFormat(parse),
            All = parse.GetValue(_all),
            AnnotateLimit = parse.GetValue(_annotateLimit) is >= 0 and var annotations
                ? annotations
                : throw new UsageException("--annotate-limit takes a number from 0 on"),
            Reports = [.. (parse.GetValue(_report) ?? []).Select(ParseReport)],
            FailOn = parse.GetValue(_failOn) is { } failOn
                ? ParseFailOn(failOn, "--fail-on")
                : ParseFailOn(config.FailOn ?? Severities.Name(Severity.Error), "fail_on"),
            Known = parse.GetValue(_baseline) is { } baseline ? ReadBaseline(baseline, parse.GetValue(_writeBaseline)) : null,
            WriteBaseline = parse.GetValue(_writeBaseline),
        };
    }

    /// <summary>The format of standard output.</summary>
    private ReportFormat ChooseFormat(ParseResult parse)
    {
        if (!parse.GetValue(Common.Json))
        {
            return ParseFormat(parse.GetRequiredValue(_format));
        }

        if (parse.GetResult(_format) is { Implicit: false } && ParseFormat(parse.GetRequiredValue(_format)) != ReportFormat.Json)
        {
            throw new UsageException("--json and --format are different outputs; take one");
        }

        return ReportFormat.Json;
    }

    private static IReadOnlySet<string> ReadBaseline(string path, string? target)
    {
        var known = FindingBaseline.Read(path);
        if (target is not null)
        {
            RunFiles.Current?.AllowUpdate(path, target);
        }

        return known;
    }

    private static (ReportFormat Format, string Path) ParseReport(string text)
    {
        var equals = text.IndexOf('=');
        if (equals < 1 || equals == text.Length - 1)
        {
            throw new UsageException($"--report is '{text}', expected FORMAT=FILE, for example sarif=lungseg.sarif");
        }

        return (ParseFormat(text[..equals]), text[(equals + 1)..]);
    }

    private static ReportFormat ParseFormat(string name) =>
        name switch
        {
            "text" => ReportFormat.Text,
            "json" => ReportFormat.Json,
            "junit" => ReportFormat.Junit,
            "sarif" => ReportFormat.Sarif,
            "github" => ReportFormat.Github,
            "markdown" => ReportFormat.Markdown,
            _ => throw new UsageException($"format '{name}' is not known; expected text, json, junit, sarif, github or markdown"),
        };

    /// <summary>Parses a severity; null for <c>never</c>.</summary>
    private static Severity? ParseFailOn(string name, string option)
    {
        if (name == RuleConfig.NeverFails)
        {
            return null;
        }

        return Severities.TryGet(name, out var severity)
            ? severity
            : throw new UsageException($"{option} is '{name}', expected error, warning, note or never");
    }

    private static HashSet<string>? ChooseRules(string? only, string? skip)
    {
        if (only is null && skip is null)
        {
            return null;
        }

        var rules = (only is null ? RuleCatalog.All.Select(rule => rule.Id) : ParseIds(only, "--only")).ToHashSet();
        if (skip is not null)
        {
            rules.ExceptWith(ParseIds(skip, "--skip"));
        }

        if (rules.Count == 0)
        {
            throw new UsageException("--skip leaves no rule to run; see 'lungseg validate --rules'");
        }

        return rules;
    }

    private static IEnumerable<string> ParseIds(string list, string option)
    {
        var names = list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (names.Length == 0)
        {
            throw new UsageException($"{option} is empty; write LS031,lesion-lost");
        }

        return names.Select(name =>
            RuleCatalog.Find(name)?.Id ?? throw new UsageException($"{option}: rule '{name}' is not known; {ErrorText.DescribeRule(name)}")
        );
    }
}
