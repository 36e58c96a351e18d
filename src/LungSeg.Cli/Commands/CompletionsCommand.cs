using System.CommandLine;
using LungSeg.Cli.Completion;

namespace LungSeg.Cli.Commands;

/// <summary><c>completions</c>: prints the script that makes a shell complete the arguments of lungseg.</summary>
internal sealed class CompletionsCommand : CliCommand
{
    private readonly Argument<string> _shell = new("SHELL") { Description = $"The shell: {string.Join(", ", ShellScripts.Shells)}" };

    public CompletionsCommand()
        : base(
            "completions",
            """
            Print the script that makes a shell complete commands, options, formats, columns, files, rows and labels.
            What can follow is asked of lungseg at each Tab; rows and labels are read from the index of the inputs on the line.

            Examples:
              source <(lungseg completions bash)
              lungseg completions zsh > ~/.zfunc/_lungseg
              lungseg completions fish > ~/.config/fish/completions/lungseg.fish
            """
        )
    {
        Arguments.Add(_shell);
    }

    public override CommandRequest Build(ParseResult parse, Terminal terminal)
    {
        var shell = parse.GetRequiredValue(_shell);
        return new CompletionsRequest(
            ShellScripts.Find(shell)
                ?? throw new UsageException($"shell '{shell}' is not known, expected {string.Join(", ", ShellScripts.Shells)}")
        );
    }
}

/// <summary>Request of <c>completions</c>.</summary>
internal sealed record CompletionsRequest(string Script) : CommandRequest
{
    public override ExitCode Execute(Terminal terminal)
    {
        terminal.Out.Write(Script);
        return ExitCode.Done;
    }
}
