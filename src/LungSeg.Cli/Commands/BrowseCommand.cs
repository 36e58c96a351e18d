using System.CommandLine;
using LungSeg.Cli.Configuration;
using LungSeg.Core.Browsing;
using LungSeg.Core.Datasets;
using LungSeg.Core.Formats;

namespace LungSeg.Cli.Commands;

/// <summary><c>browse</c>: a local page to look through slices, masks and findings, and to mark rows.</summary>
internal sealed class BrowseCommand : CliCommand
{
    private const int HighestPort = 65535;

    private readonly Option<string[]> _prediction = new("--prediction", "-p")
    {
        Description = "Predicted masks to show, as evaluate takes them: a folder, a stack or a pickle; repeat it for more models",
        HelpName = "[NAME=]PATH",
    };

    private readonly Option<string?> _probability = new("--probability")
    {
        Description = "Predictions are probabilities: a pixel is lesion from this one on, usually 0.5",
        HelpName = "P",
    };

    private readonly Option<string?> _lidc = new("--lidc")
    {
        Description = "Show patient, place and readers of rows, by an index of 'lungseg match' or a folder",
        HelpName = "INDEX|DIR",
    };

    private readonly Option<string[]> _marks = new("--marks")
    {
        Description =
            "CSV of marks (row,mark,note): new marks go to the first that is given, the others are shown too "
            + "(default: STEM.marks.csv in the working folder)",
        HelpName = "FILE",
    };

    private readonly Option<int> _port = new("--port") { Description = "Port on 127.0.0.1 (default: any that is free)", HelpName = "N" };

    private readonly Option<int> _hostPort = new("--host-port")
    {
        Description = "Port at the browser's end of an ssh tunnel, where it is another",
        HelpName = "N",
    };

    private readonly Option<bool> _noOpen = new("--no-open") { Description = "Print the address; open no browser" };

    private readonly Option<string?> _export = new("--export")
    {
        Description = "Write the page as static files, with pictures in place of HU, and end",
        HelpName = "DIR",
    };

    public BrowseCommand()
        : base(
            "browse",
            """
            Look through slices in a browser on this machine: window, masks, kept areas, predictions, findings, scans and duplicates.
            Rows are marked there, and the marks are a CSV that --without-marks and --rows @FILE of every command read.
            Only the index is read at the start; figures and findings fill in. Nothing leaves the machine. Ctrl-C ends it.

            Examples:
              lungseg browse lung_cancer_train.pkl lung_cancer_test.pkl
              lungseg browse test.pkl --prediction unet=preds/ --marks mine.csv
              lungseg browse test.pkl --export page/
            """
        )
    {
        Arguments.Add(Common.Inputs);
        AddOptions(Common.Reading);
        AddOptions(Common.RowChoice);
        AddOptions(_prediction, _probability, _lidc, _marks, _port, _hostPort, _noOpen, _export, Common.Force);
        AddOptions(Common.General);
    }

    public override CommandRequest Build(ParseResult parse, Terminal terminal)
    {
        var settings = Common.BuildSettings(parse, terminal, Leniency.Salvage);
        var probability = parse.GetValue(_probability) is { } text ? EvaluationText.ParseShare(text, _probability.Name) : (double?)null;
        return new BrowseRequest
        {
            Settings = settings,
            Rules = RuleConfig.Find(terminal, parse.GetValue(Common.Quiet)),
            Predictions = ParsePredictions(parse.GetValue(_prediction) ?? [], probability, settings.Reading),
            Lidc = parse.GetValue(_lidc),
            Marks = parse.GetValue(_marks) ?? [],
            Port = ParsePort(parse, _port),
            HostPort = ParsePort(parse, _hostPort),
            OpensBrowser = !parse.GetValue(_noOpen),
            Export = parse.GetValue(_export),
        };
    }

    private static PredictionOptions[] ParsePredictions(string[] given, double? probability, DatasetOptions reading)
    {
        var predictions = EvaluationText.SplitNames(given);
        return predictions.Count > SlicePixels.MaxPredictions
            ? throw new UsageException($"{SlicePixels.MaxPredictions} predictions at most are shown")
            :
            [
                .. predictions.Select(one => new PredictionOptions
                {
                    Name = one.Name,
                    Path = one.Path,
                    Probability = probability,
                    Reading = reading,
                }),
            ];
    }

    private static int ParsePort(ParseResult parse, Option<int> option) =>
        parse.GetValue(option) is >= 0 and <= HighestPort and var port
            ? port
            : throw new UsageException($"{option.Name} takes a number from 0 to {HighestPort}");
}
