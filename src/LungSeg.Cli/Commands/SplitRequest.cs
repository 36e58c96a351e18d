using LungSeg.Cli.Output;
using LungSeg.Core.Bytes;
using LungSeg.Core.Bytes.Outputs;
using LungSeg.Core.Datasets;
using LungSeg.Core.Splitting;
using LungSeg.Core.Splitting.Documents;

namespace LungSeg.Cli.Commands;

/// <summary>Request of <c>split</c> to make a split; <c>-o -</c> is CSV on standard output.</summary>
internal sealed record SplitRequest : CommandRequest
{
    private const string StandardOutput = "-";

    public required SplitOptions Options { get; init; }

    /// <summary>Data set whose rows are the test set, the last of the inputs; null for none.</summary>
    public string? KeepTest { get; init; }

    /// <summary><c>infer</c>, <c>none</c>, or a file of groups.</summary>
    public string Group { get; init; } = SplitGroups.Infer;

    /// <summary>Whether the number of parts or folds is the default and not the user's.</summary>
    public bool HasDefaultParts { get; init; }

    public override IEnumerable<string> LaterInputs => Group is SplitGroups.Infer or SplitGroups.None ? [] : [Group];

    public override OutputUse? MergedOutput => Settings.Json ? OutputUse.Optional : OutputUse.Needed;

    protected override IEnumerable<string> FinalFiles => Settings.Shard is null ? Targets : [];

    public override ExitCode Execute(Terminal terminal)
    {
        var format = ChooseFormat();
        using var session = OpenInputs(terminal);
        if (session.Code != ExitCode.Done)
        {
            return session.Code;
        }

        var keptTest = KeepTest is null ? null : session.RequireOne(KeepTest, Settings);
        var choice = session.Choose(Settings, terminal, except: keptTest);
        if (choice.Rows.Count == 0 && !Settings.TakesAllRows && Settings.Shard is null)
        {
            terminal.Error.WriteLine("lungseg: no row is chosen; nothing was written");
            return ExitCode.Done;
        }

        // A row that is left out can show that two others are of one scan, so that groups are those of all rows.
        DatasetRow[] all = [.. session.Dataset.Rows];
        var chosen = Settings.TakesAllRows ? null : choice.Rows.ToHashSet();
        var groups = new SplitGroups(Group, Settings, terminal)
        {
            IsChosen = chosen is null ? null : row => row.Input == keptTest || chosen.Contains(row),
        };
        using var work = Settings.StartWork(session.Dataset, choice, all);
        if (work.IsShard)
        {
            groups.Put(work, session.Dataset);
            Settings.FinishShard(work, terminal);
            return ExitCode.Done;
        }

        SplitRow[] read = [.. groups.Read(work, session.Dataset, keptTest).Where(row => !row.IsLeftOut)];
        if (Options.Leaked == LeakedRows.Refuse && SplitMaker.Leaked(read) is { Count: > 0 } leaked)
        {
            terminal.Error.WriteLine(
                $"lungseg: {SplitTable.Names(leaked)} of the inputs share a group with {KeepTest}: give --leaked drop to "
                    + "leave them out or --leaked move to test on them; nothing was written"
            );
            return ExitCode.Findings;
        }

        var split = MakeSplit(read)
            .WithDropped(
                choice.ListDropped().Select(dropped => (dropped.Row.Name, dropped.Row.LabelText, dropped.Reason)),
                session.Dataset.Rows.Select(row => row.Name)
            );
        var report = SplitReport.Create(session.Dataset.InputFiles, split, read, Options.Seed);
        Show(report, format is { } known ? SplitFile.ToText(report, known) : null, terminal);
        if (!Settings.Quiet && (Settings.Output is not null || !Settings.Json))
        {
            foreach (var note in SplitTable.MissingClasses(report))
            {
                terminal.Error.WriteLine($"lungseg: {note}");
            }
        }

        return ExitCode.Done;
    }

    private Split MakeSplit(IReadOnlyList<SplitRow> rows)
    {
        try
        {
            return SplitMaker.Make(rows, Options);
        }
        catch (InvalidRequestException e) when (HasDefaultParts && e.Parameter is RequestParameter.Folds or RequestParameter.Parts)
        {
            throw new UsageException(
                Options.Folds is { } folds
                    ? $"{e.Message}; {folds} folds are the default with --keep-test, give fewer with --folds K"
                    : $"{e.Message}; {string.Join(", ", Options.Parts.Select(part => part.Name))} are the default, "
                        + "give others with --parts, such as train=0.7,test=0.3"
            );
        }
    }

    private SplitFileFormat? ChooseFormat()
    {
        Settings.RefuseNamelessShard(Settings.Output == StandardOutput ? null : Settings.Output);
        if (Settings is { DryRun: true, Shard: not null })
        {
            throw new UsageException("--shard does not go with --dry-run");
        }

        if (Settings.Output is null && !Settings.Json && !Settings.DryRun)
        {
            throw new UsageException(
                "split writes a file: give -o FILE (.csv, .json, splits_final.json, datalist.json), or -n to look first"
            );
        }

        if (Settings.Output is null)
        {
            return null;
        }

        if (Settings.Output == StandardOutput)
        {
            return Settings.Json
                ? throw new UsageException("-o - and --json both write to standard output; take one")
                : SplitFileFormat.Csv;
        }

        var format = SplitFile.GetFormat(Settings.Output);
        SplitFile.RefuseUnfit(Options, format);
        return format;
    }

    private void Show(SplitReport report, string? text, Terminal terminal)
    {
        var toOutput = Settings.Output == StandardOutput;
        var saysLine = !Settings.Quiet && Settings.Output is not null;
        if (toOutput && !Settings.DryRun)
        {
            terminal.Out.Write(text);
            terminal.Out.Flush();
        }
        else if (Settings.Output is not null && !Settings.DryRun)
        {
            TextFile.Save(Settings.Output, text!, Settings.Force);
        }

        if (Settings.Json)
        {
            terminal.Out.Write(SplitJson.ToText(report));
        }
        else if (!toOutput || Settings.DryRun)
        {
            SplitTable.Write(report, withLine: !saysLine, terminal);
        }

        if (saysLine)
        {
            terminal.Error.WriteLine(
                $"lungseg: {(Settings.DryRun ? "would write" : "wrote")} {(toOutput ? "standard output" : Settings.Output)}: "
                    + $"{SplitTable.Line(report)}"
            );
        }
    }
}
