using System.CommandLine;
using System.CommandLine.Parsing;

namespace LungSeg.Cli;

/// <summary>Finds mistyped options, which the parser takes for names of inputs.</summary>
internal static class UnknownOption
{
    /// <summary>Words of other programs for options of ours; the first that the command has is meant.</summary>
    private static readonly (string Typed, string Meant)[] Synonyms =
    [
        ("--format", "--to"),
        ("--format", "--json"),
        ("--to", "--format"),
        ("--out", "--output"),
        ("--overwrite", "--force"),
        ("--threads", "--jobs"),
        ("--workers", "--jobs"),
        ("--filter", "--where"),
        ("--exclude", "--without"),
        ("--drop", "--without"),
        ("--include", "--with"),
    ];

    /// <summary>
    /// A message for the user; null where all options are known. Names after <c>--</c> may start with a dash, and numbers may everywhere.
    /// </summary>
    public static string? Find(ParseResult parse)
    {
        var before = default(Token);
        foreach (var token in parse.Tokens)
        {
            if (token.Type == TokenType.DoubleDash)
            {
                return null;
            }
            if (token.Type == TokenType.Argument && token.Value is ['-', not (>= '0' and <= '9'), ..])
            {
                return Sentence(token.Value, before, parse.CommandResult.Command);
            }
            before = token;
        }

        return null;
    }

    private static string Sentence(string typed, Token? before, Command command)
    {
        var name = typed.Split('=')[0];
        var known = command
            .Options.SelectMany(option => option.Aliases.Append(option.Name))
            .Where(alias => alias.StartsWith("--", StringComparison.Ordinal))
            .ToArray();
        if (before is { Type: TokenType.Option } && known.Contains(name))
        {
            return $"{before.Value} needs a value, found {name}";
        }
        var meant = Synonyms.FirstOrDefault(word => word.Typed == name && known.Contains(word.Meant)).Meant;
        var hint = (meant ?? NearestWord.To(name, known)) is { } nearest
            ? $"; did you mean {nearest}?"
            : $"; see 'lungseg {command.Name} --help'";
        return $"option {name} is not known{hint}";
    }
}
