using System.CommandLine;
using LungSeg.Cli.Output.Validation;
using LungSeg.Core.Formats;
using LungSeg.Core.Validation;

namespace LungSeg.Cli.Commands;

/// <summary>The options of <c>validate</c>, and the request they make.</summary>
internal sealed class ValidateOptions
{
    public CommonOptions Common { get; } = new();

    public Option<bool> Rules { get; } = new("--rules") { Description = "List the rules instead; --format markdown for the whole text" };

    public Option<string> Format { get; } =
        new("--format")
        {
            Description = "text, json, junit, sarif, github or markdown",
            HelpName = "FORMAT",
            DefaultValueFactory = _ => "text",
        };

    public Option<string[]> Report { get; } =
        new("--report") { Description = "Write a report to a file as well; may be given several times", HelpName = "FORMAT=FILE" };

    public Option<string?> FailOn { get; } =
        new("--fail-on") { Description = "Exit 1 from this severity on: error (default), warning, note or never", HelpName = "SEVERITY" };

    public Option<string?> Config { get; } =
        new("--config")
        {
            Description = "Settings: rules off, severities, limits, paths (default: lungseg.json, where there is one)",
            HelpName = "FILE",
        };

    public Option<string?> Baseline { get; } =
        new("--baseline") { Description = "Leave findings out that stand in this file", HelpName = "FILE" };

    public Option<string?> WriteBaseline { get; } =
        new("--write-baseline") { Description = "Write all findings to this file, for --baseline", HelpName = "FILE" };

    public Option<string?> Only { get; } = new("--only") { Description = "Run these rules only: LS031,lesion-lost", HelpName = "RULES" };

    public Option<string?> Skip { get; } = new("--skip") { Description = "Run all but these rules", HelpName = "RULES" };

    /// <summary>The format of standard output.</summary>
    public ReportFormat OutputFormat(ParseResult parse)
    {
        if (!parse.GetValue(Common.Json))
            return FormatOf(parse.GetRequiredValue(Format));
        if (parse.GetResult(Format) is { Implicit: false } && FormatOf(parse.GetRequiredValue(Format)) != ReportFormat.Json)
            throw new UsageException("--json and --format are different outputs; take one");
        return ReportFormat.Json;
    }

    /// <summary>What was asked for.</summary>
    public ValidateRequest Request(ParseResult parse, Terminal terminal)
    {
        var config = ReadConfig(parse.GetValue(Config), terminal, parse.GetValue(Common.Quiet));
        if (parse.GetValue(Common.Inputs) is not { Length: > 0 } inputs)
            throw new UsageException("validate needs an INPUT, or --rules; see 'lungseg validate --help'");
        var (selection, shards) = Common.Part(parse, terminal);
        return new ValidateRequest
        {
            Inputs = inputs,
            Open = Common.Open(parse, Leniency.Salvage),
            Part = (selection, shards with { Parameters = [.. shards.Parameters, .. config.Parameters] }),
            Options = new ValidationOptions
            {
                Rules = RulesToRun(parse.GetValue(Only), parse.GetValue(Skip)),
                Named = parse.GetValue(Only) is { } only ? Ids(only, "--only").ToHashSet() : [],
                Settings = config.Settings,
                Paths = config.Paths,
                Jobs = Common.JobCount(parse),
            },
            Format = OutputFormat(parse),
            Reports = ReportsOf(parse.GetValue(Report) ?? [], parse.GetValue(WriteBaseline)),
            FailOn = parse.GetValue(FailOn) is { } failOn
                ? FailOnOf(failOn, "--fail-on")
                : FailOnOf(config.FailOn ?? Severities.Name(Severity.Error), "fail_on"),
            Known = parse.GetValue(Baseline) is { } baseline ? FindingBaseline.Read(baseline) : null,
            WriteBaseline = parse.GetValue(WriteBaseline),
            Output = parse.GetValue(Common.Output),
            Force = parse.GetValue(Common.Force),
            Color = terminal.UsesColor(parse.GetValue(Common.NoColor)),
            Quiet = parse.GetValue(Common.Quiet),
        };
    }

    private static ValidateConfig ReadConfig(string? path, Terminal terminal, bool quiet)
    {
        if (path is not null)
            return ValidateConfig.Read(path);
        if (!File.Exists(ValidateConfig.DefaultName))
            return new ValidateConfig();
        if (!quiet)
            terminal.Error.WriteLine($"lungseg: settings are taken from {ValidateConfig.DefaultName}");
        return ValidateConfig.Read(ValidateConfig.DefaultName);
    }

    private static (ReportFormat Format, string Path)[] ReportsOf(string[] texts, string? baseline)
    {
        var reports = texts.Select(ReportOf).ToArray();
        var files = new HashSet<string>(baseline is { Length: > 0 } ? [Path.GetFullPath(baseline)] : [], StringComparer.Ordinal);
        foreach (var (_, path) in reports)
        {
            if (!files.Add(Path.GetFullPath(path)))
                throw new UsageException($"{path} is to be written twice; give each --report, and --write-baseline, a file of its own");
        }

        return reports;
    }

    private static (ReportFormat Format, string Path) ReportOf(string text)
    {
        var equals = text.IndexOf('=');
        if (equals < 1 || equals == text.Length - 1)
            throw new UsageException($"--report is '{text}', expected FORMAT=FILE, for example sarif=lungseg.sarif");
        return (FormatOf(text[..equals]), text[(equals + 1)..]);
    }

    private static ReportFormat FormatOf(string name) =>
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

    /// <summary>Null for <c>never</c>.</summary>
    private static Severity? FailOnOf(string name, string option)
    {
        if (name == "never")
            return null;
        return Severities.TryGet(name, out var severity)
            ? severity
            : throw new UsageException($"{option} is '{name}', expected error, warning, note or never");
    }

    private static HashSet<string>? RulesToRun(string? only, string? skip)
    {
        if (only is null && skip is null)
            return null;
        var rules = (only is null ? RuleCatalog.All.Select(rule => rule.Id) : Ids(only, "--only")).ToHashSet();
        if (skip is not null)
            rules.ExceptWith(Ids(skip, "--skip"));
        if (rules.Count == 0)
            throw new UsageException("--skip leaves no rule to run; see 'lungseg validate --rules'");
        return rules;
    }

    private static IEnumerable<string> Ids(string list, string option)
    {
        var names = list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (names.Length == 0)
            throw new UsageException($"{option} is empty; write LS031,lesion-lost");
        return names.Select(name =>
            RuleCatalog.Find(name)?.Id
            ?? throw new UsageException($"{option}: rule '{name}' is not known; 'lungseg validate --rules' lists them")
        );
    }
}
