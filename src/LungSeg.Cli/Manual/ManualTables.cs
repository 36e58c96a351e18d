using System.CommandLine;

namespace LungSeg.Cli.Manual;

/// <summary>Tables of the manual: exit codes, environment variables and files.</summary>
internal static class ManualTables
{
    /// <summary>Exit codes; docs/decisions/0003 gives the reasons.</summary>
    public static IReadOnlyList<ManualEntry> ExitCodes { get; } =
    [
        new("0", "Done, nothing to report."),
        new(
            "1",
            "Ran to the end with findings: validate, diff, verify, split --check, split --leakage, threshold --check, "
                + "a merge of their shards, evaluate --fail-under, threshold --on-failure fail.",
            command => command.Name is "validate" or "split" or "threshold" or "diff" or "verify" or "evaluate" or "merge"
        ),
        new("2", "The command line or the configuration is wrong, and nothing was read; or no row is chosen (--allow-empty makes that 0)."),
        new("3", "An input is missing, malformed, truncated or unsafe; the rest of the inputs was done.", IsWork),
        new("4", "The file system or the environment: no permission, disk full, the output exists."),
        new("70", "A fault of this program; run again with --debug and report it."),
        new("129, 130, 131, 143", "Ended by HUP, by Ctrl-C, by QUIT, by TERM."),
    ];

    /// <summary>All environment variables that lungseg reads.</summary>
    public static IReadOnlyList<ManualEntry> Variables { get; } =
    [
        new("TMPDIR", "Folder for inputs that are unpacked, and for standard input, which is kept there while it is read.", IsWork),
        new("LUNGSEG_MAX_INFLATED_BYTES", "Maximum inflated size of a compressed input, in bytes.", IsWork),
        new("NO_COLOR", "Not empty: no colour.", HasColor),
        new("FORCE_COLOR", "Not empty: colour also where output is not a terminal.", HasColor),
        new("TERM", "dumb: no colour.", HasColor),
        new("COLORTERM", "truecolor or 24bit: colours of 24 bits; else TERM says whether there are 256 colours or 16.", HasColor),
        new("COLUMNS", "Width of tables, text and pictures (default: that of the terminal, else 100).", HasColor),
        new("LINES", "Height that a picture in the terminal fits (default: that of the terminal).", HasColor),
        new(
            "SLURM_ARRAY_TASK_ID, SLURM_ARRAY_TASK_MIN, SLURM_ARRAY_TASK_STEP, SLURM_ARRAY_TASK_COUNT",
            "Give --shard auto its shard in a Slurm job array.",
            HasShards
        ),
        new("JOB_COMPLETION_INDEX, JOB_COMPLETIONS", "Give --shard auto its shard in an Indexed Job of Kubernetes.", HasShards),
        new("DISPLAY, WAYLAND_DISPLAY", "One of them: a browser can be opened on Linux.", command => command.Name == "browse"),
        new("SSH_CONNECTION", "The browser is elsewhere: none is opened, and the tunnel is named.", command => command.Name == "browse"),
        new("GITHUB_STEP_SUMMARY", "File that --format github adds its summary to.", command => command.Name == "validate"),
    ];

    /// <summary>Files that are not named on the command line.</summary>
    public static IReadOnlyList<ManualEntry> Files { get; } =
    [
        new(
            "lungseg.json",
            "Settings of validate, read from the current folder unless --config names another file.",
            command => command.Name == "validate"
        ),
        new(
            "OUT.shard-I-of-N",
            "Shard, which --shard I/N writes instead of OUT, for merge.",
            command => command.Name == "merge" || (HasShards(command) && command.Name != "stats")
        ),
        new(
            ".OUT.tmp-*",
            "Folder of an output that is being written; deleted when the output is complete or the run is stopped.",
            HasOutput
        ),
    ];

    private static bool IsWork(Command command) => HasOption(command, "--from") || command.Name == "merge";

    private static bool HasColor(Command command) => HasOption(command, "--no-color");

    private static bool HasShards(Command command) => HasOption(command, "--shard");

    private static bool HasOutput(Command command) => HasOption(command, "--output") || HasOption(command, "--report");

    private static bool HasOption(Command command, string name) => command.Options.Any(option => option.Name == name);
}
