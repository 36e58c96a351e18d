using System.CommandLine;

namespace LungSeg.Cli.Manual;

/// <summary>The manual's description of the program, one paragraph an item.</summary>
internal static class ManualText
{
    public static IReadOnlyList<string> Program { get; } =
    [
        "Looks into, checks, converts and regenerates the lung cancer segmentation data set with Lung-RADS class (DOI "
            + "10.17632/5rr22hgzwr.1) and sets like it: CT slices with lesion masks and labels. An input is opened by its index; nothing "
            + "that a pickle names is run. Not for clinical use.",
        "An INPUT is a file or folder in any readable format, found from its content, or - for standard input. Several inputs are "
            + "one data set. A row is called STEM:INDEX: the file's name without its suffixes, and the position in the file from 0.",
        "Results go to standard output, everything else to standard error. Outputs take their name when they are whole, and "
            + "replace nothing without --force.",
    ];
}

/// <summary>A line of a table of the manual.</summary>
/// <param name="Name">Exit code, variable or file.</param>
/// <param name="Text">Description.</param>
/// <param name="Concerns">Whether the entry applies to a command; null where it applies to all.</param>
internal sealed record ManualEntry(string Name, string Text, Func<Command, bool>? Concerns = null)
{
    /// <summary>The entries that apply to a command; all where it is null.</summary>
    public static IEnumerable<ManualEntry> For(Command? command, IEnumerable<ManualEntry> entries) =>
        entries.Where(entry => command is null || entry.Concerns?.Invoke(command) is not false);
}
