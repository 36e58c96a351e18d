using System.CommandLine;
using LungSeg.Cli.Manual;

namespace LungSeg.Cli.Commands;

/// <summary><c>man</c>: the manual, made from the commands themselves.</summary>
internal static class ManCommand
{
    public static Command Create(Terminal terminal)
    {
        var asked = new Argument<string?>("COMMAND")
        {
            Description = "Command whose page is printed (default: the page of the program)",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var format = new Option<string>("--format")
        {
            Description = "roff for man, or markdown for the options of all commands",
            HelpName = "roff|markdown",
            DefaultValueFactory = _ => "roff",
        };
        var command = new Command(
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
            asked,
            format,
        };
        command.SetAction(parse => (int)Execute(parse.GetValue(asked), parse.GetRequiredValue(format), terminal));
        return command;
    }

    public static ExitCode Execute(string? name, string format, Terminal terminal)
    {
        Command[] commands = [.. CommandCatalog.Shown(terminal)];
        var command = name is null ? null : CommandCatalog.Get(name, terminal);
        switch (format)
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
                throw new UsageException($"--format is '{format}', expected roff or markdown");
        }

        return ExitCode.Done;
    }
}
