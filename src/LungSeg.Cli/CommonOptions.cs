using System.CommandLine;
using LungSeg.Core.Datasets;
using LungSeg.Core.Formats;
using LungSeg.Core.Sharding;

namespace LungSeg.Cli;

/// <summary>Arguments and options that mean the same in every command.</summary>
internal sealed class CommonOptions
{
    private const string StandardInput = "-";

    public Argument<string[]> Inputs { get; } =
        new("INPUT")
        {
            Description =
                "File or folder to read: pickle, .npy, .npz, NIfTI or DICOM, plain or compressed; folder of DICOM files, nnU-Net "
                + "or PNG pairs; - for standard input",
            Arity = ArgumentArity.OneOrMore,
        };

    public Option<string?> Format { get; } =
        new("--from")
        {
            Description = "Read as this format instead of finding out: pickle, npy, npz, nifti, dicom, nnunet, png",
            HelpName = "FORMAT",
        };

    public Option<string?> Column { get; } =
        new("--column") { Description = "What a bare array is: mask, hu_array or hu_array_old", HelpName = "NAME" };

    public Option<string?> Masks { get; } =
        new("--masks")
        {
            Description = "Take the masks from this folder (PNG or NIfTI), named like the files of the rows, or STEM_00017",
            HelpName = "FOLDER",
        };

    public Option<string?> Rows { get; } =
        new("--rows") { Description = "Only these rows: 0..99,105 or train:7; @FILE or @- reads them, one a line", HelpName = "ROWS" };

    public Option<string?> Labels { get; } = new("--label") { Description = "Only rows with these labels: LR4A,LR4B", HelpName = "LABELS" };

    public Option<string?> LabelFile { get; } =
        new("--labels")
        {
            Description = "CSV with labels: column label1, and row, file, sop_uid, series_uid or patient_id",
            HelpName = "FILE",
        };

    public Option<int> LidcReaders { get; } =
        new("--lidc-readers")
        {
            Description = "Readers of an LIDC reading (XML) that must have marked a pixel",
            HelpName = "N",
            DefaultValueFactory = _ => AnnotationReading.Default.LeastReaders,
        };

    public Option<string> LidcOutline { get; } =
        new("--lidc-outline")
        {
            Description = "Whether the pixels of a reader's outline are outside the lesion (LIDC's rule) or in it",
            HelpName = "exclusive|inclusive",
            DefaultValueFactory = _ => "exclusive",
        };

    /// <summary>The options that say how inputs are read, for <see cref="Open"/>.</summary>
    public IReadOnlyList<Option> Reading => [Format, Column, Masks, LabelFile, LidcReaders, LidcOutline];

    public Option<bool> Json { get; } = new("--json") { Description = "One JSON document" };

    public Option<bool> JsonLines { get; } = new("--jsonl") { Description = "One line of JSON a row" };

    public Option<bool> Quiet { get; } = new("--quiet", "-q") { Description = "No progress, no remarks" };

    public Option<bool> NoColor { get; } = new("--no-color") { Description = "No colour" };

    public Option<bool> Debug { get; } = new("--debug") { Description = "Show a stack trace for errors" };

    public Option<string?> Output { get; } = new("--output", "-o") { Description = "File to write", HelpName = "FILE" };

    public Option<bool> Force { get; } = new("--force", "-f") { Description = "Overwrite what is there" };

    public Option<int?> Jobs { get; } = new("--jobs", "-j") { Description = "Threads to use (default: one a core)", HelpName = "N" };

    public Option<string?> Shard { get; } =
        new("--shard")
        {
            Description = "Only every Nth row, from row I on: 0/4; auto takes both from the array job it runs in",
            HelpName = "I/N",
        };

    /// <summary>How inputs are opened.</summary>
    /// <param name="parse">The parsed words.</param>
    /// <param name="leniency">What is done about damage.</param>
    /// <param name="moreInputs">Inputs that other options name.</param>
    public DatasetOptions Open(ParseResult parse, Leniency leniency, params ReadOnlySpan<string?> moreInputs)
    {
        RefuseInputTwice([.. parse.GetValue(Inputs) ?? [], .. moreInputs, parse.GetValue(Rows) is "@-" ? StandardInput : null]);
        return Reads(parse, leniency);
    }

