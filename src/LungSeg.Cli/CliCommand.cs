using System.CommandLine;

namespace LungSeg.Cli;

/// <summary>
/// A command. Its constructor lists the options in the order of the help; <see cref="Build"/> turns the parsed options into a request.
/// <see cref="Commands.CommandCatalog"/> lists all commands.
/// </summary>
internal abstract class CliCommand(string name, string description) : Command(name, description)
{
    /// <summary>Options that several commands share; each command lists those that it takes.</summary>
    protected CommonOptions Common { get; } = new();

    /// <summary>Options that settings gave their value. They need not have an effect, as those of the user must.</summary>
    public IReadOnlySet<Option> Configured { get; set; } = new HashSet<Option>();

    /// <summary>Whether settings of a project hold for the command.</summary>
    public bool IsConfigurable => Options.Contains(Common.NoConfig);

    /// <summary>Whether settings are not to be read.</summary>
    public bool IgnoresConfig(ParseResult parse) => parse.GetValue(Common.NoConfig);

    /// <summary>Whether notes are not to be written.</summary>
    public bool IsQuiet(ParseResult parse) => parse.GetValue(Common.Quiet);

    /// <summary>Whether inputs are taken from settings where the user gives none.</summary>
    public virtual bool TakesConfiguredInputs(ParseResult parse) => parse.GetResult(Common.Inputs) is not { Tokens.Count: > 0 };

    /// <summary>Whether the user gave an option; defaults and settings do not count.</summary>
    public static bool IsGiven(ParseResult parse, Option option) =>
        parse.GetResult(option) is { Implicit: false }
        && !(parse.CommandResult.Command is CliCommand command && command.Configured.Contains(option));

    /// <summary>Sets of options of which the user gives one: it takes the place of what settings give the others.</summary>
    protected virtual IEnumerable<Option[]> Alternatives =>
        [
            [Common.Json, Common.JsonLines, Common.Plain],
        ];

    /// <summary>Whether an option that the user gave takes the place of another one.</summary>
    public bool IsReplaced(ParseResult parse, Option option) =>
        Alternatives.Any(options =>
            options.Contains(option) && Array.Exists(options, other => parse.GetResult(other) is { Implicit: false })
        );

    /// <summary>Creates the request from the parsed command line.</summary>
    /// <exception cref="UsageException">An option has an invalid value, or options do not go together.</exception>
    public abstract CommandRequest Build(ParseResult parse, Terminal terminal);

    /// <summary>The terminal as the options of the command line ask for results to be printed.</summary>
    /// <exception cref="UsageException">An option has an invalid value.</exception>
    public Terminal Adapt(ParseResult parse, Terminal terminal) =>
        terminal with
        {
            Color = TerminalColors.Resolve(terminal, parse.GetValue(Common.NoColor)),
            AskedWidth = Common.GetWidth(parse),
            Plain = parse.GetValue(Common.Plain),
        };

    /// <summary>Builds the request and executes it.</summary>
    public ExitCode Run(ParseResult parse, Terminal terminal)
    {
        var shown = Adapt(parse, terminal);
        if (shown.Plain && (parse.GetValue(Common.Json) || parse.GetValue(Common.JsonLines)))
        {
            throw new UsageException("--plain and --json are different outputs; take one");
        }

        return Build(parse, shown).Execute(shown);
    }

    /// <summary>Adds options in their order.</summary>
    protected void AddOptions(params ReadOnlySpan<Option> options)
    {
        foreach (var option in options)
        {
            Options.Add(option);
        }
    }
}
