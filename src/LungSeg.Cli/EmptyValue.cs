using System.CommandLine;
using System.CommandLine.Parsing;

namespace LungSeg.Cli;

/// <summary>Finds empty values of options, which unset shell variables leave. No path, list or name is empty.</summary>
internal static class EmptyValue
{
    /// <summary>A message for the user; null where no value is empty.</summary>
    public static string? Find(ParseResult parse)
    {
        // In <c>complete</c> the word at the cursor may be empty.
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
