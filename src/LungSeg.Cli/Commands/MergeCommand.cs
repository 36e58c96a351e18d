using System.CommandLine;
using LungSeg.Cli.Configuration;
using LungSeg.Core.Bytes;
using LungSeg.Core.Sharding;

namespace LungSeg.Cli.Commands;

/// <summary>
/// <c>merge</c>: merges shards into the bytes of one run. It runs the shards' command again and reads the results of rows from the shards.
/// </summary>
internal sealed class MergeCommand : CliCommand
{
    private readonly Argument<string[]> _shards = new("SHARD")
    {
        Description = "The shards of one run, OUT.shard-I-of-N, in any order",
        Arity = ArgumentArity.OneOrMore,
    };

    public MergeCommand()
        : base(
            "merge",
            """
            Join the shards of one run: writes and prints what the run without --shard does, and exits as it does.
            The inputs must be where the shards' command found them: their index is read again, and their SHA-256 compared.

            Examples:
              lungseg convert data.pkl -o data.npz --shard 0/2
              lungseg merge data.npz.shard-*-of-2 -o data.npz
              lungseg merge check.shard-*-of-8 > findings.sarif
            """
        )
    {
        Arguments.Add(_shards);
        AddOptions(Common.Output, Common.Force);
        AddOptions(Common.Printing);
        AddOptions(Common.Jobs, Common.Quiet, Common.Debug);
    }

    public override CommandRequest Build(ParseResult parse, Terminal terminal) =>
        new MergeRequest { Settings = Common.BuildSettings(parse), Shards = parse.GetRequiredValue(_shards) };
}

/// <summary>Request of <c>merge</c>.</summary>
internal sealed record MergeRequest : CommandRequest
{
    private const string NotJoined = "this version cannot merge its shards";

    public required IReadOnlyList<string> Shards { get; init; }

    public override ExitCode Execute(Terminal terminal)
    {
        foreach (var path in Shards)
        {
            if (!Directory.Exists(path))
            {
                terminal.Error.WriteLine($"lungseg: {path}: folder not found");
                return ExitCode.Input;
            }
        }

        using var shards = ShardSet.Open(Shards);
        try
        {
            return Join(shards, terminal);
        }
        catch (Exception e) when (e is UsageException or InvalidRequestException)
        {
            // The command line comes from the shards, not from the user.
            terminal.Error.WriteLine($"lungseg: {Shards[0]}: its command cannot be run again: {ErrorText.Describe(e)}");
            return ExitCode.Input;
        }
    }

    private ExitCode Join(ShardSet shards, Terminal terminal)
    {
        var request = ParseRequest(shards.Arguments, terminal);
        if (request.MergedOutput == OutputUse.Needed && Settings.Output is null)
        {
            terminal.Error.WriteLine("lungseg: merge: the result is a file or folder: give -o OUT");
            return ExitCode.Usage;
        }

        if (request.MergedOutput == OutputUse.None && Settings.Output is not null)
        {
            terminal.Error.WriteLine(
                $"lungseg: merge: {shards.Arguments[0]} prints its result: leave -o out, or redirect it to a file with '>'"
            );
            return ExitCode.Usage;
        }

        var whole = request with
        {
            Settings = request.Settings with
            {
                Merged = shards,
                Output = Settings.Output,
                Force = Settings.Force,
                Jobs = Settings.Jobs,
                Quiet = Settings.Quiet,
                DryRun = false,
            },
        };
        var code = whole.Execute(terminal);
        if (code == ExitCode.Input && !whole.Settings.Inputs.All(Path.Exists))
        {
            terminal.Error.WriteLine(
                "lungseg: merge opens the inputs of the shards' command again; run it in the folder where they were made"
            );
        }

        return code;
    }

    /// <summary>Parses the command line that the shards hold.</summary>
    /// <exception cref="UsageException">The command has no shards.</exception>
    private static CommandRequest ParseRequest(IReadOnlyList<string> words, Terminal terminal)
    {
        if (words.ToArray() is not [var name, .. var more] || CommandCatalog.TryFind(name) is not { } command)
        {
            throw new UsageException(NotJoined);
        }

        var line = ConfiguredCommand.Create(
            command.Parse(more, CliHost.Parsing),
            (options, inputs) => command.Parse([.. options, .. more, .. inputs], CliHost.Parsing),
            terminal
        );
        var parse = line.Parse;
        if (parse.Errors.Count > 0)
        {
            throw new UsageException(parse.Errors[0].Message);
        }

        return command.Build(parse, line.Terminal) is { MergedOutput: not null } request ? request : throw new UsageException(NotJoined);
    }
}
