using System.CommandLine;
using LungSeg.Cli.Commands;
using LungSeg.Cli.Manual;

namespace LungSeg.Cli.Completion;

/// <summary>Finds candidates for the word at the cursor, from the commands and the inputs on the command line.</summary>
internal static class Completer
{
    /// <summary>Maximum number of candidates; more are not readable in a shell.</summary>
    private const int Most = 1_000;

    private const string Help = "help";
    private static readonly Candidate HelpOption = new("--help", "Show help");

    /// <summary>Candidates that start with the word at the cursor.</summary>
    /// <param name="words">The words after the program's name.</param>
    /// <param name="at">Index of the word with the cursor; the number of words for a new word.</param>
    /// <param name="terminal">Environment for reading inputs.</param>
    public static IEnumerable<Candidate> Complete(IReadOnlyList<string> words, int at, Terminal terminal)
    {
        var current = at < words.Count ? words[at] : string.Empty;
        var all = at == 0 ? ListCommands() : Following([.. words], at, current, terminal);
        return all.Where(candidate => IsPath(candidate) || candidate.Word.StartsWith(current, StringComparison.Ordinal))
            .Where(IsOneLine)
            .Take(Most);
    }

    private static IEnumerable<Candidate> ListCommands() =>
        [
            .. CommandNames(),
            new Candidate(Help, "Show the help of a command"),
            HelpOption,
            new Candidate("--version", "Show version and commit"),
        ];

    private static IEnumerable<Candidate> Following(string[] words, int at, string current, Terminal terminal)
    {
        if (words[0] == Help)
        {
            return at == 1 ? CommandNames() : [];
        }
        if (CommandCatalog.TryFind(words[0]) is not { Hidden: false } command)
        {
            return [];
        }
        var before = words[1..Math.Min(at, words.Length)];
        if (before.Contains("--"))
        {
            return Arguments(command, before);
        }
        if (
            current.StartsWith("--", StringComparison.Ordinal)
            && current.IndexOf('=') is var equals and > 0
            && Find(command, current[..equals]) is { } named
        )
        {
            return Values((command, named), (current[..(equals + 1)], current[(equals + 1)..]), Others(words, at), terminal);
        }
        if (before is [.., var last] && Find(command, last) is { } option && option.ValueType != typeof(bool))
        {
            return Values((command, option), (string.Empty, current), [.. words[1..at], "0", .. words.Skip(at + 1)], terminal);
        }
        return current.StartsWith('-') ? Options(command) : Arguments(command, before);
    }

    /// <summary>The words of the command without the one at the cursor.</summary>
    private static string[] Others(string[] words, int at) => [.. words[1..at], .. words.Skip(at + 1)];

    private static IEnumerable<Candidate> CommandNames() =>
        CommandCatalog.Shown.Select(command => new Candidate(command.Name, command.Summary));

    private static IEnumerable<Candidate> Options(Command command) =>
        OptionGroups.Of(command).SelectMany(group => group.Options).Select(option => new Candidate(option.Name, option.Text));

    private static IEnumerable<Candidate> Arguments(Command command, string[] before) =>
        command.Name switch
        {
            "completions" => before.Length == 0 ? Candidate.FromWords(ShellScripts.Shells) : [],
            "man" => before.Length == 0 ? CommandNames() : [],
            _ => command.Arguments.Count > 0 ? [Candidate.Files] : [],
        };

    /// <summary>Candidates for the value of an option; where the value is a list, for its last item.</summary>
    private static IEnumerable<Candidate> Values(
        (Command Command, Option Option) asked,
        (string Kept, string Text) value,
        string[] others,
        Terminal terminal
    )
    {
        var kept = value.Kept;
        var items = new HashSet<string>(StringComparer.Ordinal);
        if (OptionWords.IsList(asked.Option) && value.Text.LastIndexOf(',') is var comma and >= 0)
        {
            kept += value.Text[..(comma + 1)];
            items = [.. value.Text[..comma].Split(',')];
        }

        var known =
            OptionWords.TakesRows(asked.Option) ? InputRows.Names(asked.Command, others, terminal)
            : OptionWords.TakesLabels(asked.Option) ? InputRows.Labels(asked.Command, others, terminal)
            : OptionWords.GetCandidates(asked.Option);
        return known
            .Where(candidate => !items.Contains(candidate.Word))
            .Select(candidate => IsPath(candidate) ? candidate : candidate with { Word = kept + candidate.Word });
    }

    private static Option? Find(Command command, string name) =>
        command.Options.FirstOrDefault(option => option.Name == name || option.Aliases.Contains(name));

    private static bool IsPath(Candidate candidate) => candidate.Word.Length == 0;

    private static bool IsOneLine(Candidate candidate) => !candidate.Word.Any(char.IsControl) && !candidate.Description.Any(char.IsControl);
}
