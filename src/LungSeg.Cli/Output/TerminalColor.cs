namespace LungSeg.Cli.Output;

/// <summary>What a terminal can show.</summary>
internal enum TerminalColor
{
    /// <summary>Characters only.</summary>
    None,

    /// <summary>24-bit colour escape sequences.</summary>
    TrueColor,
}
