using System.CommandLine;
using LungSeg.Core.Sharding;

namespace LungSeg.Cli.Commands;

/// <summary>The command that shards were made by, to be done once more.</summary>
/// <param name="Inputs">The inputs it opens.</param>
/// <param name="Output">What <c>-o</c> means.</param>
/// <param name="Run">Does it, with what the rows give taken from the shards.</param>
internal sealed record ShardedCommand(IReadOnlyList<string> Inputs, OutputUse Output, Func<MergeRequest, ShardSet, ExitCode> Run)
{
    /// <exception cref="UsageException">The words are none of a command that has shards.</exception>
    public static ShardedCommand Parse(IReadOnlyList<string> words, Terminal terminal) =>
        words.ToArray() switch
        {
            ["convert", .. var more] => Convert(more, terminal),
            ["threshold", .. var more] => Threshold(more, terminal),
            ["inspect", .. var more] => Inspect(more, terminal),
            ["validate", .. var more] => Validate(more, terminal),
            ["split", .. var more] => Split(more, terminal),
            _ => throw new UsageException("this version does not join shards of it"),
        };

    private static ParseResult Parsed(Command command, IReadOnlyList<string> words)
    {
        var parse = command.Parse(words, CliHost.Parsing);
        return parse.Errors.Count == 0 ? parse : throw new UsageException(parse.Errors[0].Message);
    }

    private static ShardedCommand Convert(IReadOnlyList<string> words, Terminal terminal)
    {
        var (command, read) = ConvertCommand.Build(terminal);
        var request = read(Parsed(command, words));
        return new ShardedCommand(
            request.Inputs,
            OutputUse.Needed,
            (merge, shards) =>
                ConvertCommand.Execute(
                    request with
                    {
                        Conversion = request.Conversion with
                        {
                            Output = merge.Output!,
                            Overwrite = merge.Force,
                            Jobs = merge.Jobs,
                            Merged = shards,
                        },
                        Quiet = merge.Quiet,
                        DryRun = false,
                    },
                    terminal
                )
        );
    }

    private static ShardedCommand Threshold(IReadOnlyList<string> words, Terminal terminal)
    {
        var (command, read) = ThresholdCommand.Build(terminal);
        var request = read(Parsed(command, words));
        return new ShardedCommand(
            request.Inputs,
            request.Check ? OutputUse.Optional : OutputUse.Needed,
            (merge, shards) =>
                ThresholdCommand.Execute(
                    request with
                    {
                        Part = Joined(request.Part, shards),
                        Output = merge.Output,
                        Force = merge.Force,
                        Jobs = merge.Jobs,
                        Color = merge.Color,
                        Quiet = merge.Quiet,
                        DryRun = false,
                    },
                    terminal
                )
        );
    }

    private static ShardedCommand Inspect(IReadOnlyList<string> words, Terminal terminal)
    {
        var (command, read) = InspectCommand.Build(terminal);
        var request = read(Parsed(command, words));
        return new ShardedCommand(
            request.Inputs,
            OutputUse.None,
            (merge, shards) =>
                InspectCommand.Execute(
                    request with
                    {
                        Part = Joined(request.Part, shards),
                        Output = null,
                        Jobs = merge.Jobs,
                        Color = merge.Color,
                        Quiet = merge.Quiet,
                    },
                    terminal
                )
        );
    }

    private static ShardedCommand Validate(IReadOnlyList<string> words, Terminal terminal)
    {
        var (command, options) = ValidateCommand.Build();
        var request = options.Request(Parsed(command, words), terminal);
        return new ShardedCommand(
            request.Inputs,
            OutputUse.None,
            (merge, shards) =>
                ValidateCommand.Execute(
                    request with
                    {
                        Part = Joined(request.Part, shards),
                        Options = request.Options with { Jobs = merge.Jobs },
                        Output = null,
                        Force = merge.Force,
                        Color = merge.Color,
                        Quiet = merge.Quiet,
                    },
                    terminal
                )
        );
    }

    private static ShardedCommand Split(IReadOnlyList<string> words, Terminal terminal)
    {
        var (command, common, split) = SplitCommand.Build();
        var request = SplitCommand.Request(Parsed(command, words), common, split, terminal);
        return new ShardedCommand(
            [.. request.Inputs, .. request.KeepTest is { } test ? [test] : Array.Empty<string>()],
            request.Json ? OutputUse.Optional : OutputUse.Needed,
            (merge, shards) =>
                SplitCommand.Execute(
                    request with
                    {
                        Part = Joined(request.Part, shards),
                        Output = merge.Output,
                        Force = merge.Force,
                        Jobs = merge.Jobs,
                        Color = merge.Color,
                        Quiet = merge.Quiet,
                    },
                    terminal
                )
        );
    }

    private static (Core.Datasets.RowSelection Selection, ShardUse Shards) Joined(
        (Core.Datasets.RowSelection Selection, ShardUse Shards) part,
        ShardSet shards
    ) => part with { Shards = part.Shards with { Merged = shards } };
}
