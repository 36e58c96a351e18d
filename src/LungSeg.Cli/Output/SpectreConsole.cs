using Spectre.Console;

namespace LungSeg.Cli.Output;

/// <summary>Makes a Spectre console on our own stream, so that colour and width follow our rules and not its detection.</summary>
internal static class SpectreConsole
{
    /// <summary>Wide enough that no table is folded where there is no terminal to fold it for.</summary>
    private const int UnboundedWidth = 4096;

    public static IAnsiConsole Create(Terminal terminal, bool color)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = color ? AnsiSupport.Yes : AnsiSupport.No,
            ColorSystem = color ? ColorSystemSupport.TrueColor : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(terminal.Out),
            Enrichment = new ProfileEnrichment { UseDefaultEnrichers = false },
        });
        console.Profile.Width = terminal.OutIsTerminal ? terminal.Width : UnboundedWidth;
        return console;
    }
}
