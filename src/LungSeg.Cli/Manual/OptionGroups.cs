using System.CommandLine;

namespace LungSeg.Cli.Manual;

/// <summary>The headings under which help, man pages and documents list the options of a command.</summary>
internal static class OptionGroups
{
    public const string Input = "Input";
    private const string Output = "Output";
    private const string General = "General";

    /// <summary>Options that stand under the same heading in every command.</summary>
    private static readonly (string Heading, string[] Options)[] BeforeOwn =
    [
        (
            Input,
            [
                "--from",
                "--column",
                "--columns",
                "--columns-from",
                "--on",
                "--masks",
                "--mask-place",
                "--mask-resample",
                "--lesion",
                "--labels",
                "--label-names",
                "--seg-threshold",
                "--lidc-readers",
                "--lidc-outline",
                "--assume-hu",
                "--assume-signed",
                "--merge",
            ]
        ),
        ("Choosing rows", ["--rows", "--label", "--where", "--with", "--without", "--without-marks", "--allow-empty"]),
    ];

    private static readonly (string Heading, string[] Options)[] AfterOwn =
    [
        (
            Output,
            [
                "--output",
                "--force",
                "--dry-run",
                "--csv",
                "--report",
                "--format",
                "--json",
                "--jsonl",
                "--salvage",
                "--sha256",
                "--verify",
                "--width",
                "--plain",
                "--no-color",
            ]
        ),
        (General, ["--shard", "--jobs", "--quiet", "--no-config", "--debug", "--help"]),
    ];

    /// <summary>Headings for the other options of a command; the last heading is for those that no list names.</summary>
    private static readonly Dictionary<string, (string Heading, string[] Options)[]> Own = new()
    {
        ["inspect"] = [("What to show", [])],
        ["stats"] = [("Figures", [])],
        ["threshold"] = [("Method", [])],
        ["validate"] = [("Rules", [])],
        ["demo"] = [("Phantom", [])],
        ["man"] = [("Page", ["--format"])],
        ["evaluate"] =
        [
            ("Predictions", ["--prediction", "--prediction-column", "--probability", "--class", "--missing", "--resize", "--converted"]),
            ("Figures", []),
        ],
        ["match"] = [("Collection", [])],
        ["verify"] = [("Manifest", [])],
        ["diff"] = [("Findings", [])],
        ["browse"] = [("Shown", ["--prediction", "--probability", "--lidc"]), ("Page", [])],
        ["split"] =
        [
            ("Split", ["--parts", "--folds", "--repeat", "--keep-test", "--leaked", "--group", "--seed"]),
            ("Check and leakage", []),
        ],
        ["card"] = [("What you say", [])],
        ["convert"] =
        [
            (
                "Pixels",
                [
                    "--image",
                    "--hu-array",
                    "--window",
                    "--dtype",
                    "--preset",
                    "--size",
                    "--resample",
                    "--lesion-crop",
                    "--lesion-area",
                    "--mask-value",
                ]
            ),
            ("Card", ["--card", "--card-file", "--license", "--creator", "--url", "--date", "--draft"]),
            ("Labels and parts", ["--label-map", "--classes", "--split", "--split-by"]),
            ("Format", ["--to"]),
        ],
    };

    /// <summary>The options of a command under their headings.</summary>
    public static IEnumerable<OptionGroup> Of(Command command)
    {
        var own = Own.GetValueOrDefault(command.Name, [("Options", [])]);
        var named = own.SelectMany(group => group.Options).ToHashSet();
        var left = OptionText.Of(command).ToList();
        var before = Take(left, BeforeOwn, named);
        var after = Take(left, AfterOwn, named);
        var particular = own[..^1]
            .Select(group => new OptionGroup(group.Heading, [.. left.Where(option => group.Options.Contains(option.Name))]))
            .ToArray();
        left.RemoveAll(option => Array.Exists(particular, group => group.Options.Contains(option)));
        IEnumerable<OptionGroup> all = [.. before, .. particular, new OptionGroup(own[^1].Heading, left), .. after];
        return all.Where(group => group.Options.Count > 0);
    }

    private static OptionGroup[] Take(List<OptionText> left, (string Heading, string[] Options)[] headings, HashSet<string> named) =>
        [
            .. headings.Select(heading =>
            {
                OptionText[] found = [.. heading.Options.Except(named).SelectMany(name => left.Where(option => option.Name == name))];
                left.RemoveAll(found.Contains);
                return new OptionGroup(heading.Heading, found);
            }),
        ];
}

/// <summary>Options under a heading.</summary>
internal sealed record OptionGroup(string Heading, IReadOnlyList<OptionText> Options);
