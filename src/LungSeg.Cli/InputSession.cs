using LungSeg.Cli.Output;
using LungSeg.Core.Bytes;
using LungSeg.Core.Datasets;
using LungSeg.Core.Selection;
using LungSeg.Core.Statistics;
using LungSeg.Core.Validation;

namespace LungSeg.Cli;

/// <summary>The inputs of one run. Inputs that cannot be opened are reported and left out.</summary>
internal sealed class InputSession : IDisposable
{
    private long _countedRows = long.MaxValue;

    private InputSession(Dataset dataset, ExitCode code, IReadOnlyList<RefusedInput> refused)
    {
        Dataset = dataset;
        Code = code;
        Refused = refused;
    }

    /// <summary>The data set of the inputs that were opened.</summary>
    public Dataset Dataset { get; }

    /// <summary><see cref="ExitCode.Done"/>, or the highest exit code that an input calls for.</summary>
    public ExitCode Code { get; private set; }

    /// <summary>The inputs that could not be opened, and why.</summary>
    public IReadOnlyList<RefusedInput> Refused { get; }

    /// <summary>Opens the inputs one by one, and writes one line to standard error for each that cannot be opened.</summary>
    public static InputSession Open(RunSettings settings, Terminal terminal)
    {
        using var opener = CreateOpener(GetReading(settings, terminal));
        var code = ExitCode.Done;
        var refused = new List<RefusedInput>();
        var countedRows = 0L;
        foreach (var path in settings.Inputs)
        {
            try
            {
                foreach (var input in path == "-" ? Spool(opener, terminal) : opener.Add(path))
                {
                    countedRows += refused.Count == 0 ? input.RowCount : 0;
                    foreach (var note in settings.TellsNotes && !settings.Quiet ? input.Warnings : [])
                    {
                        terminal.Error.WriteLine($"lungseg: {input.Path}: {ErrorText.Describe(note)}");
                    }
                    if (input.Damage is { } damage)
                    {
                        code = ExitCodes.Worst(code, CliHost.Report(damage, terminal));
                    }
                }
            }
            catch (DatasetFormatException e)
            {
                refused.Add(RefusedInput.FromException(path, e));
                code = ExitCodes.Worst(code, CliHost.Report(e, terminal));
            }
            catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
            {
                refused.Add(new RefusedInput(path, "there is no such file"));
                terminal.Error.WriteLine($"lungseg: {path}: file not found");
                code = ExitCodes.Worst(code, ExitCode.Input);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                refused.Add(new RefusedInput(path, e.Message));
                code = ExitCodes.Worst(code, CliHost.Report(e, terminal));
            }
        }

        var dataset = opener.Finish();
        foreach (var note in settings.TellsNotes && !settings.Quiet ? dataset.Notes : [])
        {
            terminal.Error.WriteLine($"lungseg: {note}");
        }
        return new InputSession(dataset, code, refused) { _countedRows = refused.Count == 0 ? long.MaxValue : countedRows };
    }

    /// <summary>How inputs are read, with the limits and the folder for temporary files that the environment sets.</summary>
    /// <exception cref="UsageException">A variable has an invalid value.</exception>
    public static DatasetOptions GetReading(RunSettings settings, Terminal terminal) =>
        settings.Reading with
        {
            Limits = ReadLimit(terminal),
            TemporaryFolder = terminal.Variable("TMPDIR") is { Length: > 0 } folder ? folder : settings.Reading.TemporaryFolder,
        };

    /// <summary>The one data set of an input.</summary>
    /// <exception cref="UsageException">The input is an archive with several.</exception>
    public DatasetInput RequireOne(string path, RunSettings settings) =>
        Dataset.Inputs.Where(input => input.Path == path).ToArray() is var found
        && found.Length == settings.Inputs.Count(given => given == path)
            ? found[^1]
            : throw new UsageException($"{path} holds several data sets, and one is needed: unpack it and name one");

    /// <summary>Writes the notes on the inputs to standard error, for commands whose result does not hold them.</summary>
    public void WriteNotes(Terminal terminal)
    {
        foreach (var input in Dataset.Inputs)
        {
            foreach (var note in input.Notes)
            {
                terminal.Error.WriteLine($"lungseg: {input.Path}: {note}");
            }
        }
    }

    /// <summary>Writes to standard error which classes of the masks were counted, once the masks were read.</summary>
    public void WriteLesionNotes(RunSettings settings, Terminal terminal)
    {
        foreach (var note in settings.Quiet ? [] : LesionChoice.Notes(Dataset))
        {
            terminal.Error.WriteLine($"lungseg: {ErrorText.Describe(note)}");
        }
    }

