using System.CommandLine;
using LungSeg.Cli.Completion;

namespace LungSeg.Cli.Commands;

/// <summary><c>complete</c>: called by the scripts of <c>completions</c> at each Tab.</summary>
internal sealed class CompleteCommand : CliCommand
{
    private readonly Option<int> _at = new("--at")
    {
        Description = "Index of the word with the cursor",
        HelpName = "N",
        Required = true,
    };
    private readonly Argument<string[]> _words = new("WORDS")
    {
        Description = "The words behind the program's name",
        Arity = ArgumentArity.ZeroOrMore,
    };

    public CompleteCommand()
        : base(
            "complete",
            "List what the word at the cursor can become: a line each, word, tab, description. A line without a word asks the "
                + "shell for files or folders."
        )
    {
        Hidden = true;
        Arguments.Add(_words);
        AddOptions(_at);
    }

    public override CommandRequest Build(ParseResult parse, Terminal terminal)
    {
        var at = parse.GetRequiredValue(_at);
        return at >= 0
            ? new CompleteRequest(parse.GetValue(_words) ?? [], at)
            : throw new UsageException($"--at is {at}, expected the index of a word, from 0");
    }
}

/// <summary>Request of <c>complete</c>.</summary>
/// <param name="Words">The words after the program's name.</param>
/// <param name="At">Index of the word with the cursor.</param>
internal sealed record CompleteRequest(IReadOnlyList<string> Words, int At) : CommandRequest
{
    /// <summary>An input that cannot be read gives no candidates. An error would appear in the user's prompt.</summary>
    public override ExitCode Execute(Terminal terminal)
    {
        foreach (var candidate in Completer.Complete(Words, At, terminal))
        {
            terminal.Out.Write($"{candidate.Word}\t{candidate.Description}\n");
        }

        return ExitCode.Done;
    }
}
