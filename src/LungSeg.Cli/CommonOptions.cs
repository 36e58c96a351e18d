using System.CommandLine;
using System.Globalization;
using LungSeg.Cli.Configuration;
using LungSeg.Cli.Output;
using LungSeg.Core.Datasets;
using LungSeg.Core.Formats;

namespace LungSeg.Cli;

/// <summary>Arguments and options that several commands share.</summary>
internal sealed class CommonOptions
{
    // More threads than any machine has cores. Each thread takes memory.
    private const int MaxJobs = 1024;

    private const int MaxWidth = 10_000;

    private const string StandardInput = "-";

    public Argument<string[]> Inputs { get; } =
        new("INPUT")
        {
            Description =
                "File or folder to read: pickle, .npy, .npz, NIfTI, MetaImage, DICOM, Parquet, HDF5 or WebDataset, plain or compressed; "
                + "folder of DICOM files, nnU-Net, MONAI, WebDataset, or pairs of PNG, TIFF, NIfTI, MetaImage or .npy; - for standard "
                + "input",
            Arity = ArgumentArity.OneOrMore,
        };

    public Option<string?> Format { get; } =
        new("--from")
        {
            Description =
                "Format of the inputs (default: detected from the content): pickle, npy, npz, nifti, metaimage, dicom, nnunet, monai, png, "
                + "tiff, webdataset, parquet, hdf5",
            HelpName = "FORMAT",
        };

    public Option<string?> Column { get; } =
        new("--column") { Description = "What a bare array is: mask, hu_array or hu_array_old", HelpName = "NAME" };

    public Option<string?> Columns { get; } =
        new("--columns") { Description = "Columns by other names: label1=class,mask=seg", HelpName = "OURS=THEIRS" };

    public Option<string?> LabelNames { get; } =
        new("--label-names")
        {
            Description = "Names of labels that are numbers, in their order: LR2,LR3 means 0 is LR2 and 1 is LR3",
            HelpName = "NAMES",
        };

    public Option<string?> Masks { get; } =
        new("--masks")
        {
            Description =
                "Take the masks from this folder (PNG, NIfTI, MetaImage), named like the files of the rows, or STEM_00017; or from one "
                + "file: a volume of the scan, a .npy, .npz or pickle with a mask a row; of a CT series also DICOM segmentations and "
                + "RT Structure Sets",
            HelpName = "FOLDER|FILE",
        };

    /// <summary>What is said of masks and images whose place, classes or units are in doubt.</summary>
    public DoubtOptions Doubts { get; } = new();

    /// <summary>What chooses rows besides their names and labels.</summary>
    public ChoosingOptions Choosing { get; } = new();

    public Option<string?> Rows { get; } =
        new("--rows") { Description = "Only these rows: 0..99,105 or train:7; @FILE or @- reads them, one a line", HelpName = "ROWS" };

    public Option<string?> Labels { get; } = new("--label") { Description = "Only rows with these labels: LR4A,LR4B", HelpName = "LABELS" };

    public Option<string?> LabelFile { get; } =
        new("--labels")
        {
            Description = "Table with labels: column label1, and key, row, file, sop_uid, series_uid or patient_id",
            HelpName = "FILE",
        };

    public Option<string?> JoinedFile { get; } =
        new("--columns-from")
        {
            Description = "Join the columns of this table (CSV) to the rows, by key, row, file, sop_uid, series_uid or patient_id",
            HelpName = "FILE",
        };

    public Option<string?> JoinColumn { get; } =
        new("--on") { Description = "Column by which --columns-from is joined (default: the first of those)", HelpName = "COLUMN" };

    /// <summary>Options for reading inputs.</summary>
    public Option[] Reading =>
        [
            Format,
            Column,
            Columns,
            Masks,
            .. Doubts.Masks,
            JoinedFile,
            JoinColumn,
            LabelFile,
            LabelNames,
            .. Doubts.Annotations,
            .. Doubts.Images,
        ];

    /// <summary>Options that choose rows.</summary>
    public Option[] RowChoice => [Rows, Labels, .. Choosing.All];

    public Option<bool> Json { get; } = new("--json") { Description = "One JSON document" };

    public Option<bool> JsonLines { get; } = new("--jsonl") { Description = "One line of JSON a row" };

