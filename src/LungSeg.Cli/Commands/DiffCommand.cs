using System.CommandLine;
using LungSeg.Core.Comparison;
using LungSeg.Core.Formats;

namespace LungSeg.Cli.Commands;

/// <summary><c>diff</c>: what changed between two versions of a data set.</summary>
internal sealed class DiffCommand : CliCommand
{
    private const string Never = "never";

    private readonly Option<string?> _failOn = new("--fail-on")
    {
        Description = "Exit 1 on rows of these kinds, or never (default: every kind but same and moved)",
        HelpName = "KIND[,..]|never",
    };

    private readonly Option<string?> _csv = new("--csv") { Description = "Write one line a change", HelpName = "FILE" };

    public DiffCommand()
        : base(
            "diff",
            """
            What changed between two versions of a data set: rows, labels, masks, hu_array.
            Rows are matched by the values of hu_array_old, in any formats; those that are left, by likeness.
            They are compared over the columns that both versions hold. Exits 1 on a change.
            Kinds: same, moved, relabelled, mask_changed, hu_array_changed, hu_changed, added, removed.

            Examples:
              lungseg diff lung_cancer_train.pkl cleaned.pkl
              lungseg diff published.pkl nnUNet_raw/Dataset501_LungSeg --csv changes.csv
              lungseg diff old.pkl new.pkl --fail-on removed,mask_changed -o changes.png
            """
        )
    {
        Common.Inputs.Description = "The two versions: files or folders of any format that is read";
        Common.Output.Description = "Picture (.png) of changed masks, areas and slices, before and after";
        Arguments.Add(Common.Inputs);
        AddOptions(Common.Reading);
        AddOptions(Common.RowChoice);
        AddOptions(_failOn);
        AddOptions(Common.Output, _csv, Common.Force, Common.Json);
        AddOptions(Common.Printing);
        AddOptions(Common.General);
    }

    public override CommandRequest Build(ParseResult parse, Terminal terminal) =>
        new DiffRequest
        {
            Settings = Common.BuildSettings(parse, terminal, Leniency.Strict),
            FailOn = ParseFailOn(parse.GetValue(_failOn)),
            Csv = parse.GetValue(_csv),
        };

    private static IReadOnlyList<ChangeKind> ParseFailOn(string? text)
    {
        if (text is null)
        {
            return [.. ChangeKinds.All.Where(ChangeKinds.IsChange)];
        }
        if (text == Never)
        {
            return [];
        }
        string[] names = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return names.Length == 0
            ? throw Unknown(text)
            : [.. names.Select(name => ChangeKinds.TryParse(name, out var kind) ? kind : throw Unknown(name))];
    }

    private static UsageException Unknown(string name) =>
        new($"--fail-on names '{name}', expected {string.Join(", ", ChangeKinds.All.Select(ChangeKinds.Name))}, or {Never} alone");
}
