using System.CommandLine;
using System.Text;
using LungSeg.Cli.Output;
using LungSeg.Cli.Output.Validation;
using LungSeg.Core.Bytes;
using LungSeg.Core.Validation;

namespace LungSeg.Cli.Commands;

/// <summary><c>validate</c>: rules over the data, for people and for CI jobs.</summary>
internal static class ValidateCommand
{
    private const string StepSummary = "GITHUB_STEP_SUMMARY";

    // GitHub drops a step's summary that is larger.
    private const int LargestSummary = 1 << 20;

    public static Command Create(Terminal terminal)
    {
        var (command, options) = Build();
        command.SetAction(parse =>
        {
            if (!parse.GetValue(options.Rules))
                return (int)Execute(options.Request(parse, terminal), terminal);
            if (parse.GetValue(options.Common.Inputs) is { Length: > 0 })
                throw new UsageException("--rules lists the rules and takes no INPUT; --rows selects rows, --only selects rules");
            RulesOutput.Write(options.OutputFormat(parse), terminal);
            return (int)ExitCode.Done;
        });
        return command;
    }

    /// <summary>The command, and the options that make a request of its parsed words.</summary>
    public static (Command Command, ValidateOptions Options) Build()
    {
        var options = new ValidateOptions();
        var common = options.Common;
        common.Inputs.Arity = ArgumentArity.ZeroOrMore;
        var command = new Command(
            "validate",
            """
            Check a data set by rules with stable ids: damage, labels, masks, HU, lost lungs and lesions, duplicates.
            Exits 1 on findings from --fail-on on, 3 where an input cannot be read.

            Examples:
              lungseg validate lung_cancer_train.pkl lung_cancer_test.pkl
              lungseg validate --format github --report sarif=lungseg.sarif lung_cancer_test.pkl
              lungseg validate --rules
            """
        )
        {
            common.Inputs,
            common.Reading,
            common.Rows,
            common.Labels,
            options.Rules,
            options.Only,
            options.Skip,
            options.Format,
            common.Json,
            options.Report,
            options.FailOn,
            options.Config,
            options.Baseline,
            options.WriteBaseline,
            common.Shard,
            common.Output,
            common.Force,
            common.Jobs,
            common.Quiet,
            common.NoColor,
            common.Debug,
        };
        return (command, options);
    }

    public static ExitCode Execute(ValidateRequest request, Terminal terminal)
    {
        var shards = request.Part.Shards;
        if (request.Output is not null && shards.Part is null)
            throw new UsageException("-o goes with --shard; --report FORMAT=FILE writes a report to a file");
        shards.RefuseNameless(request.Output);
        using var session = InputSession.Open(request.Inputs, request.Open, terminal);
        var rows = session.Dataset.Inputs.Count == 0 ? [] : session.Select(request.Part.Selection);
        using var work = shards.Start(session.Dataset, rows, request.Options.Jobs, (request.Output, request.Force));
        using var progress = Progress.Start(terminal, "rows", work.Rows.Count, request.Quiet);
        var options = request.Options with { RowDone = progress.Advance };
        if (work.IsShard)
        {
            Validator.Put(session.Dataset, work, options);
            progress.Finish();
            shards.Finish(work, request.Output!, request.Quiet, terminal);
            return session.Code;
        }

        var report = Validator.Run(session.Dataset, work, session.Refused, options);
        progress.Finish();
        return Conclude(session, report, request, terminal);
    }

    private static ExitCode Conclude(InputSession session, ValidationReport report, ValidateRequest request, Terminal terminal)
    {
        var outcome = new ValidationOutcome
        {
            Dataset = session.Dataset,
            Refused = session.Refused,
            Report = report,
            FailOn = request.FailOn,
            Known = request.WriteBaseline is null ? request.Known : report.Findings.Select(finding => finding.Fingerprint).ToHashSet(),
        };
        Write(outcome, request.Format, terminal, request.Color);
        foreach (var (format, path) in request.Reports)
            TextFile.Write(
                path,
                request.Force,
                text => Write(outcome, format, terminal with { Out = text, OutIsTerminal = false }, color: false)
            );
        if (request.WriteBaseline is { } baseline)
            FindingBaseline.Write(baseline, report.Findings, request.Force);
        if (request.Format == ReportFormat.Github || request.Reports.Any(target => target.Format == ReportFormat.Github))
            AppendSummary(outcome, terminal);
        var code = report.Findings.Any(outcome.Fails) ? ExitCode.Findings : ExitCode.Done;
        var read = report.RowsUnreadable > 0 ? ExitCode.Input : ExitCode.Done;
        return (ExitCode)Math.Max((int)session.Code, Math.Max((int)code, (int)read));
    }

    private static void Write(ValidationOutcome outcome, ReportFormat format, Terminal terminal, bool color)
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
                FindingsGithub.Write(outcome, terminal.Out);
                break;
            case ReportFormat.Markdown:
                FindingsMarkdown.Write(outcome, terminal.Out);
                break;
            default:
                FindingsText.Write(outcome, (terminal, color));
                break;
        }
    }

    private static void AppendSummary(ValidationOutcome outcome, Terminal terminal)
    {
        if (terminal.Variable(StepSummary) is not { Length: > 0 } path)
            return;
        using var text = new StringWriter { NewLine = "\n" };
        FindingsMarkdown.Write(outcome, text);
        var summary = Encoding.UTF8.GetBytes(text.ToString());
        if (summary.Length <= LargestSummary)
            File.AppendAllBytes(path, summary);
    }
}
