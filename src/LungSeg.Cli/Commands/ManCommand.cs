using System.CommandLine;
using LungSeg.Cli.Manual;

namespace LungSeg.Cli.Commands;

/// <summary><c>man</c>: prints the manual, which is generated from the commands.</summary>
internal sealed class ManCommand : CliCommand
{
    private readonly Argument<string?> _command = new("COMMAND")
    {
        Description = "Command whose page is printed (default: the page of the program)",
        Arity = ArgumentArity.ZeroOrOne,
    };
    private readonly Option<string> _format = new("--format")
    {
        Description = "roff for man, or markdown for the options of all commands",
        HelpName = "roff|markdown",
        DefaultValueFactory = _ => "roff",
    };

    public ManCommand()
        : base(
            "man",
            """
            Print a page of the manual.
            It is made from the commands themselves, so that it holds what this version takes.

            Examples:
              lungseg man | man -l -
              lungseg man convert | man -l -
              lungseg man split > ~/.local/share/man/man1/lungseg-split.1
            """
        )
    {
        Arguments.Add(_command);
        AddOptions(_format);
    }

    public override CommandRequest Build(ParseResult parse, Terminal terminal) =>
        new ManRequest(parse.GetValue(_command), parse.GetRequiredValue(_format));
}

/// <summary>Request of <c>man</c>.</summary>
/// <param name="Name">The command; null for the program.</param>
/// <param name="Format">roff or markdown.</param>
internal sealed record ManRequest(string? Name, string Format) : CommandRequest
{
    public override ExitCode Execute(Terminal terminal)
    {
        CliCommand[] commands = [.. CommandCatalog.ListShown()];
        var command = Name is null ? null : CommandCatalog.Get(Name);
        switch (Format)
        {
            case "roff" when command is not null:
                ManPage.Write(command, commands, terminal.Out);
                break;
            case "roff":
                ManPage.WriteProgram(commands, terminal.Out);
                break;
            case "markdown" when command is null:
                ManualMarkdown.Write(commands, terminal.Out);
                break;
            case "markdown":
                throw new UsageException("--format markdown prints all commands as one page; leave COMMAND out");
            default:
                throw new UsageException($"--format is '{Format}', expected roff or markdown");
        }

        return ExitCode.Done;
    }
}
