namespace LungSeg.Cli;

/// <summary>Colours of the output.</summary>
internal enum TerminalColor
{
    /// <summary>Characters only.</summary>
    None,

    /// <summary>24-bit colour escape sequences.</summary>
    TrueColor,
}

/// <summary>Decides whether results are coloured, once for a run.</summary>
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
            ? TerminalColor.TrueColor
            : TerminalColor.None;
    }

    private static bool IsSet(Terminal terminal, string variable) => !string.IsNullOrEmpty(terminal.Variable(variable));
}
