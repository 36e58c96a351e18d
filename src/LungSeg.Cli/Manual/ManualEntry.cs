using System.CommandLine;

namespace LungSeg.Cli.Manual;

/// <summary>A line of a table of the manual.</summary>
/// <param name="Name">What it is about.</param>
/// <param name="Text">What is to be known.</param>
/// <param name="Concerns">Whether a command has to do with it; null for all.</param>
internal sealed record ManualEntry(string Name, string Text, Func<Command, bool>? Concerns = null)
{
    /// <summary>The entries for one command, all for none.</summary>
    public static IEnumerable<ManualEntry> For(Command? command, IEnumerable<ManualEntry> entries) =>
        entries.Where(entry => command is null || entry.Concerns?.Invoke(command) is not false);
}
