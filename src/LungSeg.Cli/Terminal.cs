namespace LungSeg.Cli;

/// <summary>The streams and what is known of what stands behind them: the only use of the console and the environment.</summary>
internal sealed record Terminal
{
    /// <summary>Standard input.</summary>
    public required Func<Stream> OpenInput { get; init; }

    /// <summary>Results.</summary>
    public required TextWriter Out { get; init; }

    /// <summary>Everything else.</summary>
    public required TextWriter Error { get; init; }

    /// <summary>The words of the command line.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>Whether results go to a terminal.</summary>
    public bool OutIsTerminal { get; init; }

    /// <summary>Whether messages go to a terminal, so that progress may be shown.</summary>
    public bool ErrorIsTerminal { get; init; }

    /// <summary>Columns of the terminal; 80 where there is none.</summary>
    public int Width { get; init; } = 80;

    /// <summary>Value of an environment variable, or null.</summary>
    public Func<string, string?> Variable { get; init; } = static _ => null;

    /// <summary>The terminal this process runs in.</summary>
    public static Terminal OfProcess()
    {
        // No byte order mark, and line feeds everywhere: the same bytes on every platform.
        var utf8 = new System.Text.UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        return new Terminal
        {
            OpenInput = Console.OpenStandardInput,
            Out = new StreamWriter(Console.OpenStandardOutput(), utf8, 1 << 16) { NewLine = "\n" },
            Error = new StreamWriter(Console.OpenStandardError(), utf8) { NewLine = "\n", AutoFlush = true },
            OutIsTerminal = !Console.IsOutputRedirected,
            ErrorIsTerminal = !Console.IsErrorRedirected,
            Width = WidthOf(Environment.GetEnvironmentVariable("COLUMNS")),
            Variable = Environment.GetEnvironmentVariable,
        };
    }

    /// <summary>Whether results are coloured: what was asked for, else a terminal that does not refuse it.</summary>
    public bool UsesColor(bool noColor)
    {
        if (noColor || !string.IsNullOrEmpty(Variable("NO_COLOR")))
            return false;
        if (!string.IsNullOrEmpty(Variable("FORCE_COLOR")))
            return true;
        return OutIsTerminal && Variable("TERM") != "dumb";
    }

    private static int WidthOf(string? columns)
    {
        const int Default = 80;
        if (int.TryParse(columns, System.Globalization.CultureInfo.InvariantCulture, out var asked) && asked > 0)
            return asked;
        if (Console.IsOutputRedirected)
            return Default;
        return Console.WindowWidth is > 0 and var width ? width : Default;
    }
}
