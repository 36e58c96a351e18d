namespace LungSeg.Cli;

/// <summary>The command line is wrong; the message says what to type instead.</summary>
internal sealed class UsageException(string message) : Exception(message);
