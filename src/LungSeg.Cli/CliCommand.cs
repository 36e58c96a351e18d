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
