using System.CommandLine;

namespace LungSeg.Cli;

/// <summary>
/// A command: its constructor lists the options in the order of the help, and <see cref="Build"/> makes a request of them.
/// <see cref="Commands.CommandCatalog"/> knows all commands.
/// </summary>
internal abstract class CliCommand(string name, string description) : Command(name, description)
{
    /// <summary>The options that mean the same in every command; a command lists those that it takes.</summary>
    protected CommonOptions Common { get; } = new();

    /// <summary>What the parsed words ask for.</summary>
    /// <exception cref="UsageException">They cannot be asked for.</exception>
    public abstract CommandRequest Build(ParseResult parse, Terminal terminal);

    /// <summary>Does what the parsed words ask for.</summary>
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
