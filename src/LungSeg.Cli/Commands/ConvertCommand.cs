using System.CommandLine;
using System.Globalization;
using LungSeg.Cli.Configuration;
using LungSeg.Cli.Output;
using LungSeg.Core.Bytes;
using LungSeg.Core.Cards;
using LungSeg.Core.Conversion;
using LungSeg.Core.Datasets;
using LungSeg.Core.Formats;
using LungSeg.Core.Selection;
using LungSeg.Core.Splitting;
using LungSeg.Core.Splitting.Documents;

namespace LungSeg.Cli.Commands;

/// <summary><c>convert</c>: writes a data set in another format.</summary>
internal sealed class ConvertCommand : CliCommand
{
    private readonly ConvertOptions _own = new();
    private readonly Option<bool> _card = new("--card")
    {
        Description = "Write a card into the output: croissant.json, datasheet.md and README.md, with facts measured of the rows",
    };
    private readonly CardOptions _cardOptions = new();

    public ConvertCommand()
        : base(
            "convert",
            $"""
            Write a data set in another format, without losing a bit that the format can hold.

            Examples:
              lungseg convert lung_cancer_train.pkl -o train.npz
              lungseg convert lung_cancer_test.pkl -o pictures --to png --size 256
              lungseg convert lung_cancer_train.pkl -o raw --to nnunet --split folds.csv

            Formats:
            {string.Join('\n', DatasetConverter.FormatSummaries.Select(format => $"  {format.Key, -10} {format.Value}"))}
            """
        )
    {
        Arguments.Add(Common.Inputs);
        AddOptions(Common.Reading);
        AddOptions(Common.RowChoice);
        AddOptions(_own.All);
        AddOptions(_card);
        AddOptions(_cardOptions.All);
        AddOptions(Common.Output, Common.Force, Common.DryRun, Common.Shard);
        AddOptions(Common.General);
    }

    public override CommandRequest Build(ParseResult parse, Terminal terminal)
    {
        var settings = Common.BuildSettings(parse, terminal, _own.ParseSalvage(parse));
        var output = settings.GetOutputFile() ?? throw new UsageException("convert writes a file or folder: give -o OUT");
        var split = _own.ReadSplit(parse);
        return new ConvertRequest
        {
            Settings = settings,
            Card = ReadCard(parse),
            CardFile = _cardOptions.GetFile(parse),
            Rules = parse.GetValue(_card) ? RuleConfig.Find(terminal, settings.Quiet) : new RuleConfig(),
            Conversion = _own.BuildConversion(parse, output, split?.Content),
            Split = split is var (path, content) ? SplitFile.Parse(content, path) : null,
            SplitPath = split?.Path,
            IsSplitByKey = _own.IsSplitByKey(parse),
        };
    }

    /// <summary>What a person says for a card; null where no card is asked for.</summary>
    private CardStatements? ReadCard(ParseResult parse)
    {
        if (!parse.GetValue(_card))
        {
            return _cardOptions.ListGiven(parse).FirstOrDefault() is { } option
                ? throw new UsageException($"{option.Name} goes with --card")
                : null;
        }
        var said = _cardOptions.Read(parse);
        CardOptions.RefuseMissing(said, said.MissingOfAll);
        return said;
    }
}

/// <summary>Request of <c>convert</c>.</summary>
internal sealed record ConvertRequest : CommandRequest
{
    /// <summary>Options of the conversion.</summary>
    public required ConversionOptions Conversion { get; init; }

    /// <summary>What a person says for a card; null where no card is asked for.</summary>
    public CardStatements? Card { get; init; }

    /// <summary>File that statements of the card come from; null for none.</summary>
    public string? CardFile { get; init; }

    /// <summary>Severities and limits of the rules whose findings the card counts.</summary>
    public RuleConfig Rules { get; init; } = new();

    public override IEnumerable<string> LaterInputs => CardFile is null ? [] : [CardFile];

    /// <summary>A split of the rows; null without one.</summary>
    public Split? Split { get; init; }

    /// <summary>File of the split.</summary>
    public string? SplitPath { get; init; }

    /// <summary>Whether rows are found in the split by their content.</summary>
    public bool IsSplitByKey { get; init; }

    public override OutputUse? MergedOutput => OutputUse.Needed;