    public Option<bool> Quiet { get; } = new("--quiet", "-q") { Description = "No progress, no notes" };

    public Option<string?> Width { get; } =
        new("--width") { Description = "Columns of tables and text (default: those of the terminal, else 100)", HelpName = "N" };

    public Option<bool> Plain { get; } = new("--plain") { Description = "Tables alone, tab-separated with all columns, for awk and cut" };

    public Option<bool> NoColor { get; } = new("--no-color") { Description = "No colour" };

    public Option<bool> NoConfig { get; } = new("--no-config") { Description = "Read no lungseg.toml and no lungseg.json" };

    /// <summary>The option of commands that read no settings.</summary>
    public Option<bool> Debug { get; } = new("--debug") { Description = "Show a stack trace for errors" };

    private Option<bool> DebugOfSettings { get; } =
        new("--debug") { Description = "Show where each setting comes from, and a stack trace for errors" };

    public Option<string?> Output { get; } = new("--output", "-o") { Description = "File to write", HelpName = "FILE" };

    public Option<bool> DryRun { get; } = new("--dry-run", "-n") { Description = "Say what would be written" };

    public Option<bool> Force { get; } = new("--force", "-f") { Description = "Overwrite what is there" };

    public Option<int?> Jobs { get; } = new("--jobs", "-j") { Description = "Threads to use (default: one a core)", HelpName = "N" };

    public Option<string?> Shard { get; } =
        new("--shard")
        {
            Description = "Only every Nth row, from row I on: 0/4; auto takes both from the array job it runs in",
            HelpName = "I/N",
        };

    /// <summary>Options of every command that reads data sets.</summary>
    public Option[] General => [Jobs, Quiet, NoConfig, DebugOfSettings];

    /// <summary>Options for how results are printed.</summary>
    public Option[] Printing => [Width, Plain, NoColor];

    /// <summary>Width that the user asks for; null without one.</summary>
    /// <exception cref="UsageException">No text fits into it.</exception>
    public int? GetWidth(ParseResult parse) =>
        parse.GetValue(Width) switch
        {
            null => null,
            var text
                when int.TryParse(text, CultureInfo.InvariantCulture, out var width) && width is >= TextPage.MinWidth and <= MaxWidth =>
                width,
            _ => throw new UsageException($"--width takes a number from {TextPage.MinWidth} to {MaxWidth}"),
        };

    /// <summary>Settings of a command that reads no data set.</summary>
    public RunSettings BuildSettings(ParseResult parse) =>
        new()
        {
            Output = parse.GetValue(Output),
            Force = parse.GetValue(Force),
            DryRun = parse.GetValue(DryRun),
            Json = parse.GetValue(Json),
            JsonLines = parse.GetValue(JsonLines),
            Quiet = parse.GetValue(Quiet),
            Jobs = parse.GetValue(Jobs) switch
            {
                null => Environment.ProcessorCount,
                < 1 or > MaxJobs => throw new UsageException($"--jobs takes a number from 1 to {MaxJobs}"),
                { } jobs => jobs,
            },
        };

