using System.CommandLine;
using LungSeg.Cli.Completion;

namespace LungSeg.Cli.Commands;

/// <summary><c>complete</c>: what the scripts of <c>completions</c> ask at each Tab.</summary>
internal static class CompleteCommand
{
    public const string Name = "complete";

    public static Command Create(Terminal terminal)
    {
        var at = new Option<int>("--at")
        {
            Description = "Which of the words the cursor is in, from 0",
            HelpName = "N",
            Required = true,
        };
        var words = new Argument<string[]>("WORDS")
        {
            Description = "The words behind the program's name",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var command = new Command(
            Name,
            "List what the word at the cursor can become: a line each, word, tab, description. A line without a word asks the "
                + "shell for files or folders."
        )
        {
            at,
            words,
        };
        command.Hidden = true;
        command.SetAction(parse => (int)Execute(parse.GetValue(words) ?? [], parse.GetRequiredValue(at), terminal));
        return command;
    }

    /// <summary>Whatever an input holds, a shell that waits for words gets some or none, never an error.</summary>
    public static ExitCode Execute(IReadOnlyList<string> words, int at, Terminal terminal)
    {
        if (at < 0)
            throw new UsageException($"--at is {at}, expected the place of a word, from 0");
        foreach (var candidate in Completer.Complete(words, at, terminal))
            terminal.Out.Write($"{candidate.Word}\t{candidate.Description}\n");
        return ExitCode.Done;
    }
}