    public override ExitCode Execute(Terminal terminal)
    {
        var options = Conversion with
        {
            Output = Settings.GetOutputFile()!,
            Overwrite = Settings.Force,
            Shard = Settings.Shard,
            Merged = Settings.Merged,
            Parameters = Settings.ChoiceParameters,
            Jobs = Settings.Jobs,
        };
        var conversion = DatasetConversion.Create(options);
        using var session = OpenInputs(terminal);
        if (Card is not null)
        {
            conversion = DatasetConversion.Create(options with { Describer = CreateDescriber(session, options, terminal) });
        }
        if (session.Code != ExitCode.Done && (Settings.Reading.Leniency == Leniency.Strict || session.Refused.Count > 0))
        {
            return session.Code;
        }

        // By content a split is applied to chosen rows alone, so that all must be known.
        var choice = session.Choose(Settings, terminal, judgesAll: IsSplitByKey);
        string[] names = [.. session.Dataset.Rows.Select(row => row.Name)];
        var match = Split is { } given ? new SplitMatch(given, SplitPath!, Settings.Jobs) : null;
        var (split, rows) = Place(choice, match, names);
        if (choice.HasUnjudged && !conversion.With(split, choice).IsIndependentOfOthers(session.Dataset, rows))
        {
            // What the shard writes of its rows depends on which rows the others write: then it judges these too.
            choice = session.Choose(Settings, terminal, judgesAll: true, isSaid: false);
            (split, rows) = Place(choice, match, names);
        }

        var own = Settings.Shard is { Shard: var shard } ? [.. rows.Where(row => shard.Contains(session.Dataset.GetNumber(row)))] : rows;
        if (rows.Length == 0 && Settings.Shard is null)
        {
            if (session.Code != ExitCode.Done)
            {
                terminal.Error.WriteLine("lungseg: no complete row was found; nothing was written");
                return session.Code;
            }

            if (!Settings.AllowEmpty)
            {
                throw new NoRowsException("no row is chosen, so there is nothing to write; --allow-empty makes that an answer");
            }

            terminal.Error.WriteLine("lungseg: no row is chosen; nothing was written");
            return session.Code;
        }

        if (Card is not null)
        {
            CardOptions.RefuseMissing(Card, Card.GetMissing(own));
        }

        if (match is not null && !IsSplitByKey && Settings.Merged is null && own.Length > 0)
        {
            match.Check(names, own);
        }

        if (!Settings.Quiet)
        {
            session.WriteNotes(terminal);
            foreach (var note in match?.Notes ?? [])
            {
                terminal.Error.WriteLine($"lungseg: {note}");
            }

            if (Split?.Repeats.Count > 1)
            {
                terminal.Error.WriteLine(
                    $"lungseg: the split has {Split.Repeats.Count} repeats, of which the first is used; keep the lines of "
                        + "another to take that one"
                );
            }
        }

        if (Settings.DryRun)
        {
            var count = conversion.With(split, choice).CountRows(session.Dataset, rows);
            terminal.Error.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"lungseg: would write {options.Target} as {options.Format}: {Quantity.Of(count, "row")}"
                )
            );
            return session.Code;
        }

        using var progress = Progress.Start(terminal, own.Length, Settings.Quiet);
        var result = conversion.With(split, choice, progress.Advance).Run(session.Dataset, rows);
        progress.Finish();
        if (!Settings.Quiet)
        {
            Describe(result, options, terminal);
        }

        return session.Code;
    }

    private OutputDescriber CreateDescriber(InputSession session, ConversionOptions options, Terminal terminal)
    {
        var files = DatasetConverter.WritesFolder(options.Format) ? CardFiles.All : [CardFiles.Croissant];
        return new OutputDescriber(
            files,
            (rows, folder, manifest) =>
            {
                var rules = Rules.Options with { Jobs = Settings.Jobs };
                var facts = CardFacts.Measure(session.Dataset, rows, session.Refused, rules);
                var card = DatasetCard.OfOutput(Card!, facts, folder, options.Output, manifest, isFresh: true);
                CardRequest.Say(card, Card!, Settings, terminal);
                return [.. files.Select(card.ToText)];
            }
        );
    }

    /// <summary>The places of rows in the split, and the chosen rows that it does not drop.</summary>
    private (IReadOnlyDictionary<string, RowPlace>? Split, DatasetRow[] Rows) Place(RowChoice choice, SplitMatch? match, string[] names)
    {
        var asked = IsSplitByKey ? match?.ByKey(choice.Rows) : Split;
        var split = asked is null ? null : RowPlace.FromSplit(asked, names);
        return (
            split,
            [
                .. choice.Rows.Where(row =>
                    split is null || !split.TryGetValue(row.Name, out var place) || place.Part != SplitAssignment.Dropped
                ),
            ]
        );
    }

    private static void Describe(ConversionResult result, ConversionOptions options, Terminal terminal)
    {
        foreach (var note in result.Notes)
        {
            terminal.Error.WriteLine($"lungseg: {note}");
        }

        if (result.EmptyMasks > 0)
        {
            terminal.Error.WriteLine(
                $"lungseg: {Quantity.Of(result.EmptyMasks, "row has", "rows have")} no mask; an empty mask is written for them, "
                    + "as if they had no lesion"
            );
        }

        if (result.GreyImages > 0)
        {
            terminal.Error.WriteLine(
                $"lungseg: the images of {result.GreyImages} rows are grey values of 8 bits, not HU, and written as they are "
                    + "unless --window is given"
            );
        }

        if (result.LostLesions > 0)
        {
            var lesions = Quantity.Of(result.LostLesions, "lesion has", "lesions have");
            terminal.Error.WriteLine(
                $"lungseg: {lesions} no pixel left at {options.Size} x {options.Size} px, and the manifest counts them; "
                    + "--lesion-area keeps at least one pixel of each"
            );
        }

        var left = result.LeftOut > 0 ? $", {Quantity.Of(result.LeftOut, "row")} without a lesion left out" : string.Empty;
        terminal.Error.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"lungseg: wrote {options.Target} as {options.Format}: {Quantity.Of(result.Rows, "row")}, "
                    + $"{Quantity.Of(result.Files, "file")}, "
                    + $"{Quantity.OfBytes(result.Bytes)}{(options is { Verify: true, Shard: null } ? ", verified" : string.Empty)}{left}"
            )
        );
    }
}
