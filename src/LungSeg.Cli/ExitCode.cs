namespace LungSeg.Cli;

/// <summary>Exit codes; docs/decisions/0003 is the table. Where several apply to inputs, the highest of 1, 3 and 4.</summary>
internal enum ExitCode
{
    /// <summary>Done, nothing to report.</summary>
    Done = 0,

    /// <summary>Ran to the end with findings.</summary>
    Findings = 1,

    /// <summary>The command line or the configuration is wrong; nothing was read.</summary>
    Usage = 2,

    /// <summary>An input is missing, malformed, truncated or unsafe; the rest was done.</summary>
    Input = 3,

    /// <summary>The file system or the environment is in the way.</summary>
    Environment = 4,

    /// <summary>A fault of this program.</summary>
    Internal = 70,

    /// <summary>Ended by Ctrl-C.</summary>
    Interrupted = 130,
}