    /// <summary>Chooses the rows of a run, and says how many each criterion took.</summary>
    /// <param name="settings">Settings of the run.</param>
    /// <param name="terminal">Where that is said.</param>
    /// <param name="judgesAll">Whether a shard judges all rows and not only its own: what it writes depends on all that are chosen.</param>
    /// <param name="isSaid">Whether it is said here how many rows were chosen; else <see cref="SayChoice"/> says it.</param>
    /// <param name="except">An input whose rows are not chosen from; null for none.</param>
    /// <exception cref="NoRowsException">The whole run holds no row, and that is no answer.</exception>
    /// <exception cref="UnreadRowsException">A row is not found, and may belong to an input that could not be read.</exception>
    public RowChoice Choose(
        RunSettings settings,
        Terminal terminal,
        bool judgesAll = false,
        bool isSaid = true,
        DatasetInput? except = null
    )
    {
        var lines = settings.Selection.Shard;
        var shard = lines ?? settings.Shard?.Shard;
        if (settings.Criteria.IsEmpty)
        {
            var plain = RowChooser.Choose(Dataset, ListNamed(settings.Selection, except), settings.Criteria, new ChoiceOptions());
            RefuseEmpty(plain.Rows.Count, settings, isShard: shard is not null, Code);
            return plain;
        }

        if (settings.Criteria.Where?.LooksAt(FigureColumns.Group) ?? false)
        {
            throw new UsageException("--where needs the group, which rows have only in stats --by group");
        }

        var named = ListNamed(settings.Selection with { Shard = null }, except);
        using var progress = Progress.Start(terminal, named.Count, settings.Quiet);
        var choice = RowChooser.Choose(
            Dataset,
            named,
            settings.Criteria,
            new ChoiceOptions
            {
                Shard = judgesAll ? null : shard,
                Merged = settings.Merged,
                Jobs = settings.Jobs,
                RowDone = progress.Advance,
            }
        );
        progress.Finish();
        var own = shard is null ? choice : choice.OfShard(shard);
        if (isSaid)
        {
            SayChoice(own, settings, terminal);
        }

        RefuseEmpty(choice.Rows.Count, settings, isShard: shard is not null, Code);
        return lines is null ? choice : own;
    }

    /// <summary>Says how many rows were chosen, and how many each criterion took.</summary>
    /// <param name="choice">The choice.</param>
    /// <param name="settings">Settings of the run.</param>
    /// <param name="terminal">Where it is said.</param>
    /// <param name="left">Rows that a condition left which was judged later; null where none was.</param>
    public void SayChoice(RowChoice choice, RunSettings settings, Terminal terminal, int? left = null)
    {
        foreach (var line in settings.Quiet ? [] : ChoiceNotes.List(choice, settings.Criteria, Dataset, left))
        {
            terminal.Error.WriteLine($"lungseg: {line}");
        }
    }

    private IReadOnlyList<DatasetRow> ListNamed(RowSelection selection, DatasetInput? except) =>
        except is null ? Select(selection) : [.. Select(selection).Where(row => row.Input != except)];

    /// <summary>Throws where a whole run has chosen no row, unless that is an answer or all rows were taken.</summary>
    /// <exception cref="NoRowsException">No row is chosen.</exception>
    /// <exception cref="UnreadRowsException">No row is chosen, and an input could not be read, as <paramref name="code"/> says.</exception>
    public static void RefuseEmpty(int rows, RunSettings settings, bool isShard, ExitCode code)
    {
        if (rows > 0 || isShard || settings.AllowEmpty || settings.TakesAllRows)
        {
            return;
        }

        const string Message = "no row is chosen: what chooses rows leaves none of the inputs";
        throw code != ExitCode.Done
            ? new UnreadRowsException(Message, code)
            : new NoRowsException($"{Message}; check --rows, --label, --with, --without and --where, or give --allow-empty");
    }

    /// <summary>Gets rows by their names and labels.</summary>
    /// <exception cref="UnreadRowsException">A row is not found, and may belong to an input that could not be read.</exception>
    public IReadOnlyList<DatasetRow> Select(RowSelection selection)
    {
        try
        {
            return (selection with { CountedRows = _countedRows }).GetRows(Dataset);
        }
        catch (InvalidRequestException e) when (Code != ExitCode.Done)
        {
            throw new UnreadRowsException(ErrorText.Describe(e), Code);
        }
    }

    public void Dispose() => Dataset.Dispose();

    private static DatasetOpener CreateOpener(DatasetOptions options)
    {
        try
        {
            return new DatasetOpener(options);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            var (option, file) =
                options.JoinedFile is { } joined && !File.Exists(joined) ? ("--columns-from", joined) : ("--labels", options.LabelFile);
            throw new UsageException($"{option} {file}: file not found");
        }
    }

    private static IReadOnlyList<DatasetInput> Spool(DatasetOpener opener, Terminal terminal)
    {
        using var stream = terminal.OpenInput();
        return opener.Add(stream, "-");
    }

    private static ReadLimits ReadLimit(Terminal terminal)
    {
        const string Name = "LUNGSEG_MAX_INFLATED_BYTES";
        if (terminal.Variable(Name) is not { Length: > 0 } text)
        {
            return ReadLimits.Default;
        }

        return long.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var bytes)
            ? ReadLimits.Default with
            {
                MaxUnpackedBytes = bytes,
            }
            : throw new UsageException($"{Name} is '{text}', expected a number of bytes");
    }
}
