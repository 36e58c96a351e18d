using System.CommandLine;
using LungSeg.Core.Bytes;
using LungSeg.Core.Sharding;

namespace LungSeg.Cli.Commands;

/// <summary>
/// <c>merge</c>: joins what runs with <c>--shard</c> wrote to the bytes of one run. It does the command once more, with what the rows give
/// taken from the shards.
/// </summary>
internal static class MergeCommand
{
    public static Command Create(Terminal terminal)
    {
        var common = new CommonOptions();
        var shards = new Argument<string[]>("SHARD")
        {
            Description = "The shards of one run, OUT.shard-I-of-N, in any order",
            Arity = ArgumentArity.OneOrMore,
        };
        var command = new Command(
            "merge",
            """
            Join the shards of one run: writes and prints what the run without --shard does, and exits as it does.
            The inputs must be where the shards' command found them: their index is read again, and their SHA-256 compared.

            Examples:
              lungseg convert data.pkl -o data.npz --shard 0/2
              lungseg convert data.pkl -o data.npz --shard 1/2
              lungseg merge data.npz.shard-*-of-2 -o data.npz
              lungseg merge check.shard-*-of-8 > findings.sarif
            """
        )
        {
            shards,
            common.Output,
            common.Force,
            common.Jobs,
            common.Quiet,
            common.NoColor,
            common.Debug,
        };
        command.SetAction(parse =>
            (int)Execute(
                new MergeRequest
                {
                    Shards = parse.GetRequiredValue(shards),
                    Output = parse.GetValue(common.Output),
                    Force = parse.GetValue(common.Force),
                    Color = terminal.UsesColor(parse.GetValue(common.NoColor)),
                    Quiet = parse.GetValue(common.Quiet),
                    Jobs = common.JobCount(parse),
                },
                terminal
            )
        );
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
            var again = ShardedCommand.Parse(shards.Arguments, terminal);
            if (again.Output == OutputUse.Needed && request.Output is null)
                return Refused("it writes the whole: give -o OUT", terminal);
            if (again.Output == OutputUse.None && request.Output is not null)
                return Refused($"{shards.Arguments[0]} prints the whole: leave -o out, or send it to a file with '>'", terminal);
            if (shards.Arguments[0] is "convert" or "threshold")
                CommonOptions.NoStream(request.Output);
            var code = again.Run(request, shards);
            if (code == ExitCode.Input && !again.Inputs.All(Path.Exists))
                terminal.Error.WriteLine(
                    "lungseg: merge opens the inputs of the shards' command again; run it in the folder where they were made"
                );
            return code;
        }
        catch (Exception e) when (e is UsageException or InvalidRequestException)
        {
            // The words are the shards', not the user's.
            terminal.Error.WriteLine(
                $"lungseg: {request.Shards[0]}: the command that it was made by cannot be done again: {ErrorText.Of(e)}"
            );
            return ExitCode.Input;
        }
    }

    private static ExitCode Refused(string why, Terminal terminal)
    {
        terminal.Error.WriteLine($"lungseg: merge: {why}");
        return ExitCode.Usage;
    }
}
