namespace LungSeg.Cli.Commands;

/// <summary>All commands, in the order in which help lists them.</summary>
internal static class CommandCatalog
{
    /// <summary>Called by the scripts of <c>completions</c> only.</summary>
    private const string Complete = "complete";

    private static readonly (string Name, Func<CliCommand> Create)[] Known =
    [
        ("inspect", () => new InspectCommand()),
        ("convert", () => new ConvertCommand()),
        ("stats", () => new StatsCommand()),
        ("threshold", () => new ThresholdCommand()),
        ("split", () => new SplitCommand()),
        ("validate", () => new ValidateCommand()),
        ("demo", () => new DemoCommand()),
        ("merge", () => new MergeCommand()),
        ("completions", () => new CompletionsCommand()),
        ("man", () => new ManCommand()),
        (Complete, () => new CompleteCommand()),
    ];

    /// <summary>The command of this name; null for none.</summary>
    /// <remarks>Only this command is created. Creating the options of all commands would take longer than the rest of the start.</remarks>
    public static CliCommand? TryFind(string name) => Array.Find(Known, command => command.Name == name).Create?.Invoke();

    /// <summary>The command of this name; null for an option, and for a word that is not similar to a command.</summary>
    /// <exception cref="UsageException">The word is similar to the name of a command.</exception>
    public static CliCommand? Find(string name) =>
        TryFind(name)
        ?? (FindNearest(name) is { } nearest ? throw new UsageException($"unknown command '{name}'; did you mean {nearest}?") : null);

    /// <summary>The command of this name.</summary>
    /// <exception cref="UsageException">The command is unknown.</exception>
    public static CliCommand Get(string name) =>
        Find(name) ?? throw new UsageException($"unknown command '{name}'; 'lungseg --help' lists them");

    /// <summary>All commands that help lists.</summary>
    public static IEnumerable<CliCommand> ListShown() =>
        Known.Where(command => command.Name != Complete).Select(command => command.Create());

    private static string? FindNearest(string name) =>
        name.StartsWith('-') ? null : NearestWord.To(name, Known.Select(command => command.Name).Where(known => known != Complete));
}
