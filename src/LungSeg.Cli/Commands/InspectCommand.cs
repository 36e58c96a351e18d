using System.CommandLine;
using LungSeg.Core.Formats;

namespace LungSeg.Cli.Commands;

/// <summary><c>inspect</c>: shows the content of a data set.</summary>
internal sealed class InspectCommand : CliCommand
{
    private readonly Option<bool> _values = new("--values") { Description = "Read all pixels for minimum, maximum and mean" };
    private readonly Option<bool> _globals = new("--globals")
    {
        Description = "List the names that Python would import to load a pickle, and what it would call",
    };
    private readonly Option<string?> _show = new("--show")
    {
        Description = "Draw one row in the terminal, or as a picture with -o FILE.png",
        HelpName = "ROW",
    };
    private readonly Option<bool> _zoom = new("--zoom") { Description = "With --show: only the lesion and what is around it" };
    private readonly Option<string> _window = new("--window")
    {
        Description = "HU window to draw in: lung, mediastinum, bone or LO..HI",
        HelpName = "WINDOW",
        DefaultValueFactory = _ => "lung",
    };

    public InspectCommand()
        : base(
            "inspect",
            """
            Show what is in a data set: rows, columns, labels and what is odd.
            Reads the index only, unless --values; runs nothing of what a pickle names.

            Examples:
              lungseg inspect lung_cancer_train.pkl
              lungseg inspect --show 17 --zoom lung_cancer_test.pkl
              lungseg inspect --show 17 -o row17.png lung_cancer_test.pkl
            """
        )
    {
        Arguments.Add(Common.Inputs);
        AddOptions(Common.Reading);
        AddOptions(Common.RowChoice);
        AddOptions(Common.Shard, _values, _globals, _show, _zoom, _window);
        AddOptions(Common.Output, Common.Force, Common.Json, Common.JsonLines);
        AddOptions(Common.Printing);
        AddOptions(Common.General);
    }

    public override CommandRequest Build(ParseResult parse, Terminal terminal)
    {
        var settings = Common.BuildSettings(
            parse,
            terminal,
            Leniency.Salvage,
            printsLines: parse.GetValue(Common.JsonLines),
            tellsAll: true
        ) with
        {
            TellsNotes = false,
        };
        return new InspectRequest
        {
            Settings = settings with { Reading = settings.Reading with { ListsStructures = true } },
            View = ChooseView(settings.Json, settings.JsonLines, parse.GetValue(_globals), parse.GetValue(_show) is not null),
            Values = parse.GetValue(_values),
            Show = parse.GetValue(_show),
            Zoom = parse.GetValue(_zoom),
            Window = parse.GetRequiredValue(_window),
        };
    }

    private static InspectView ChooseView(bool json, bool jsonLines, bool globals, bool show) =>
        (json, jsonLines, globals, show) switch
        {
            (false, false, false, false) => InspectView.Table,
            (true, false, false, false) => InspectView.Json,
            (false, true, false, false) => InspectView.JsonLines,
            (false, false, true, false) => InspectView.Globals,
            (true, false, true, false) => InspectView.GlobalsJson,
            (false, false, false, true) => InspectView.Picture,
            _ => throw new UsageException(
                "--json, --jsonl, --globals and --show are different outputs; take one (--json goes with --globals)"
            ),
        };
}
