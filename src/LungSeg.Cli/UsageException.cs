namespace LungSeg.Cli;

/// <summary>The command line is wrong; the message says what to type instead.</summary>
internal sealed class UsageException(string message) : Exception(message);

/// <summary>Rows were asked for that may be of an input that could not be read: the exit code is that of the input.</summary>
internal sealed class UnreadRowsException(string message, ExitCode code) : Exception(message)
{
    public ExitCode Code => code;
}
