using System.CommandLine;

namespace LungSeg.Cli.Commands;

/// <summary>All commands, in the order in which help lists them.</summary>
internal static class CommandCatalog
{
    private static readonly (string Name, Func<Terminal, Command> Create)[] Known =
    [
        ("inspect", InspectCommand.Create),
        ("convert", ConvertCommand.Create),
        ("stats", StatsCommand.Create),
        ("threshold", ThresholdCommand.Create),
        ("split", SplitCommand.Create),
        ("validate", ValidateCommand.Create),
        ("demo", DemoCommand.Create),
        ("merge", MergeCommand.Create),
        ("completions", CompletionsCommand.Create),
        ("man", ManCommand.Create),
        (CompleteCommand.Name, CompleteCommand.Create),
    ];

    /// <summary>The command of this name; null for none.</summary>
    /// <remarks>Each has a score of options: to make those of all commands costs a run of one of them more than its own start.</remarks>
    public static Command? TryFind(string name, Terminal terminal) =>
        Array.Find(Known, command => command.Name == name).Create?.Invoke(terminal);

    /// <summary>The command of this name; null for an option, and for what is not like any command.</summary>
    /// <exception cref="UsageException">It is nearly the name of one.</exception>
    public static Command? Find(string name, Terminal terminal) =>
        TryFind(name, terminal)
        ?? (Nearest(name) is { } nearest ? throw new UsageException($"there is no command '{name}'; did you mean {nearest}?") : null);

    /// <summary>The command of this name.</summary>
    /// <exception cref="UsageException">There is none.</exception>
    public static Command Get(string name, Terminal terminal) =>
        Find(name, terminal) ?? throw new UsageException($"there is no command '{name}'; 'lungseg --help' lists them");

    /// <summary>All commands but those that only programs call.</summary>
    public static IEnumerable<Command> Shown(Terminal terminal) =>
        Known.Select(command => command.Create(terminal)).Where(command => !command.Hidden);

    private static string? Nearest(string name) =>
        name.StartsWith('-')
            ? null
            : NearestWord.To(name, Known.Select(command => command.Name).Where(known => known != CompleteCommand.Name));
}
