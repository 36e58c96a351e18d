namespace LungSeg.Cli;

/// <summary>Colours that the terminal has.</summary>
internal enum TerminalColor
{
    /// <summary>Characters only.</summary>
    None,

    /// <summary>The 16 colours whose tones the user sets.</summary>
    Ansi16,

    /// <summary>The 256 colours of xterm.</summary>
    Ansi256,

    /// <summary>24-bit colours.</summary>
    TrueColor,
}

/// <summary>Decides whether results are coloured, and in how many colours, once for a run.</summary>
internal static class TerminalColors
{
    /// <summary>Colour by option, else by environment variables, else by what the terminal supports.</summary>
    public static TerminalColor Resolve(Terminal terminal, bool noColor)
    {
        if (noColor || IsSet(terminal, "NO_COLOR"))
        {
            return TerminalColor.None;
        }

        return IsSet(terminal, "FORCE_COLOR") || (terminal.OutIsTerminal && terminal.Variable("TERM") != "dumb")
            ? GetDepth(terminal.Variable("COLORTERM"), terminal.Variable("TERM") ?? string.Empty)
            : TerminalColor.None;
    }

    private static TerminalColor GetDepth(string? colorTerm, string term) =>
        colorTerm is "truecolor" or "24bit" || term.EndsWith("-direct", StringComparison.Ordinal) ? TerminalColor.TrueColor
        : term.Contains("256color", StringComparison.Ordinal) ? TerminalColor.Ansi256
        : TerminalColor.Ansi16;

    private static bool IsSet(Terminal terminal, string variable) => !string.IsNullOrEmpty(terminal.Variable(variable));
}
