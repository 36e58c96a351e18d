using System.CommandLine;
using LungSeg.Core.Formats;
using LungSeg.Core.Splitting;

namespace LungSeg.Cli.Commands;

/// <summary><c>split</c>: makes parts or folds that never divide a group, checks a split, or finds leakage between data sets.</summary>
internal sealed class SplitCommand : CliCommand
{
    private const string DefaultParts = "train=0.7,val=0.15,test=0.15";
    private const int DefaultFolds = 5;
    private const int MaxFolds = 1_000;
    private const int MaxRepeats = 1_000;

    private readonly Option<string?> _parts = new("--parts")
    {
        Description = $"Parts with their share or number of rows; a part without a number takes the rest (default {DefaultParts})",
        HelpName = "PARTS",
    };

    private readonly Option<int?> _folds = new("--folds")
    {
        Description = $"Make K folds (default {DefaultFolds} with --keep-test); --parts test=0.2 sets a test part aside first",
        HelpName = "K",
    };

    private readonly Option<int> _repeat = new("--repeat")
    {
        Description = "Make R different splits of the same rows",
        HelpName = "R",
        DefaultValueFactory = _ => 1,
    };

    private readonly Option<string?> _keepTest = new("--keep-test")
    {
        Description = "A data set whose rows are the test set; the inputs share the rest",
        HelpName = "FILE",
    };

    private readonly Option<string?> _leaked = new("--leaked")
    {
        Description = "Rows that share a group with the kept test set: leave them out, or make them test rows",
        HelpName = "drop|move",
    };

    private readonly Option<string> _group = new("--group")
    {
        Description = "What must stay together: scans inferred from the slices, nothing, or the groups of a CSV file",
        HelpName = "infer|none|FILE",
        DefaultValueFactory = _ => SplitGroups.Infer,
    };

    private readonly Option<ulong> _seed = new("--seed")
    {
        Description = "Seed; the same seed gives the same split",
        HelpName = "S",
        DefaultValueFactory = _ => 1,
    };

    private readonly Option<string?> _check = new("--check")
    {
        Description = "Check a split (.csv, .json or splits_final.json) of the inputs and list its faults",
        HelpName = "FILE",
    };

    private readonly Option<string> _splitBy = SplitByOption.Create();

    private readonly Option<bool> _leakage = new("--leakage")
    {
        Description = "List near-identical slices that two inputs share, or that one holds twice; -o FILE.png draws them",
    };

    private readonly Option<double?> _threshold = new("--threshold")
    {
        Description = "Likeness from which --leakage reports pairs, 0 to 1",
        HelpName = "T",
    };

    public SplitCommand()
        : base(
            "split",
            """
            Split rows into train, val and test or into folds, balanced by class and lesion size, never across the slices of one scan.

            Examples:
              lungseg split lung_cancer_train.pkl --folds 5 -o folds.csv
              lungseg split --check folds.csv lung_cancer_train.pkl
              lungseg split --leakage lung_cancer_train.pkl lung_cancer_test.pkl
            """
        )
    {
        Common.DryRun.Description = "Show the split, write nothing";
        Arguments.Add(Common.Inputs);
        AddOptions(Common.Reading);
        AddOptions(Common.RowChoice);
        AddOptions(_parts, _folds, _repeat, _keepTest, _leaked, _group, _seed, _check, _splitBy, _leakage, _threshold);
        AddOptions(Common.Shard, Common.Output, Common.Force, Common.DryRun, Common.Json);
        AddOptions(Common.Printing);
        AddOptions(Common.General);
    }

    protected override IEnumerable<Option[]> Alternatives =>
        [.. base.Alternatives, .. Common.RowChoice.Select(option => new Option[] { _check, option })];

    public override CommandRequest Build(ParseResult parse, Terminal terminal)
    {
        if (parse.GetValue(_leakage))
        {
            return BuildLeakage(parse, terminal);
        }

        if (IsGiven(parse, _threshold))
        {
            throw new UsageException("--threshold goes with --leakage");
        }

        var keepTest = parse.GetValue(_keepTest);
        var settings = Common.BuildSettings(parse, terminal, Leniency.Strict, moreInput: keepTest);
        var options = BuildOptions(parse);
        var group = parse.GetRequiredValue(_group);
        var isByKey = SplitByOption.IsByKey(parse, _splitBy, _check);
        return parse.GetValue(_check) is { } check
            ? new SplitCheckRequest
            {
                Settings = settings,
                File = check,
                IsByKey = isByKey,
                Group = group,
                Seed = options.Seed,
            }
            : new SplitRequest
            {
                Settings = settings,
                Options = options,
                KeepTest = keepTest,
                Group = group,
                HasDefaultParts = parse.GetValue(_folds) is null && parse.GetValue(_parts) is null,
            };
    }

    private LeakageRequest BuildLeakage(ParseResult parse, Terminal terminal)
    {
        if (parse.GetValue(_check) is not null)
        {
            throw new UsageException("--check does not go with --leakage");
        }

        if (parse.GetValue(Common.Shard) is not null)
        {
            throw new UsageException("--shard does not go with --leakage");
        }

        return new LeakageRequest
        {
            Settings = Common.BuildSettings(parse, terminal, Leniency.Strict),
            Threshold = parse.GetValue(_threshold),
        };
    }

    /// <summary>Options of the split from the command line.</summary>
    private SplitOptions BuildOptions(ParseResult parse)
    {
        var keepsTest = parse.GetValue(_keepTest) is not null;
        var folds = parse.GetValue(_folds);
        var parts = parse.GetValue(_parts);
        if (folds is null && parts is null && keepsTest)
        {
            folds = DefaultFolds;
        }

        if (folds is < 2 or > MaxFolds)
        {
            throw new UsageException($"--folds is {folds}, expected 2 to {MaxFolds}");
        }

        var repeats = parse.GetValue(_repeat);
        if (repeats is < 1 or > MaxRepeats)
        {
            throw new UsageException($"--repeat is {repeats}, expected 1 to {MaxRepeats}");
        }

        var leaked = ParseLeaked(parse.GetValue(_leaked));
        if (leaked != LeakedRows.Refuse && !keepsTest)
        {
            throw new UsageException("--leaked goes with --keep-test FILE");
        }

        return new SplitOptions
        {
            Parts = ParseParts(folds is null ? parts ?? DefaultParts : parts, folds, keepsTest),
            Folds = folds,
            Repeats = repeats,
            Seed = parse.GetValue(_seed),
            Leaked = leaked,
        };
    }

    private static IReadOnlyList<SplitPart> ParseParts(string? text, int? folds, bool keepsTest)
    {
        if (text is null)
        {
            return [];
        }

        var parts = SplitPart.Parse(text);
        if (keepsTest && parts.Any(part => part.Name == SplitAssignment.Test))
        {
            throw new UsageException("--keep-test gives the test part; leave it out of --parts");
        }

        if (folds is null)
        {
            return parts;
        }

        if (parts is not [{ Name: SplitAssignment.Test, TakesRest: false }])
        {
            throw new UsageException("with --folds, --parts can only set a test part aside, such as --parts test=0.2");
        }

        return parts;
    }

    private static LeakedRows ParseLeaked(string? text) =>
        text switch
        {
            null => LeakedRows.Refuse,
            "drop" => LeakedRows.Drop,
            "move" => LeakedRows.Move,
            _ => throw new UsageException($"--leaked is '{text}', expected drop or move"),
        };
}
