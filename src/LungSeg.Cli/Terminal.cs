namespace LungSeg.Cli;

/// <summary>Streams, terminal and environment of the process. No other class uses the console or the environment.</summary>
internal sealed record Terminal
{
    /// <summary>Opens standard input.</summary>
    public required Func<Stream> OpenInput { get; init; }

    /// <summary>Standard output, for results.</summary>
    public required TextWriter Out { get; init; }

    /// <summary>Standard error, for everything else.</summary>
    public required TextWriter Error { get; init; }

    /// <summary>The words of the command line.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>Whether results go to a terminal.</summary>
    public bool OutIsTerminal { get; init; }

    /// <summary>Whether messages go to a terminal, so that progress may be shown.</summary>
    public bool ErrorIsTerminal { get; init; }

    /// <summary>Colour of results, from <see cref="TerminalColors.Resolve"/>.</summary>
    public TerminalColor Color { get; init; }

    /// <summary>Columns of the terminal; 80 without a terminal.</summary>
    public int Width { get; init; } = 80;

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
            Width = GetWidth(Environment.GetEnvironmentVariable("COLUMNS")),
            Variable = Environment.GetEnvironmentVariable,
        };

    private static int GetWidth(string? columns)
    {
        const int Default = 80;
        if (int.TryParse(columns, System.Globalization.CultureInfo.InvariantCulture, out var asked) && asked > 0)
        {
            return asked;
        }

        if (Console.IsOutputRedirected)
        {
            return Default;
        }

        return Console.WindowWidth is > 0 and var width ? width : Default;
    }
}
