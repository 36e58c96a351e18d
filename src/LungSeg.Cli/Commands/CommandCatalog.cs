namespace LungSeg.Cli.Commands;

/// <summary>All commands, in the order in which help lists them.</summary>
internal static class CommandCatalog
{
    private const string Look = "Look";
    private const string Check = "Check";
    private const string Make = "Make";
    private const string Other = "Other";

    /// <summary>Called by the scripts of <c>completions</c> only.</summary>
    private const string Complete = "complete";

    private static readonly CommandEntry[] Known =
    [
        new("inspect", Look, "What is in a file: rows, columns, labels; draw a row", () => new InspectCommand()),
        new("stats", Look, "Figures by class: HU, lesion size, what hu_array kept", () => new StatsCommand()),
        new("browse", Look, "A page to look through slices and findings, and mark rows", () => new BrowseCommand()),
        new("validate", Check, "Rules over the data, for people and CI jobs", () => new ValidateCommand()),
        new("threshold", Check, "Which method made hu_array (--check); make it anew", () => new ThresholdCommand()),
        new("diff", Check, "What changed between two versions of a data set", () => new DiffCommand()),
        new("evaluate", Check, "How good predicted masks are; which model is better", () => new EvaluateCommand()),
        new("verify", Check, "Are files whole and unchanged? Against checksums", () => new VerifyCommand()),
        new("split", Make, "Parts or folds that keep scans together; leakage", () => new SplitCommand()),
        new("match", Make, "Patient, place and readers of slices, from LIDC-IDRI", () => new MatchCommand()),
        new("convert", Make, "Another format: nnU-Net, NIfTI, PNG, COCO, npz ...", () => new ConvertCommand()),
        new("card", Make, "Croissant, datasheet and hub card with measured facts", () => new CardCommand()),
        new("merge", Make, "One output from the shards of a job array", () => new MergeCommand()),
        new("demo", Make, "A phantom data set to try everything on", () => new DemoCommand()),
        new("completions", Other, "Script that lets a shell complete the line", () => new CompletionsCommand()),
        new("man", Other, "Manual pages", () => new ManCommand()),
        new(Complete, Other, string.Empty, () => new CompleteCommand()),
    ];

    /// <summary>The commands that help lists.</summary>
    public static IEnumerable<CommandEntry> Shown => Known.Where(command => command.Name != Complete);

    /// <summary>The command of this name; null for none.</summary>
    /// <remarks>Only this command is created. Creating the options of all commands would take longer than the rest of the start.</remarks>
    public static CliCommand? TryFind(string name) => Array.Find(Known, command => command.Name == name)?.Create();

    /// <summary>The command of this name.</summary>
    /// <exception cref="UsageException">The command is unknown; the message says what may be meant.</exception>
    public static CliCommand Get(string name) => TryFind(name) ?? throw new UsageException(Describe(name));

    /// <summary>All commands that help lists.</summary>
    public static IEnumerable<CliCommand> ListShown() => Shown.Select(command => command.Create());

    private static string Describe(string name)
    {
        if (name.StartsWith('-'))
        {
            return $"{name} stands before the command, write it behind: lungseg COMMAND {name}; 'lungseg --help' lists the commands";
        }

        if (NearestWord.To(name, Shown.Select(command => command.Name)) is { } nearest)
        {
            return $"unknown command '{name}'; did you mean {nearest}?";
        }

        return name.AsSpan().ContainsAny('.', '/', '\\') || Path.Exists(name)
            ? $"'{name}' is no command; to look into it: lungseg inspect {name}"
            : $"unknown command '{name}'; 'lungseg --help' lists them";
    }
}

/// <summary>A command in the list of help.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Group">Heading under which it stands.</param>
/// <param name="Summary">What it does, in a line of 80 characters beside its name.</param>
/// <param name="Create">Creates it.</param>
internal sealed record CommandEntry(string Name, string Group, string Summary, Func<CliCommand> Create);
