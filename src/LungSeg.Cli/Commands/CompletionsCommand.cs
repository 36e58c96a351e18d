using System.CommandLine;
using LungSeg.Cli.Completion;

namespace LungSeg.Cli.Commands;

/// <summary><c>completions</c>: the script that makes a shell complete the words of this program.</summary>
internal static class CompletionsCommand
{
    public static Command Create(Terminal terminal)
    {
        var shell = new Argument<string>("SHELL") { Description = $"The shell: {string.Join(", ", ShellScripts.Shells)}" };
        var command = new Command(
            "completions",
            """
            Print the script that makes a shell complete commands, options, formats, columns, files, rows and labels.
            What can follow is asked of lungseg at each Tab; rows and labels are read from the index of the inputs on the line.

            Examples:
              source <(lungseg completions bash)
              lungseg completions zsh > ~/.zfunc/_lungseg
              lungseg completions fish > ~/.config/fish/completions/lungseg.fish
              lungseg completions pwsh | Out-String | Invoke-Expression
            """
        )
        {
            shell,
        };
        command.SetAction(parse =>
        {
            var asked = parse.GetRequiredValue(shell);
            terminal.Out.Write(
                ShellScripts.Of(asked)
                    ?? throw new UsageException($"shell '{asked}' is not known, expected {string.Join(", ", ShellScripts.Shells)}")
            );
            return (int)ExitCode.Done;
        });
        return command;
    }
}
