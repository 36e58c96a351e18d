using System.CommandLine;
using LungSeg.Core.Formats;

namespace LungSeg.Cli.Commands;

/// <summary><c>split</c>: parts or folds that never divide a group; the check of a split; leakage between data sets.</summary>
internal static class SplitCommand
{
    private const string Description = """
        Split rows into train, val and test or into folds, balanced by class and lesion size, never across the slices of one scan.

        Examples:
          lungseg split lung_cancer_train.pkl -o split.csv
          lungseg split lung_cancer_train.pkl --keep-test lung_cancer_test.pkl --leaked drop --folds 5 -o splits_final.json
          lungseg split --check split.csv lung_cancer_train.pkl
          lungseg split --leakage lung_cancer_train.pkl lung_cancer_test.pkl
        """;

    public static Command Create(Terminal terminal)
    {
        var (command, common, split) = Build();
        command.SetAction(parse =>
            (int)(
                parse.GetValue(split.Leakage)
                    ? RunLeakage(parse, common, split, terminal)
                    : Execute(Request(parse, common, split, terminal), terminal)
            )
        );
        return command;
    }

    /// <summary>The command, and the options that make a request of its parsed words.</summary>
    public static (Command Command, CommonOptions Common, SplitArguments Split) Build()
    {
        var common = new CommonOptions();
        var split = new SplitArguments();
        var command = new Command("split", Description)
        {
            common.Inputs,
            common.Reading,
            common.Rows,
            common.Labels,
            split.Parts,
            split.Folds,
            split.Repeat,
            split.KeepTest,
            split.Leaked,
            split.Group,
            split.Seed,
            split.Check,
            split.Leakage,
            split.Threshold,
            common.Shard,
            common.Output,
            common.Force,
            split.DryRun,
            common.Json,
            common.Jobs,
            common.Quiet,
            common.NoColor,
            common.Debug,
        };
        return (command, common, split);
    }

    public static ExitCode Execute(SplitRequest request, Terminal terminal) =>
        request.Check is not null ? SplitCheckAction.Run(request, terminal) : SplitAction.Run(request, terminal);

    public static SplitRequest Request(ParseResult parse, CommonOptions common, SplitArguments split, Terminal terminal)
    {
        if (parse.GetValue(split.Threshold) is not null)
            throw new UsageException("--threshold goes with --leakage");
        return new SplitRequest
        {
            Inputs = parse.GetRequiredValue(common.Inputs),
            Open = common.Open(parse, Leniency.Strict, parse.GetValue(split.KeepTest)),
            Part = common.Part(parse, terminal),
            Options = split.Options(parse),
            KeepTest = parse.GetValue(split.KeepTest),
            Group = parse.GetRequiredValue(split.Group),
            Check = parse.GetValue(split.Check),
            Output = parse.GetValue(common.Output),
            Json = parse.GetValue(common.Json),
            Force = parse.GetValue(common.Force),
            DryRun = parse.GetValue(split.DryRun),
            Color = terminal.UsesColor(parse.GetValue(common.NoColor)),
            Quiet = parse.GetValue(common.Quiet),
            Jobs = common.JobCount(parse),
        };
    }

    private static ExitCode RunLeakage(ParseResult parse, CommonOptions common, SplitArguments split, Terminal terminal)
    {
        if (parse.GetValue(split.Check) is not null)
            throw new UsageException("--check and --leakage are different questions; ask one at a time");
        if (parse.GetValue(common.Shard) is not null)
            throw new UsageException("--shard goes with making a split, not with --leakage");
        var request = new LeakageRequest
        {
            Inputs = parse.GetRequiredValue(common.Inputs),
            Open = common.Open(parse, Leniency.Strict),
            Selection = common.Selection(parse, terminal),
            Threshold = parse.GetValue(split.Threshold),
            Output = common.OutputFile(parse),
            Force = parse.GetValue(common.Force),
            Json = parse.GetValue(common.Json),
            Color = terminal.UsesColor(parse.GetValue(common.NoColor)),
            Quiet = parse.GetValue(common.Quiet),
            Jobs = common.JobCount(parse),
        };
        return LeakageAction.Run(request, terminal);
    }
}
