using System.CommandLine;
using LungSeg.Core.Sharding;

namespace LungSeg.Cli.Commands;

/// <summary><c>merge</c>: joins what runs with <c>--shard</c> wrote to the bytes of one run. It does the command once more, with what the rows give taken from the shards.</summary>
internal static class MergeCommand
{
    public static Command Create(Terminal terminal)
    {
        var common = new CommonOptions();
        var shards = new Argument<string[]>("SHARD") { Description = "The shards of one run, OUT.shard-I-of-N, in any order", Arity = ArgumentArity.OneOrMore };
        var command = new Command("merge", "Join the shards of one run to the bytes that the run without --shard writes.\nThe inputs must be where the shards' command found them: their index is read again, and their SHA-256 compared.\n\nExamples:\n  lungseg convert data.pkl -o data.npz --shard 0/2\n  lungseg convert data.pkl -o data.npz --shard 1/2\n  lungseg merge data.npz.shard-*-of-2 -o data.npz")
        {
            shards, common.Output, common.Force, common.Jobs, common.Quiet, common.Debug,
        };
        command.SetAction(parse => (int)Execute(
            new MergeRequest
            {
                Shards = parse.GetRequiredValue(shards),
                Output = parse.GetValue(common.Output) ?? throw new UsageException("merge writes the whole: give -o OUT"),
                Force = parse.GetValue(common.Force),
                Quiet = parse.GetValue(common.Quiet),
                Jobs = common.JobCount(parse),
            },
            terminal));
        return command;
    }

    public static ExitCode Execute(MergeRequest request, Terminal terminal)
    {
        foreach (var path in request.Shards)
        {
            if (Directory.Exists(path))
                continue;
            terminal.Error.WriteLine($"lungseg: {path}: there is no such folder");
            return ExitCode.Input;
        }

        using var shards = ShardSet.Open(request.Shards);
        try
        {
            var code = DoAgain(shards, request, terminal);
            if (code == ExitCode.Input)
                terminal.Error.WriteLine("lungseg: merge opens the inputs of the shards' command again; run it in the folder where they were made");
            return code;
        }
        catch (UsageException e)
        {
            // The words are the shards', not the user's.
            terminal.Error.WriteLine($"lungseg: {request.Shards[0]}: the command that it was made by cannot be done again: {e.Message}");
            return ExitCode.Input;
        }
    }

    private static ExitCode DoAgain(ShardSet shards, MergeRequest request, Terminal terminal) => shards.Arguments.ToArray() switch
    {
        ["convert", .. var words] => Convert(words, shards, request, terminal),
        ["threshold", .. var words] => Threshold(words, shards, request, terminal),
        _ => throw new UsageException("this version does not join shards of it"),
    };

    private static ParseResult Parsed(Command command, IReadOnlyList<string> words)
    {
        var parse = command.Parse(words, CliHost.Parsing);
        return parse.Errors.Count == 0 ? parse : throw new UsageException(parse.Errors[0].Message);
    }

    private static ExitCode Threshold(IReadOnlyList<string> words, ShardSet shards, MergeRequest merge, Terminal terminal)
    {
        var (command, read) = ThresholdCommand.Build(terminal);
        var request = read(Parsed(command, words));
        return ThresholdCommand.Execute(request with { Output = merge.Output, Force = merge.Force, Jobs = merge.Jobs, Merged = shards, Quiet = merge.Quiet, DryRun = false }, terminal);
    }

    private static ExitCode Convert(IReadOnlyList<string> words, ShardSet shards, MergeRequest merge, Terminal terminal)
    {
        var (command, read) = ConvertCommand.Build(terminal);
        var request = read(Parsed(command, words));
        var conversion = request.Conversion with { Output = merge.Output, Overwrite = merge.Force, Jobs = merge.Jobs, Merged = shards };
        return ConvertCommand.Execute(request with { Conversion = conversion, Quiet = merge.Quiet, DryRun = false }, terminal);
    }
}
