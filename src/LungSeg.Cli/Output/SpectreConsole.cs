using Spectre.Console;
using Spectre.Console.Rendering;

namespace LungSeg.Cli.Output;

/// <summary>Creates a Spectre console on a given stream, with our rules for colour and width instead of Spectre's detection.</summary>
internal static class SpectreConsole
{
    /// <summary>Width where the output is not a terminal, so that no table is folded.</summary>
    private const int UnboundedWidth = 4096;

    public static IAnsiConsole Create(Terminal terminal)
    {
        var console = AnsiConsole.Create(
            new AnsiConsoleSettings
            {
                // Without ANSI the library colours through System.Console, which resets colours even in uncoloured output.
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

    /// <summary>Removes all styles, so that no escape sequence is written.</summary>
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
