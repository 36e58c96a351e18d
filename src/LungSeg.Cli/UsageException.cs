namespace LungSeg.Cli;

/// <summary>The command line is wrong; the message says what to type instead.</summary>
internal sealed class UsageException(string message) : Exception(message);

/// <summary>The selection holds no row, which is no good news.</summary>
internal sealed class NoRowsException(string message) : Exception(message);

/// <summary>A selected row may belong to an input that could not be read. The exit code is that of the input.</summary>
internal sealed class UnreadRowsException(string message, ExitCode code) : Exception(message)
{
    public ExitCode Code => code;
}
