namespace LungSeg.Cli;

/// <summary>What the user asked for cannot be asked for; the message says what to type instead.</summary>
internal sealed class UsageException(string message) : Exception(message);
