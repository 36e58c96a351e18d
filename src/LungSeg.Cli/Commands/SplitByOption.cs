using System.CommandLine;

namespace LungSeg.Cli.Commands;

/// <summary><c>--split-by</c>: how the rows of a split are found in the inputs.</summary>
internal static class SplitByOption
{
    private const string Name = "name";
    private const string Key = "key";

    /// <summary>Creates the option.</summary>
    public static Option<string> Create() =>
        new("--split-by")
        {
            Description = "Find a row in the split by its name, or by its content, whatever it is called there",
            HelpName = $"{Name}|{Key}",
            DefaultValueFactory = _ => Name,
        };

    /// <summary>Whether rows are found by content in the split that another option names.</summary>
    /// <exception cref="UsageException">No split is named, or the value is neither word.</exception>
    public static bool IsByKey(ParseResult parse, Option<string> splitBy, Option<string?> split)
    {
        if (CliCommand.IsGiven(parse, splitBy) && parse.GetValue(split) is null)
        {
            throw new UsageException($"{splitBy.Name} goes with {split.Name} FILE");
        }

        return parse.GetRequiredValue(splitBy) switch
        {
            Name => false,
            Key => true,
            var other => throw new UsageException($"{splitBy.Name} is '{other}', expected {Name}, {Key}"),
        };
    }
}
