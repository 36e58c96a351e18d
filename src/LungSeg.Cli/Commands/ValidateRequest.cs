using System.Text;
using LungSeg.Cli.Output;
using LungSeg.Cli.Output.Validation;
using LungSeg.Core.Bytes.Outputs;
using LungSeg.Core.Datasets;
using LungSeg.Core.Matching;
using LungSeg.Core.Selection;
using LungSeg.Core.Validation;

namespace LungSeg.Cli.Commands;

/// <summary>Request of <c>validate</c>.</summary>
internal sealed record ValidateRequest : CommandRequest
{
    private const string StepSummary = "GITHUB_STEP_SUMMARY";

    // GitHub drops a larger summary of a step.
    private const int LargestSummary = 1 << 20;

    public required ValidationOptions Options { get; init; }

    /// <summary>The collection that rows are looked up in; null for none.</summary>
    public string? Lidc { get; init; }

    /// <summary>Format of standard output.</summary>
    public ReportFormat Format { get; init; }

    /// <summary>Whether text has every finding.</summary>
    public bool All { get; init; }

    /// <summary>Annotations of each severity at most.</summary>
    public int AnnotateLimit { get; init; }

    /// <summary>Report files to write.</summary>
    public IReadOnlyList<(ReportFormat Format, string Path)> Reports { get; init; } = [];

    /// <summary>Lowest severity that fails the run; null for none.</summary>
    public Severity? FailOn { get; init; }

    /// <summary>Fingerprints of known findings; null without a baseline.</summary>
    public IReadOnlySet<string>? Known { get; init; }

    /// <summary>Baseline to write; null for none.</summary>
    public string? WriteBaseline { get; init; }

    public override IEnumerable<string> LaterInputs => LidcSource.ListFiles(Lidc);

    public override OutputUse? MergedOutput => OutputUse.None;

    public override IEnumerable<string> Targets =>
        [.. base.Targets, .. Reports.Select(report => report.Path), .. WriteBaseline is null ? [] : new[] { WriteBaseline }];

    protected override IEnumerable<string> FinalFiles => Settings.Shard is null ? Targets : [];

    public override ExitCode Execute(Terminal terminal)
    {
        if (Settings.Output is not null && Settings.Shard is null)
        {
            throw new UsageException("-o goes with --shard; --report FORMAT=FILE writes a report to a file");
        }

        Settings.RefuseNamelessShard(Settings.Output);
        LidcSource.RefuseMissing(Lidc);
        using var session = OpenInputs(terminal);
        var settings =
            session.Dataset.Inputs.Count == 0 ? Settings with { Selection = RowSelection.All, Criteria = RowCriteria.None } : Settings;
        using var work = Settings.StartWork(session.Dataset, session.Choose(settings, terminal));
        using var progress = Progress.Start(terminal, work.Rows.Count, Settings.Quiet);
        var options = Options with { Jobs = Settings.Jobs, RowDone = progress.Advance };
        if (work.IsShard)
        {
            Validator.Put(session.Dataset, work, options);
            progress.Finish();
            Settings.FinishShard(work, terminal);
            return session.Code;
        }

        using var lidc = Lidc is null ? null : LidcSource.Open(Lidc, Settings, terminal);
        if (lidc is not null)
        {
            options = options with { Matches = SliceMatcher.Match(work.Rows, lidc.Index, new MatchOptions { Jobs = Settings.Jobs }) };
        }
        var report = Validator.Run(session.Dataset, work, session.Refused, options);
        progress.Finish();
        session.WriteLesionNotes(Settings, terminal);
        return ExitCodes.Worst(Conclude(session, report, terminal), lidc?.Code ?? ExitCode.Done);
    }

    private ExitCode Conclude(InputSession session, ValidationReport report, Terminal terminal)
    {
        var outcome = new ValidationOutcome
        {
            Dataset = session.Dataset,
            Refused = session.Refused,
            Report = report,
            FailOn = FailOn,
            WrittenBaseline = WriteBaseline,
            Known = WriteBaseline is null ? Known : report.Findings.Select(finding => finding.Fingerprint).ToHashSet(),
        };
        Write(outcome, Format, terminal);
        foreach (var (format, path) in Reports)
        {
            TextFile.Write(
                path,
                Settings.Force,
                text => Write(outcome, format, terminal with { Out = text, Window = null, Color = TerminalColor.None })
            );
        }

        if (WriteBaseline is { } baseline)
        {
            FindingBaseline.Write(baseline, report.Findings, Settings.Force);
        }

        if (Format == ReportFormat.Github || Reports.Any(target => target.Format == ReportFormat.Github))
        {
            AppendSummary(outcome, terminal);
        }

        var code = report.Findings.Any(outcome.Fails) ? ExitCode.Findings : ExitCode.Done;
        var read = report.RowsUnreadable > 0 ? ExitCode.Input : ExitCode.Done;
        return ExitCodes.Worst(session.Code, code, read);
    }

    private void Write(ValidationOutcome outcome, ReportFormat format, Terminal terminal)
    {
        switch (format)
        {
            case ReportFormat.Json:
                FindingsJson.Write(outcome, terminal.Out);
                break;
            case ReportFormat.Junit:
                FindingsJunit.Write(outcome, terminal.Out);
                break;
            case ReportFormat.Sarif:
                FindingsSarif.Write(outcome, terminal.Out);
                break;
            case ReportFormat.Github:
                FindingsGithub.Write(outcome, AnnotateLimit, terminal.Out);
                break;
            case ReportFormat.Markdown:
                FindingsMarkdown.Write(outcome, terminal.Out);
                break;
            default:
                FindingsText.Write(outcome, All, terminal);
                break;
        }
    }

    private static void AppendSummary(ValidationOutcome outcome, Terminal terminal)
    {
        if (terminal.Variable(StepSummary) is not { Length: > 0 } path)
        {
            return;
        }

        using var text = new StringWriter { NewLine = "\n" };
        FindingsMarkdown.Write(outcome, text);
        var summary = Encoding.UTF8.GetBytes(text.ToString());
        if (summary.Length <= LargestSummary)
        {
            File.AppendAllBytes(path, summary);
        }
    }
}

/// <summary>Request of <c>validate --rules</c>.</summary>
internal sealed record RulesRequest(ReportFormat Format) : CommandRequest
{
    public override ExitCode Execute(Terminal terminal)
    {
        RulesOutput.Write(Format, terminal);
        return ExitCode.Done;
    }
}
