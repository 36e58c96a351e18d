using System.CommandLine;
using System.Globalization;
using LungSeg.Cli.Output;
using LungSeg.Core.Bytes;
using LungSeg.Core.Datasets;
using LungSeg.Core.Formats;
using LungSeg.Core.Regeneration;
using LungSeg.Thresholding;

namespace LungSeg.Cli.Commands;

/// <summary><c>threshold</c>: regenerates hu_array from hu_array_old, or tells what made the stored one.</summary>
internal static class ThresholdCommand
{
    public static Command Create(Terminal terminal)
    {
        var (command, request) = Build(terminal);
        command.SetAction(parse => (int)Execute(request(parse), terminal));
        return command;
    }

    /// <summary>The command, and what makes a request of its parsed words.</summary>
    public static (Command Command, Func<ParseResult, ThresholdRequest> Request) Build(Terminal terminal)
    {
        var common = new CommonOptions();
        var check = new Option<bool>("--check")
        {
            Description = "Compare the stored hu_array with each method instead; -o FILE.png draws the worst rows",
        };
        var method = new Option<string>("--method")
        {
            Description = "published, two-largest or refined",
            HelpName = "METHOD",
            DefaultValueFactory = _ => "published",
        };
        var onFailure = new Option<string>("--on-failure")
        {
            Description = "Where there is no mask: keep the slice (as the authors did), zero it, or fail and write nothing",
            HelpName = "keep|zero|fail",
            DefaultValueFactory = _ => "keep",
        };
        var dryRun = new Option<bool>("--dry-run", "-n") { Description = "Say what would be written" };
        var command = new Command(
            "threshold",
            """
            Regenerate hu_array from hu_array_old, or prove which method made the stored one.
            Everything but hu_array stays byte for byte.

            Examples:
              lungseg threshold lung_cancer_test.pkl -o refined.pkl --method refined
              lungseg threshold --check lung_cancer_test.pkl
              lungseg threshold --check lung_cancer_test.pkl -o worst.png
            """
        )
        {
            common.Inputs,
            common.Reading,
            common.Rows,
            common.Labels,
            check,
            method,
            onFailure,
            common.Output,
            common.Force,
            dryRun,
            common.Shard,
            common.Json,
            common.JsonLines,
            common.Jobs,
            common.Quiet,
            common.NoColor,
            common.Debug,
        };
        return (
            command,
            parse => new ThresholdRequest
            {
                Inputs = parse.GetRequiredValue(common.Inputs),
                Open = common.Open(parse, parse.GetValue(check) ? Leniency.Salvage : Leniency.Strict),
                Part = common.Part(parse, terminal, printsLines: parse.GetValue(check) && parse.GetValue(common.JsonLines)),
                Check = parse.GetValue(check),
                Method = Method(parse.GetRequiredValue(method)),
                OnFailure = OnFailure(parse.GetRequiredValue(onFailure)),
                Json = parse.GetValue(common.Json),
                JsonLines = parse.GetValue(common.JsonLines),
                Output = common.OutputFile(parse),
                Force = parse.GetValue(common.Force),
                DryRun = parse.GetValue(dryRun),
                Color = terminal.UsesColor(parse.GetValue(common.NoColor)),
                Quiet = parse.GetValue(common.Quiet),
                Jobs = common.JobCount(parse),
            }
        );
    }

    public static ExitCode Execute(ThresholdRequest request, Terminal terminal)
    {
        if (request.Json && request.JsonLines)
            throw new UsageException("--json and --jsonl are different outputs; take one");
        if (!request.Check && request.Output is null)
            throw new UsageException("threshold writes a file: give -o FILE, or --check to compare only");
        if (!request.Check && OutputName.Refusal(request.Output!) is { } refusal)
            throw new UsageException(refusal);
        if (!request.Check && (request.Json || request.JsonLines))
            throw new UsageException("--json and --jsonl go with --check");
        request.Part.Shards.RefuseNameless(request.Output);
        if (!request.Check && request.Inputs.Count > 1)
            throw new UsageException("threshold -o writes one file for one input; run it once for each");
        using var session = InputSession.Open(request.Inputs, request.Open, terminal);
        if (session.Dataset.Inputs.Count == 0)
            return session.Code;
        var rows = session.Select(request.Part.Selection);
        return request.Check ? Check(session, rows, request, terminal) : Write(session, rows, request, terminal);
    }

