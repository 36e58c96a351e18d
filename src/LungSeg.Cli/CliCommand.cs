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

    /// <summary>Builds the request and executes it.</summary>
    public ExitCode Run(ParseResult parse, Terminal terminal)
    {
        var colored = terminal with { Color = TerminalColors.Resolve(terminal, parse.GetValue(Common.NoColor)) };
        return Build(parse, colored).Execute(colored);
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
