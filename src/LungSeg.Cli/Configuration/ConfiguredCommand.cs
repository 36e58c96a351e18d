using System.CommandLine;

namespace LungSeg.Cli.Configuration;

/// <summary>A command line with the settings of the project in it.</summary>
/// <param name="Parse">The parsed command line.</param>
/// <param name="Terminal">The terminal, which knows the project.</param>
internal sealed record ConfiguredCommand(ParseResult Parse, Terminal Terminal)
{
    /// <summary>The words that settings added.</summary>
    private IReadOnlyList<ConfiguredWord> Words { get; init; } = [];

    /// <summary>Adds the settings of lungseg.toml, where there is one and the command reads data sets.</summary>
    /// <param name="parse">What the user gave.</param>
    /// <param name="again">Parses the words again with options before them and inputs behind them.</param>
    /// <param name="terminal">Where settings are looked for, and where it is said that they were found.</param>
    /// <exception cref="UsageException">The settings are invalid.</exception>
    public static ConfiguredCommand Create(
        ParseResult parse,
        Func<IEnumerable<string>, IEnumerable<string>, ParseResult> again,
        Terminal terminal
    )
    {
        if (
            parse.CommandResult.Command is not CliCommand { IsConfigurable: true } command
            || parse.Action is Manual.HelpAction
            || UnknownOption.Find(parse) is not null
        )
        {
            return new ConfiguredCommand(parse, terminal);
        }

        if (command.IgnoresConfig(parse))
        {
            return new ConfiguredCommand(parse, terminal with { IgnoresConfig = true });
        }

        if (ProjectFile.Find(terminal.Folder) is not { } project)
        {
            return new ConfiguredCommand(parse, terminal);
        }

        var words = project.GetWords(command, parse, command.TakesConfiguredInputs(parse));
        string[] inputs = [.. words.Where(word => word.Option is null).Select(word => word.Word)];

        // Names that begin with a dash are names all the same.
        var configured =
            words.Count == 0
                ? parse
                : again(
                    words.Where(word => word.Option is not null).Select(word => word.Word),
                    inputs.Length == 0 ? [] : ["--", .. inputs]
                );
        command.Configured = words.Select(word => word.Option).OfType<Option>().ToHashSet();

        // A foreign file does not silence that it was read.
        if (!command.IsQuiet(parse))
        {
            terminal.Error.WriteLine($"lungseg: settings are read from {project.Path}");
        }

        return new ConfiguredCommand(configured, terminal with { Project = project }) { Words = words };
    }

    /// <summary>A message about an option, with the place of its value before it where settings give that.</summary>
    public string AddPlace(string message)
    {
        var word = Words.FirstOrDefault(word =>
            word.Option is { } option
            && message.StartsWith(option.Name, StringComparison.Ordinal)
            && !(message.Length > option.Name.Length && (char.IsLetter(message[option.Name.Length]) || message[option.Name.Length] == '-'))
        );
        return word is null ? message
            : word.Line is { } line ? FormattableString.Invariant($"{Terminal.Project!.Path}: {word.Key} (line {line}): {message}")
            : $"{Terminal.Project!.Path}: {word.Key}: {message}";
    }

    /// <summary>Where each setting of the run comes from, one line each, for --debug.</summary>
    public IEnumerable<string> Describe()
    {
        if (Parse.CommandResult.Command is not CliCommand { IsConfigurable: true } command)
        {
            yield break;
        }

        yield return Terminal.Project is { } project ? $"settings: {project.Path}"
        : Terminal.IgnoresConfig ? "settings: none are read (--no-config)"
        : $"settings: no {ProjectFile.FileName} is in this folder or above it";
        foreach (var option in command.Options)
        {
            // A flag that nobody set is not worth a line.
            if (Parse.GetResult(option) is not { } result || (result.Implicit && option.ValueType == typeof(bool)))
            {
                continue;
            }

            var source =
                result.Implicit ? "default"
                : command.Configured.Contains(option) ? ProjectFile.FileName
                : "command line";
            var values = result.Implicit ? GetDefault(option) : string.Join(' ', result.Tokens.Select(token => token.Value));
            yield return $"{option.Name}{(values.Length == 0 ? string.Empty : " " + values)} ({source})";
        }

        foreach (var text in Terminal.Project?.Rules.Descriptions ?? [])
        {
            yield return $"rules: {text} ({ProjectFile.FileName})";
        }
    }

    private static string GetDefault(Option option) =>
        option.GetDefaultValue() is { } value ? Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture)! : string.Empty;
}

/// <summary>A word that settings add to a command line.</summary>
/// <param name="Word">The word.</param>
/// <param name="Key">The key that gives it.</param>
/// <param name="Option">The option that it sets; null for an input.</param>
internal sealed record ConfiguredWord(string Word, string Key, Option? Option)
{
    /// <summary>Number of the key's line; null where it is not known.</summary>
    public int? Line { get; init; }
}
