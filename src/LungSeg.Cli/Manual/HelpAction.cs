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
            HelpPage.Write(command, terminal with { AskedWidth = command.GetWidth(parseResult) });
        }
        else
        {
            HelpPage.WriteProgram(terminal);
        }

        return (int)ExitCode.Done;
    }
}