    private static ExitCode Check(InputSession session, IReadOnlyList<DatasetRow> rows, ThresholdRequest request, Terminal terminal)
    {
        using var work = request.Part.Shards.Start(session.Dataset, rows, request.Jobs, (request.Output, request.Force));
        using var progress = Progress.Start(terminal, "rows", work.Rows.Count, request.Quiet);
        var checks = ThresholdCheck.Run(work, progress.Advance);
        progress.Finish();
        if (work.IsShard)
        {
            request.Part.Shards.Finish(work, request.Output!, request.Quiet, terminal);
            return session.Code;
        }

        var summary = CheckSummary.Of(checks);
        if (request.JsonLines)
            ThresholdJson.WriteLines(checks, terminal.Out);
        else if (request.Json)
            ThresholdJson.Write(session.Dataset, summary, checks, terminal.Out);
        else
            ThresholdTable.Write(summary, checks, (terminal, request.Color));
        if (request.Output is { } sheet)
        {
            var drawn = WorstRowsSheet.Write(sheet, rows, checks, request.Force);
            terminal.Error.WriteLine(
                $"lungseg: wrote {sheet}: slice, stored area, area by the nearest method; rows from the top: "
                    + $"{string.Join(", ", drawn.Select(check => PrintableText.Of(check.Row)))}"
            );
        }

        return session.Code != ExitCode.Done ? session.Code
            : summary.Best is null ? ExitCode.Findings
            : ExitCode.Done;
    }

    private static ExitCode Write(InputSession session, IReadOnlyList<DatasetRow> rows, ThresholdRequest request, Terminal terminal)
    {
        var input = session.Dataset.Inputs[0];
        var output = request.Part.Shards.Part?.FolderOf(request.Output!) ?? request.Output;
        var count = request.Part.Shards.Part is { Shard: var shard } ? rows.Count(row => shard.Contains(row.Index)) : rows.Count;
        if (request.DryRun)
        {
            terminal.Error.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"lungseg: would write {output}: hu_array of {count} of {input.RowCount} rows by {request.Method.Name}"
                )
            );
            return ExitCode.Done;
        }

        using var progress = Progress.Start(terminal, "rows", count, request.Quiet);
        var outcomes = HuRegenerator.Write(
            input,
            request.Output!,
            new RegenerationOptions
            {
                Method = request.Method,
                OnFailure = request.OnFailure,
                Rows = rows,
                Overwrite = request.Force,
                Shard = request.Part.Shards.Part,
                Merged = request.Part.Shards.Merged,
                Jobs = request.Jobs,
                RowDone = progress.Advance,
            }
        );
        progress.Finish();
        if (outcomes is null)
        {
            terminal.Error.WriteLine(
                "lungseg: a row gives no mask and --on-failure is fail: nothing was written; 'threshold --check' lists the rows"
            );
            return ExitCode.Findings;
        }

        if (!request.Quiet)
        {
            var counts = string.Join(
                ", ",
                outcomes
                    .Values.GroupBy(outcome => outcome)
                    .OrderBy(group => group.Key)
                    .Select(group => $"{ThresholdOutcomes.Name(group.Key)} {group.Count()}")
            );
            terminal.Error.WriteLine($"lungseg: wrote {output} by {request.Method.Name}: {(counts.Length == 0 ? "no rows" : counts)}");
        }

        return session.Code;
    }

    private static ILungMasker Method(string name) =>
        LungMaskers.TryGet(name, out var masker)
            ? masker
            : throw new UsageException($"--method is '{name}', expected {string.Join(", ", LungMaskers.All.Select(known => known.Name))}");

    private static FailureAction OnFailure(string name) =>
        name switch
        {
            "keep" => FailureAction.Keep,
            "zero" => FailureAction.Zero,
            "fail" => FailureAction.Fail,
            _ => throw new UsageException($"--on-failure is '{name}', expected keep, zero or fail"),
        };
}
