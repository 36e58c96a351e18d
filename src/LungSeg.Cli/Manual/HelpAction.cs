using System.CommandLine;
using System.CommandLine.Invocation;

namespace LungSeg.Cli.Manual;

/// <summary>Runs <c>--help</c>: the page of the command on the line, else that of the program.</summary>
internal sealed class HelpAction(Terminal terminal) : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        if (parseResult.CommandResult.Command is CliCommand command)
        {
            HelpPage.Write(command, command.Adapt(parseResult, terminal));
        }
        else
        {
            HelpPage.WriteProgram(terminal with { Color = TerminalColors.Resolve(terminal, noColor: false) });
        }

        return (int)ExitCode.Done;
    }
}
