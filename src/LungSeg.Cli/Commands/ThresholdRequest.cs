using System.Globalization;
using LungSeg.Cli.Output;
using LungSeg.Core.Bytes;
using LungSeg.Core.Bytes.Outputs;
using LungSeg.Core.Grouping;
using LungSeg.Core.Model;
using LungSeg.Core.Regeneration;
using LungSeg.Core.Selection;
using LungSeg.Thresholding;

namespace LungSeg.Cli.Commands;

/// <summary>Request of <c>threshold</c>. With <see cref="Check"/>, the output is a contact sheet of the worst rows.</summary>
internal sealed record ThresholdRequest : CommandRequest
{
    /// <summary>Whether to compare instead of writing.</summary>
    public bool Check { get; init; }

    /// <summary>Whether to print what each method would keep instead of writing.</summary>
    public bool Compare { get; init; }

    public required ILungMasker Method { get; init; }

    public SliceContext Context { get; init; }

    public FailureAction OnFailure { get; init; }

    public override OutputUse? MergedOutput => Writes ? OutputUse.Needed : OutputUse.Optional;

    private string MethodText =>
        Method is HullMasker hull ? string.Create(CultureInfo.InvariantCulture, $"{hull.Name} with a margin of {hull.Margin} px")
        : Context == SliceContext.Scan ? $"{Method.Name} with --context scan"
        : Method.Name;

    private bool Writes => !Check && !Compare;

    protected override IEnumerable<string> FinalFiles => Check && Settings.Shard is null ? Targets : [];

    public override ExitCode Execute(Terminal terminal)
    {
        var output = Settings.GetOutputFile();
        if (Settings.Json && Settings.JsonLines)
        {
            throw new UsageException("--json and --jsonl are different outputs; take one");
        }

        if (Writes && output is null)
        {
            throw new UsageException("threshold writes a file: give -o FILE, or --check or --compare to look only");
        }

        if (Writes && OutputPacking.FindRefusal(output!) is { } refusal)
        {
            throw new UsageException(refusal);
        }

        if (Check)
        {
            OutputKind.RequirePicture(Settings.Shard is null ? output : null);
        }

        if (Writes && (Settings.Json || Settings.JsonLines))
        {
            throw new UsageException("--json and --jsonl go with --check, --json with --compare");
        }

        if (Compare && (Settings.JsonLines || (output is not null && Settings.Shard is null)))
        {
            throw new UsageException("--compare prints totals, with --json as JSON; it takes neither --jsonl nor -o");
        }

        Settings.RefuseNamelessShard(output);
        if (Writes && Settings.Inputs.Count > 1)
        {
            throw new UsageException("threshold -o writes one file for one input; run it once for each");
        }

        using var session = OpenInputs(terminal);
        if (session.Dataset.Inputs.Count == 0)
        {
            return session.Code;
        }

        var choice = session.Choose(Settings, terminal);
        foreach (var row in choice.Rows.Where(row => row.MaskFault is not null))
        {
            // Its mask is refused with the option that decides.
            _ = row.Mask;
        }

        return Check ? CheckStored(session, choice, terminal)
            : Compare ? CompareMethods(session, choice, terminal)
            : Write(session, choice, terminal);
    }

