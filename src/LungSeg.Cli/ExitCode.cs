namespace LungSeg.Cli;

/// <summary>Exit codes; docs/decisions/0003 explains them. Where several of 1, 3 and 4 apply, the highest is returned.</summary>
internal enum ExitCode
{
    /// <summary>Success without findings.</summary>
    Done = 0,

    /// <summary>Success with findings.</summary>
    Findings = 1,

    /// <summary>The command line or the configuration is wrong; nothing was read.</summary>
    Usage = 2,

    /// <summary>An input is missing, malformed, truncated or unsafe; the rest was done.</summary>
    Input = 3,

    /// <summary>An error of the file system or the environment.</summary>
    Environment = 4,

    /// <summary>A bug in lungseg.</summary>
    Internal = 70,

    /// <summary>The run was ended by Ctrl-C.</summary>
    Interrupted = 130,
}

/// <summary>Several exit codes of one run.</summary>
internal static class ExitCodes
{
    /// <summary>The highest; <see cref="ExitCode.Done"/> of none.</summary>
    public static ExitCode Worst(params IEnumerable<ExitCode> codes) => codes.DefaultIfEmpty().Max();
}