    /// <summary>Settings of a command that reads data sets.</summary>
    /// <param name="parse">The parsed command line.</param>
    /// <param name="terminal">Gives standard input for <c>--rows @-</c>, and environment variables for <c>--shard auto</c>.</param>
    /// <param name="leniency">What to do with damaged inputs.</param>
    /// <param name="printsLines">Whether the output is one line a row: then a shard needs no <c>-o</c>, since its lines need no
    /// merge.</param>
    /// <param name="moreInput">An input that another option names; null for none.</param>
    /// <param name="tellsAll">
    /// Whether the command is for what is wrong with inputs: then unsafe names are damage, and any table is read.
    /// </param>
    /// <param name="rules">Severities and limits of rules; null to look for them where rules choose rows.</param>
    public RunSettings BuildSettings(
        ParseResult parse,
        Terminal terminal,
        Leniency leniency,
        bool printsLines = false,
        string? moreInput = null,
        bool tellsAll = false,
        RuleConfig? rules = null
    )
    {
        var inputs = parse.GetValue(Inputs) ?? [];
        var rows = parse.GetValue(Rows);
        RefuseInputTwice([.. inputs, moreInput, rows is "@-" ? StandardInput : null]);
        var reading = BuildReading(parse, leniency, tellsAll);
        var selection = new RowSelection
        {
            Items = rows is null ? null : RowsAndLabelText.ParseRows(rows, terminal),
            Labels = parse.GetValue(Labels) is { } labels ? RowsAndLabelText.ParseLabels(labels) : null,
        };
        rules ??= Choosing.AreRulesGiven(parse) ? RuleConfig.Find(terminal, parse.GetValue(Quiet)) : new RuleConfig();
        var criteria = Choosing.Build(parse, rules.Options);
        string[] choice = [.. criteria.Texts, .. criteria.HasRules ? rules.Parameters : []];
        var settings = BuildSettings(parse) with
        {
            Inputs = moreInput is null ? inputs : [.. inputs, moreInput],
            Reading = reading,
            Selection = selection,
            Criteria = criteria,
            AllowEmpty = parse.GetValue(Choosing.AllowEmpty),
            ChoiceParameters = choice,
            Parameters = [.. ListParameters(parse), .. choice],
        };
        if (parse.GetValue(Shard) is not { } text)
        {
            return settings;
        }

        var shard = ShardText.Parse(text, terminal);
        if (printsLines && settings.Output is null)
        {
            return settings with { Selection = selection with { Shard = shard } };
        }

        if (inputs.Contains(StandardInput) || rows == "@-")
        {
            throw new UsageException("--shard cannot read standard input, since merge reads inputs and lists of rows again");
        }

        return settings with
        {
            Shard = ShardText.CreateRun(shard, terminal.Arguments) with
            {
                Choice = [.. ListGiven(parse, RowChoice.Except([Choosing.AllowEmpty])), .. criteria.HasRules ? rules.Descriptions : []],
            },
        };
    }

    private DatasetOptions BuildReading(ParseResult parse, Leniency leniency, bool tellsAll) =>
        new()
        {
            Format = parse.GetValue(Format)?.ToLowerInvariant(),
            BareColumn = parse.GetValue(Column),
            Columns = parse.GetValue(Columns) is { } columns ? ColumnText.Parse(columns) : new Dictionary<string, string>(),
            LabelNames = parse.GetValue(LabelNames) is { } names ? ColumnText.ParseNames(names, LabelNames.Name, "LR2,LR3,LR4A") : [],
            NeedsKnownColumn = leniency == Leniency.Strict || !tellsAll,
            ReportsNames = tellsAll,
            MaskFolder = parse.GetValue(Masks),
            LabelFile = parse.GetValue(LabelFile),
            Ct = Doubts.BuildCt(parse),
            Masks = Doubts.BuildMasks(parse),
            JoinedFile = parse.GetValue(JoinedFile),
            JoinedFileKey =
                parse.GetValue(JoinColumn) is { } key && parse.GetValue(JoinedFile) is null
                    ? throw new UsageException($"--on {key} is for --columns-from FILE")
                    : parse.GetValue(JoinColumn),
            Jobs = parse.GetValue(Jobs) ?? Environment.ProcessorCount,
            Annotations = Doubts.BuildAnnotations(parse),
            Leniency = leniency,
        };

    /// <summary>The options that were given, without those that do not change the result.</summary>
    private List<string> ListParameters(ParseResult parse)
    {
        Option[] free = [Output, Force, Jobs, Quiet, Width, Plain, NoColor, NoConfig, DebugOfSettings, Shard, Choosing.AllowEmpty];
        var command = parse.CommandResult.Command;
        return [command.Name, .. ListGiven(parse, command.Options.Except(free))];
    }

    private static IEnumerable<string> ListGiven(ParseResult parse, IEnumerable<Option> options) =>
        options
            .Where(option => parse.GetResult(option) is { Implicit: false })
            .Select(option => $"{option.Name} {string.Join('\t', parse.GetResult(option)!.Tokens.Select(token => token.Value))}");

    private static void RefuseInputTwice(IEnumerable<string?> names)
    {
        if (names.Count(name => name == StandardInput) > 1)
        {
            throw new UsageException("standard input can be read once: give - to one INPUT, or @- to --rows");
        }
    }
}
