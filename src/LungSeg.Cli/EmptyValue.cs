using System.CommandLine;
using System.CommandLine.Parsing;

namespace LungSeg.Cli;

/// <summary>Finds values that are the empty text, which an unset variable of a shell leaves: no path, list or name is empty.</summary>
internal static class EmptyValue
{
    /// <summary>What to tell the user, or null.</summary>
    public static string? Find(ParseResult parse)
    {
        // What is completed may well be empty yet.
        if (parse.CommandResult.Command.Hidden)
        {
            return null;
        }
        foreach (var child in parse.CommandResult.Children)
        {
            if (!child.Tokens.Any(token => token.Value.Length == 0))
            {
                continue;
            }
            var name = child switch
            {
                OptionResult option => option.Option.Name,
                ArgumentResult argument => argument.Argument.Name,
                _ => "a value",
            };
            return $"{name} is empty; see 'lungseg {parse.CommandResult.Command.Name} --help'";
        }

        return null;
    }
}
