using LungSeg.Cli.Configuration;

namespace LungSeg.Cli;

/// <summary>Streams, terminal and environment of the process. No other class uses the console or the environment.</summary>
internal sealed record Terminal
{
    private const int WidthWithoutTerminal = 100;

    /// <summary>Opens standard input.</summary>
    public required Func<Stream> OpenInput { get; init; }

    /// <summary>Standard output, for results.</summary>
    public required TextWriter Out { get; init; }

    /// <summary>Standard error, for everything else.</summary>
    public required TextWriter Error { get; init; }

    /// <summary>The words of the command line.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>The folder in which, and above which, lungseg.toml is looked for.</summary>
    public string Folder { get; init; } = ".";

    /// <summary>The settings of the project that the run belongs to; null where there are none.</summary>
    public ProjectFile? Project { get; init; }

    /// <summary>Whether settings that stand by are not to be read.</summary>
    public bool IgnoresConfig { get; init; }

    /// <summary>Whether results go to a terminal.</summary>
    public bool OutIsTerminal { get; init; }

    /// <summary>Whether messages go to a terminal, so that progress may be shown.</summary>
    public bool ErrorIsTerminal { get; init; }

    /// <summary>Colour of results, from <see cref="TerminalColors.Resolve"/>.</summary>
    public TerminalColor Color { get; init; }

    /// <summary>Width that <c>--width</c> asks for; null without it.</summary>
    public int? AskedWidth { get; init; }

    /// <summary>Whether results are tab-separated tables, whole and without more text.</summary>
    public bool Plain { get; init; }

    /// <summary>Columns and lines of the window; null without a terminal.</summary>
    public (int Width, int Height)? Window { get; init; }

    /// <summary>Width of results in characters: as asked, by COLUMNS, of the terminal, else 100.</summary>
    public int Width => AskedWidth ?? ParseSide(Variable("COLUMNS")) ?? Window?.Width ?? WidthWithoutTerminal;

    /// <summary>Lines of the terminal; null without one.</summary>
    public int? Height => ParseSide(Variable("LINES")) ?? Window?.Height;

    /// <summary>Value of an environment variable, or null.</summary>
    public Func<string, string?> Variable { get; init; } = static _ => null;

    /// <summary>The terminal this process runs in.</summary>
    public static Terminal Open() =>
        new()
        {
            OpenInput = StandardStreams.OpenInput,
            Out = StandardStreams.OpenOutput(),
            Error = StandardStreams.OpenError(),
            OutIsTerminal = !Console.IsOutputRedirected,
            ErrorIsTerminal = !Console.IsErrorRedirected,
            Window = GetWindow(),
            Variable = Environment.GetEnvironmentVariable,
        };

    private static int? ParseSide(string? text) =>
        int.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var number) && number > 0 ? number : null;

    private static (int Width, int Height)? GetWindow() =>
        !Console.IsOutputRedirected && (Console.WindowWidth, Console.WindowHeight) is (> 0, > 0) and var window ? window : null;
}
