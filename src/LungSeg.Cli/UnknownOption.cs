using System.CommandLine;
using System.CommandLine.Parsing;

namespace LungSeg.Cli;

/// <summary>Finds mistyped options, which the parser would take for names of inputs.</summary>
internal static class UnknownOption
{
    /// <summary>What to tell the user, or null. Behind <c>--</c> a name may start with a dash; numbers may anywhere.</summary>
    public static string? Find(ParseResult parse)
    {
        foreach (var token in parse.Tokens)
        {
            if (token.Type == TokenType.DoubleDash)
                return null;
            if (token.Type == TokenType.Argument && token.Value is ['-', not (>= '0' and <= '9'), ..])
                return Sentence(token.Value, parse.CommandResult.Command);
        }

        return null;
    }

    private static string Sentence(string typed, Command command)
    {
        var name = typed.Split('=')[0];
        var nearest = command.Options.SelectMany(option => option.Aliases.Append(option.Name))
            .Where(known => known.StartsWith("--", StringComparison.Ordinal))
            .MinBy(known => Distance(name, known));
        var hint = nearest is not null && Distance(name, nearest) <= 3 ? $"; did you mean {nearest}?" : $"; see 'lungseg {command.Name} --help'";
        return $"option {name} is not known{hint}";
    }

    /// <summary>Levenshtein's distance.</summary>
    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[^1];
    }
}