    private ExitCode CheckStored(InputSession session, RowChoice choice, Terminal terminal)
    {
        using var work = Settings.StartWork(session.Dataset, choice);
        using var progress = Progress.Start(terminal, work.Rows.Count, Settings.Quiet);
        var checks = ThresholdCheck.Run(work, progress.Advance);
        progress.Finish();
        if (work.IsShard)
        {
            Settings.FinishShard(work, terminal);
            return session.Code;
        }

        var summary = CheckSummary.Create(checks);
        if (Settings.JsonLines)
        {
            ThresholdJson.WriteLines(checks, choice, terminal.Out);
        }
        else if (Settings.Json)
        {
            ThresholdJson.Write(session.Dataset, summary, checks, terminal.Out);
        }
        else
        {
            ThresholdTable.Write(summary, checks, terminal);
        }

        if (Settings.Output is { } sheet)
        {
            var drawn = WorstRowsSheet.Write(sheet, choice.Rows, checks, Settings.Force);
            terminal.Error.WriteLine(
                $"lungseg: wrote {sheet}: slice, stored area, and against refined what is lost (red) and gained (green); rows, "
                    + "left to right and down: "
                    + $"{string.Join(", ", drawn.Select(check => PrintableText.Escape(check.Row)))}"
            );
        }

        return session.Code != ExitCode.Done ? session.Code
            : summary.Best is null && !(Settings.AllowEmpty && checks.Count == 0) ? ExitCode.Findings
            : ExitCode.Done;
    }

    private ExitCode CompareMethods(InputSession session, RowChoice choice, Terminal terminal)
    {
        using var work = Settings.StartWork(session.Dataset, choice);
        using var progress = Progress.Start(terminal, work.Rows.Count, Settings.Quiet);
        var methods = MethodComparison.Run(work, progress.Advance);
        progress.Finish();
        if (work.IsShard)
        {
            Settings.FinishShard(work, terminal);
        }
        else if (Settings.Json)
        {
            ThresholdJson.Write(session.Dataset, choice.Rows.Count, methods, terminal.Out);
        }
        else
        {
            ThresholdTable.Write(choice.Rows.Count, methods, terminal);
        }

        return session.Code;
    }

    private ExitCode Write(InputSession session, RowChoice choice, Terminal terminal)
    {
        var rows = choice.Rows;
        var input = session.RequireOne(Settings.Inputs[0], Settings);
        var output = Settings.Shard?.GetFolder(Settings.Output!) ?? Settings.Output;
        var count = Settings.Shard is { Shard: var shard } ? rows.Count(row => shard.Contains(row.Index)) : rows.Count;
        if (Settings.DryRun)
        {
            terminal.Error.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"lungseg: would write {output}: hu_array of {count} of {input.RowCount} rows by {MethodText}"
                )
            );
            return ExitCode.Done;
        }

        if (!Settings.Quiet && (Settings.Reading.JoinedFile ?? Settings.Reading.LabelFile) is { } table)
        {
            terminal.Error.WriteLine($"lungseg: the output has the columns of the input; those of {table} are not in it");
        }

        using var progress = Progress.Start(terminal, count, Settings.Quiet);
        var outcomes = HuRegenerator.Write(
            input,
            Settings.Output!,
            new RegenerationOptions
            {
                Method = Method,
                Context = Context,
                Neighbours =
                    Context == SliceContext.Scan && Settings.Merged is null
                        ? ScanNeighbours.Find(session.Dataset.Rows, Settings.Jobs)
                        : null,
                OnFailure = OnFailure,
                Rows = rows,
                Named = choice.Named,
                Parameters = Settings.ChoiceParameters,
                Overwrite = Settings.Force,
                Shard = Settings.Shard is { } part ? part with { Judgement = choice.Pack() } : null,
                Merged = Settings.Merged,
                Jobs = Settings.Jobs,
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

        if (!Settings.Quiet)
        {
            var counts = string.Join(
                ", ",
                outcomes
                    .Values.GroupBy(outcome => outcome)
                    .OrderBy(group => group.Key)
                    .Select(group => $"{ThresholdOutcomes.Name(group.Key)} {group.Count()}")
            );
            var others = input.RowCount - rows.Count;
            var left = others == 0 ? string.Empty : $", {others} left as {(others == 1 ? "it is" : "they are")}";
            terminal.Error.WriteLine(
                $"lungseg: wrote {output}: hu_array by {MethodText}, {(counts.Length == 0 ? "no rows" : counts)}{left}"
            );
        }

        return session.Code;
    }
}
