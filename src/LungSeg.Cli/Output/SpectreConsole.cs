using Spectre.Console;
using Spectre.Console.Rendering;

namespace LungSeg.Cli.Output;

/// <summary>Makes a Spectre console on our own stream, so that colour and width follow our rules and not its detection.</summary>
internal static class SpectreConsole
{
    /// <summary>Wide enough that no table is folded where the output is not a terminal.</summary>
    private const int UnboundedWidth = 4096;

    public static IAnsiConsole Create(Terminal terminal)
    {
        var console = AnsiConsole.Create(
            new AnsiConsoleSettings
            {
                // Without ANSI the library would colour through the system's console, and reset its colours even where nothing has one.
                Ansi = AnsiSupport.Yes,
                ColorSystem = terminal.Color == TerminalColor.TrueColor ? ColorSystemSupport.TrueColor : ColorSystemSupport.NoColors,
                Interactive = InteractionSupport.No,
                Out = new AnsiConsoleOutput(terminal.Out),
                Enrichment = new ProfileEnrichment { UseDefaultEnrichers = false },
            }
        );
        if (terminal.Color == TerminalColor.None)
        {
            console.Pipeline.Attach(new PlainText());
        }

        console.Profile.Width = terminal.OutIsTerminal ? terminal.Width : UnboundedWidth;
        return console;
    }

    /// <summary>Takes all styles from what is written, so that no escape sequence is.</summary>
    private sealed class PlainText : IRenderHook
    {
        public IEnumerable<IRenderable> Process(RenderOptions options, IEnumerable<IRenderable> renderables) =>
            renderables.Select(renderable => new Plain(renderable));
    }

    private sealed class Plain(IRenderable styled) : IRenderable
    {
        public Measurement Measure(RenderOptions options, int maxWidth) => styled.Measure(options, maxWidth);

        public IEnumerable<Segment> Render(RenderOptions options, int maxWidth) =>
            styled
                .Render(options, maxWidth)
                .Where(segment => !segment.IsControlCode)
                .Select(segment => segment.IsLineBreak ? segment : new Segment(segment.Text));
    }
}
