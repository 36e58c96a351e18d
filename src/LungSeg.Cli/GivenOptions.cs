using System.CommandLine;
using System.CommandLine.Parsing;
using LungSeg.Core.Reporting;

namespace LungSeg.Cli;

/// <summary>Options as they were given, for a page that is read elsewhere.</summary>
internal static class GivenOptions
{
    // Words for files and folders in the help of options.
    private static readonly string[] PathNames = ["FILE", "FOLDER", "PATH", "INPUT"];

    /// <summary>Those of some options that were given, as a shell reads them, with files and folders by their names alone.</summary>
    public static string Describe(ParseResult parse, IEnumerable<Option> options) =>
        string.Join(
            ' ',
            from option in options
            where parse.GetResult(option) is { Implicit: false }
            from word in Words(option, parse.GetResult(option)!.Tokens)
            select ShellWord.Quote(word)
        );

    /// <summary>The option before each of its values, since only some options take several at once.</summary>
    private static IEnumerable<string> Words(Option option, IReadOnlyList<Token> values) =>
        values.Count == 0 ? [option.Name] : values.SelectMany(value => new[] { option.Name, NameAlone(option, value.Value) });

    private static string NameAlone(Option option, string value) =>
        value.StartsWith('@') ? "@" + Path.GetFileName(value[1..])
        : option.HelpName == "[NAME=]PATH" && value.IndexOf('=', StringComparison.Ordinal) is > 0 and var equals && !Path.Exists(value)
            ? value[..(equals + 1)] + GetName(value[(equals + 1)..])
        : PathNames.Any(name => option.HelpName?.Contains(name, StringComparison.Ordinal) == true) ? GetName(value)
        : value;

    private static string GetName(string path) => Path.GetFileName(Path.TrimEndingDirectorySeparator(path));
}
