using System.CommandLine;
using LungSeg.Core.Splitting;

namespace LungSeg.Cli.Commands;

/// <summary>The options of <c>split</c> and what they ask for.</summary>
internal sealed class SplitArguments
{
    private const string DefaultParts = "train=0.7,val=0.15,test=0.15";
    private const int DefaultFolds = 5;
    private const int MostFolds = 1_000;
    private const int MostRepeats = 1_000;

    public Option<string?> Parts { get; } =
        new("--parts")
        {
            Description = $"Parts with their share or number of rows; one without takes the rest (default {DefaultParts})",
            HelpName = "PARTS",
        };

    public Option<int?> Folds { get; } =
        new("--folds")
        {
            Description = $"Make K folds (default {DefaultFolds} with --keep-test); --parts test=0.2 sets a test part aside first",
            HelpName = "K",
        };

    public Option<int> Repeat { get; } =
        new("--repeat")
        {
            Description = "Make R different splits of the same rows",
            HelpName = "R",
            DefaultValueFactory = _ => 1,
        };

    public Option<string?> KeepTest { get; } =
        new("--keep-test") { Description = "A data set whose rows are the test set; the inputs share the rest", HelpName = "FILE" };

    public Option<string?> Leaked { get; } =
        new("--leaked")
        {
            Description = "Rows that share a group with the kept test set: leave them out, or make them test rows",
            HelpName = "drop|move",
        };

    public Option<string> Group { get; } =
        new("--group")
        {
            Description = "What must stay together: scans inferred from the slices, nothing, or the groups of a CSV file",
            HelpName = "infer|none|FILE",
            DefaultValueFactory = _ => SplitGroups.Infer,
        };

    public Option<ulong> Seed { get; } =
        new("--seed")
        {
            Description = "Seed; the same seed gives the same split",
            HelpName = "S",
            DefaultValueFactory = _ => 1,
        };

    public Option<string?> Check { get; } =
        new("--check")
        {
            Description = "Prove a split (.csv, .json or splits_final.json) of the inputs, or list what is wrong with it",
            HelpName = "FILE",
        };

    public Option<bool> Leakage { get; } =
        new("--leakage")
        {
            Description = "List near-identical slices that two inputs share, or that one holds twice; -o FILE.png draws them",
        };

    public Option<double?> Threshold { get; } =
        new("--threshold") { Description = "Likeness from which --leakage reports pairs, 0 to 1", HelpName = "T" };

    public Option<bool> DryRun { get; } = new("--dry-run", "-n") { Description = "Show the split, write nothing" };

    /// <summary>The options as a request for a split.</summary>
    public SplitOptions Options(ParseResult parse)
    {
        var keepsTest = parse.GetValue(KeepTest) is not null;
        var folds = parse.GetValue(Folds);
        var parts = parse.GetValue(Parts);
        if (folds is null && parts is null && keepsTest)
            folds = DefaultFolds;
        if (folds is < 2 or > MostFolds)
            throw new UsageException($"--folds is {folds}, expected 2 to {MostFolds}");
        var repeats = parse.GetValue(Repeat);
        if (repeats is < 1 or > MostRepeats)
            throw new UsageException($"--repeat is {repeats}, expected 1 to {MostRepeats}");
        var leaked = LeakedAction(parse.GetValue(Leaked));
        if (leaked != LeakedRows.Refuse && !keepsTest)
            throw new UsageException("--leaked goes with --keep-test FILE");
        return new SplitOptions
        {
            Parts = PartsOf(folds is null ? parts ?? DefaultParts : parts, folds, keepsTest),
            Folds = folds,
            Repeats = repeats,
            Seed = parse.GetValue(Seed),
            Leaked = leaked,
        };
    }

    private static IReadOnlyList<SplitPart> PartsOf(string? text, int? folds, bool keepsTest)
    {
        if (text is null)
            return [];
        var parts = SplitPart.Parse(text);
        if (keepsTest && parts.Any(part => part.Name == SplitAssignment.Test))
            throw new UsageException("--keep-test gives the test part; leave it out of --parts");
        if (folds is null)
            return parts;
        if (parts is not [{ Name: SplitAssignment.Test, TakesRest: false }])
            throw new UsageException("with --folds, --parts can only set a test part aside, such as --parts test=0.2");
        return parts;
    }

    private static LeakedRows LeakedAction(string? text) =>
        text switch
        {
            null => LeakedRows.Refuse,
            "drop" => LeakedRows.Drop,
            "move" => LeakedRows.Move,
            _ => throw new UsageException($"--leaked is '{text}', expected drop or move"),
        };
}
