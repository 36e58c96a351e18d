using System.CommandLine;
using LungSeg.Core.Datasets;
using LungSeg.Core.Evaluation;
using LungSeg.Core.Evaluation.Documents;
using LungSeg.Core.Formats;
using LungSeg.Core.Reporting;

namespace LungSeg.Cli.Commands;

/// <summary><c>evaluate</c>: judges predicted masks against the masks of rows.</summary>
internal sealed class EvaluateCommand : CliCommand
{
    private readonly Option<string[]> _prediction = new("--prediction", "-p")
    {
        Description =
            "Predicted masks: a folder of PNG or NIfTI named after rows, a .npy or .npz stack or a pickle in the order of the rows; "
            + "repeat it to compare models",
        HelpName = "[NAME=]PATH",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<string?> _column = new("--prediction-column")
    {
        Description = "Column or array that holds the predictions (default: the only one)",
        HelpName = "NAME",
    };

    private readonly Option<string?> _probability = new("--probability")
    {
        Description = "Predictions are probabilities: a pixel is lesion from this one on, usually 0.5",
        HelpName = "P",
    };

    private readonly Option<int> _class = new("--class")
    {
        Description = "Class of nnU-Net's probabilities that is the lesion",
        HelpName = "N",
        DefaultValueFactory = _ => 1,
    };

    private readonly Option<string?> _missing = new("--missing")
    {
        Description = "empty: rows without a prediction count as predicted empty (default: an error)",
        HelpName = "empty",
    };

    private readonly Option<string?> _resize = new("--resize")
    {
        Description = "nearest: predictions of another size take the nearest pixel, and are judged at the size of their rows",
        HelpName = "nearest",
    };

    private readonly Option<string?> _converted = new("--converted")
    {
        Description = "Predictions were made on this output of convert: its manifest says how they are put back on the rows",
        HelpName = "FOLDER",
    };

    private readonly Option<string> _group = new("--group")
    {
        Description = "What intervals draw: scans inferred from the slices, rows one by one, or the groups of a CSV file",
        HelpName = "infer|none|FILE",
        DefaultValueFactory = _ => SplitGroups.Infer,
    };

    private readonly Option<string> _policy = new("--policy")
    {
        Description = "Where masks are empty, for intervals and comparisons: nan, one, zero or skip_empty_truth",
        HelpName = "NAME",
        DefaultValueFactory = _ => EvaluationWriter.GetName(EmptyPolicy.NaN),
    };

    private readonly Option<string> _tolerance = new("--tolerance")
    {
        Description = "Tolerances of surface Dice, px",
        HelpName = "PX,...",
        DefaultValueFactory = _ => "1,2,3",
    };

    private readonly Option<string?> _hd95 = new("--hd95")
    {
        Description = "pooled: 95th percentile of both directions joined, as medpy computes it",
        HelpName = "pooled",
    };

    private readonly Option<string?> _match = new("--match")
    {
        Description = "centre: a lesion is found where its centroid is predicted (default: by IoU)",
        HelpName = "centre",
    };

    private readonly Option<string> _matchIoU = new("--match-iou")
    {
        Description = "IoU from which a lesion is found",
        HelpName = "X",
        DefaultValueFactory = _ => "0.1",
    };

    private readonly Option<int> _seed = new("--seed")
    {
        Description = "Seed of the draws",
        HelpName = "N",
        DefaultValueFactory = _ => 1,
    };

    private readonly Option<string?> _draws = new("--draws")
    {
        Description = "Write which groups and rows each of the 2,000 draws took",
        HelpName = "FILE.csv",
    };

    private readonly Option<string?> _split = new("--split")
    {
        Description = "Split of the training: figures also without rows whose scan the model was trained on",
        HelpName = "FILE",
    };

    private readonly Option<string?> _train = new("--train")
    {
        Description = "Training data, compared by its slices: figures also without rows whose scan is in it",
        HelpName = "INPUT",
    };

    private readonly Option<string?> _compat = new("--compat")
    {
        Description = "authors: the numbers of the data set's authors; nnunet: the summary.json of nnU-Net",
        HelpName = "authors|nnunet",
    };

    private readonly Option<string> _format = new("--format")
    {
        Description = "table, json, csv (one line a row) or markdown",
        HelpName = "NAME",
        DefaultValueFactory = _ => "table",
    };

    private readonly Option<string?> _csv = new("--csv") { Description = "Write one line a row and model", HelpName = "FILE" };

    private readonly Option<string?> _report = new("--report")
    {
        Description = "Write one page with charts and pictures of the worst rows, that needs no network; with --suspects of these too",
        HelpName = "FILE.html",
    };

    private readonly Option<bool> _suspects = new("--suspects")
    {
        Description = "Rows whose truth is more likely wrong than the predictions, worst first",
    };

    private readonly Option<string[]> _failUnder = new("--fail-under")
    {
        Description = "Exit 1 where a model's figure of all rows is lower: dice=0.6; repeat it for more",
        HelpName = "FIGURE=X",
    };

    public EvaluateCommand()
        : base(
            "evaluate",
            """
            How good predicted masks are: overlap, distances and lesions by class and size, with 95 % intervals over scans.
            Several models are compared with one another. Predictions are judged against the masks of the inputs.

            Examples:
              lungseg evaluate test.pkl --prediction preds/
              lungseg evaluate test.pkl -p unet=unet/ -p vae=vae.npz --probability 0.5
              lungseg evaluate test.pkl -p preds/ --train train.pkl --fail-under dice=0.6
            """
        )
    {
        Arguments.Add(Common.Inputs);
        AddOptions(Common.Reading);
        AddOptions(Common.RowChoice);
        AddOptions(_prediction, _column, _probability, _class, _missing, _resize, _converted);
        AddOptions(_group, _policy, _tolerance, _hd95, _match, _matchIoU, _seed, _draws, _split, _train, _compat, _suspects, _failUnder);
        AddOptions(Common.Shard, Common.Output, _format, _csv, _report, Common.Force, Common.Json);
        AddOptions(Common.Printing);
        AddOptions(Common.General);
    }

    protected override IEnumerable<Option[]> Alternatives => [.. base.Alternatives, [_format, Common.Json], [_split, _train]];

    public override CommandRequest Build(ParseResult parse, Terminal terminal)
    {
        var settings = Common.BuildSettings(parse, terminal, Leniency.Strict);
        var format = ParseFormat(parse, settings.Json);
        return new EvaluateRequest
        {
            Settings = settings,
            Predictions = ParsePredictions(parse, settings),
            TakesMissing = EvaluationText.ParseWord(parse.GetValue(_missing), _missing.Name, "empty"),
            Options = new EvaluationOptions
            {
                Tolerances = EvaluationText.ParseTolerances(parse.GetRequiredValue(_tolerance)),
                IsHd95Pooled = EvaluationText.ParseWord(parse.GetValue(_hd95), _hd95.Name, "pooled"),
                MatchIoU = EvaluationText.ParseWord(parse.GetValue(_match), _match.Name, "centre")
                    ? null
                    : EvaluationText.ParseShare(parse.GetRequiredValue(_matchIoU), _matchIoU.Name),
                Policy = EvaluationText.ParsePolicy(parse.GetRequiredValue(_policy)),
                Seed = (ulong)parse.GetValue(_seed),
                Jobs = settings.Jobs,
            },
            Group = parse.GetRequiredValue(_group),
            Draws = parse.GetValue(_draws),
            Split = parse.GetValue(_split),
            Train = parse.GetValue(_train),
            Compat = EvaluationText.ParseCompat(parse.GetValue(_compat)),
            Format = format,
            Csv = parse.GetValue(_csv),
            Report = OutputKind.RequirePage(parse.GetValue(_report)),
            Page = new PageOptions
            {
                Reading = GivenOptions.Describe(parse, Common.Reading),
                Options = GivenOptions.Describe(
                    parse,
                    Options.Except([
                        _csv,
                        _report,
                        _draws,
                        _format,
                        _failUnder,
                        Common.Output,
                        Common.Shard,
                        Common.Force,
                        Common.Json,
                        Common.NoConfig,
                        Common.Debug,
                        Common.Quiet,
                        Common.Jobs,
                        .. Common.Printing,
                    ])
                ),
            },
            ShowsSuspects = parse.GetValue(_suspects),
            FailUnder = [.. (parse.GetValue(_failUnder) ?? []).Select(EvaluationText.ParseLimit)],
        };
    }

    private PredictionOptions[] ParsePredictions(ParseResult parse, RunSettings settings)
    {
        var given = parse.GetValue(_prediction) ?? [];
        if (given.Length == 0)
        {
            throw new UsageException("give the predicted masks: --prediction PATH");
        }
        var probability = parse.GetValue(_probability) is { } text ? EvaluationText.ParseShare(text, _probability.Name) : (double?)null;
        var takesNearest = EvaluationText.ParseWord(parse.GetValue(_resize), _resize.Name, "nearest");
        var named = EvaluationText.SplitNames(given);
        return
        [
            .. named.Select(one => new PredictionOptions
            {
                Name = one.Name,
                Path = one.Path,
                Probability = probability,
                Class = parse.GetValue(_class) is >= 0 and var number
                    ? number
                    : throw new UsageException("--class takes a number from 0 on"),
                Column = parse.GetValue(_column),
                TakesNearest = takesNearest,
                Converted = parse.GetValue(_converted),
                Reading = settings.Reading,
            }),
        ];
    }

    private EvaluationFormat ParseFormat(ParseResult parse, bool isJson)
    {
        var text = parse.GetRequiredValue(_format);
        if (!Enum.TryParse<EvaluationFormat>(text, ignoreCase: true, out var format) || char.IsAsciiDigit(text[0]))
        {
            throw new UsageException($"--format is '{text}', expected table, json, csv or markdown");
        }
        if (isJson && IsGiven(parse, _format) && format != EvaluationFormat.Json)
        {
            throw new UsageException("--json and --format are different outputs; take one");
        }
        return isJson ? EvaluationFormat.Json : format;
    }
}