    private DatasetOptions Reads(ParseResult parse, Leniency leniency) =>
        new()
        {
            Format = parse.GetValue(Format),
            BareColumn = parse.GetValue(Column),
            MaskFolder = parse.GetValue(Masks),
            LabelFile = parse.GetValue(LabelFile),
            Annotations = new AnnotationReading
            {
                LeastReaders = parse.GetValue(LidcReaders) is var readers and >= 1
                    ? readers
                    : throw new UsageException("--lidc-readers takes a number from 1 on"),
                IncludesOutline = parse.GetRequiredValue(LidcOutline) switch
                {
                    "exclusive" => false,
                    "inclusive" => true,
                    var other => throw new UsageException($"--lidc-outline is '{other}', expected exclusive or inclusive"),
                },
            },
            Leniency = leniency,
        };

    /// <summary>The rows that the options ask for.</summary>
    public RowSelection Selection(ParseResult parse, Terminal terminal) =>
        new()
        {
            Items = parse.GetValue(Rows) is { } rows ? RowItems(rows, terminal) : null,
            Labels = parse.GetValue(Labels) is { } labels ? LabelItems(labels) : null,
            Shard =
                parse.CommandResult.Command.Options.Contains(Shard) && parse.GetValue(Shard) is { } shard
                    ? ShardText.Parse(shard, terminal)
                    : null,
        };

    /// <summary>Name of the file or folder to write; null without one.</summary>
    /// <exception cref="UsageException">It means standard output, where nothing can be moved to its place when it is whole.</exception>
    public string? OutputFile(ParseResult parse) => NoStream(parse.GetValue(Output));

    /// <summary>The name of a file or folder to write, which does not mean standard output.</summary>
    /// <exception cref="UsageException">It does.</exception>
    public static string? NoStream(string? path) =>
        path != "-"
            ? path
            : throw new UsageException(
                "-o - means standard output, which cannot hold this: give the name of a file; ./- is a file of that name"
            );

    /// <summary>The part of a run that is to be written; null for the whole.</summary>
    public ShardRun? ShardRun(ParseResult parse, Terminal terminal) =>
        ShardText.Run(parse.GetValue(Shard), (parse.GetValue(Rows), parse.GetRequiredValue(Inputs)), terminal);

    /// <summary>The rows that the options ask for, and what the run has to do with shards.</summary>
    /// <param name="parse">The parsed words.</param>
    /// <param name="terminal">Where the array job stands.</param>
    /// <param name="printsLines">Whether a line a row is printed: without -o, the lines of a part are just that, and need no
    /// joining.</param>
    public (RowSelection Selection, ShardUse Shards) Part(ParseResult parse, Terminal terminal, bool printsLines = false)
    {
        var selection = Selection(parse, terminal);
        var parameters = Parameters(parse);
        return printsLines && parse.GetValue(Output) is null
            ? (selection, new ShardUse { Parameters = parameters })
            : (selection with { Shard = null }, new ShardUse { Part = ShardRun(parse, terminal), Parameters = parameters });
    }

    /// <summary>The options that were given, less those that change neither what is found nor what is said of it.</summary>
    private List<string> Parameters(ParseResult parse)
    {
        Option[] free = [Output, Force, Jobs, Quiet, NoColor, Debug, Shard];
        var command = parse.CommandResult.Command;
        return
        [
            command.Name,
            .. command
                .Options.Except(free)
                .Where(option => parse.GetResult(option) is { Implicit: false })
                .Select(option => $"{option.Name} {string.Join('\t', parse.GetResult(option)!.Tokens.Select(token => token.Value))}"),
        ];
    }

    /// <summary>How many threads to use.</summary>
    public int JobCount(ParseResult parse) =>
        parse.GetValue(Jobs) switch
        {
            null => Environment.ProcessorCount,
            < 1 => throw new UsageException("--jobs takes a number from 1 on"),
            { } jobs => jobs,
        };

    private static void RefuseInputTwice(IEnumerable<string?> names)
    {
        if (names.Count(name => name == StandardInput) > 1)
            throw new UsageException("standard input can be read once: give - to one INPUT, or @- to --rows");
    }

    private static string[] RowItems(string rows, Terminal terminal)
    {
        if (rows.Length == 0)
            throw new UsageException("--rows is empty; write 0..99,105 or @FILE");
        if (rows[0] != '@')
            return rows.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        using var reader = rows == "@-" ? new StreamReader(terminal.OpenInput()) : OpenList(rows[1..]);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
    }

    private static string[] LabelItems(string labels) =>
        labels.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) is { Length: > 0 } items
            ? items
            : throw new UsageException("--label is empty; write LR4A,LR4B");

    private static StreamReader OpenList(string path)
    {
        try
        {
            return new StreamReader(path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new UsageException($"--rows @{path}: there is no such file");
        }
    }
}
