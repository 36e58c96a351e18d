using System.Globalization;
using LungSeg.Cli.Browse;
using LungSeg.Cli.Browse.Http;
using LungSeg.Cli.Configuration;
using LungSeg.Cli.Output;
using LungSeg.Core.Browsing;
using LungSeg.Core.Bytes;
using LungSeg.Core.Datasets;
using LungSeg.Core.Selection;

namespace LungSeg.Cli.Commands;

/// <summary>Request of <c>browse</c>.</summary>
internal sealed record BrowseRequest : CommandRequest
{
    /// <summary>Severities and limits of the rules of which the page shows the findings.</summary>
    public RuleConfig Rules { get; init; } = new();

    public IReadOnlyList<PredictionOptions> Predictions { get; init; } = [];

    /// <summary>The collection that rows are looked up in; null for none.</summary>
    public string? Lidc { get; init; }

    /// <summary>Files of marks; empty for the default one.</summary>
    public IReadOnlyList<string> Marks { get; init; } = [];

    /// <summary>Port; 0 for any.</summary>
    public int Port { get; init; }

    /// <summary>Port at the browser's end of a tunnel; 0 without one.</summary>
    public int HostPort { get; init; }

    public bool OpensBrowser { get; init; }

    /// <summary>Folder for static files; null to serve the page.</summary>
    public string? Export { get; init; }

    public override IEnumerable<string> LaterInputs =>
        [.. Predictions.Select(prediction => prediction.Path), .. LidcSource.ListFiles(Lidc), .. MarksToRead];

    public override IEnumerable<string> Targets => Export is not null ? [Export] : Marks.Take(1);

    /// <summary>Files of marks that must exist: the first one takes new marks, and may begin with them, but an export takes none.</summary>
    private IEnumerable<string> MarksToRead => Export is null ? Marks.Skip(1) : Marks;

    public override ExitCode Execute(Terminal terminal)
    {
        Refuse();
        foreach (var marks in Export is null ? Settings.Criteria.WithoutMarks : [])
        {
            // The marks that are read to leave rows out may be those that are written.
            RunFiles.Current?.AllowUpdate(marks.Path, marks.Path);
        }

        using var session = OpenInputs(terminal);
        if (session.Dataset.Inputs.Count == 0)
        {
            return session.Code;
        }

        if (Export is not null)
        {
            PageFolder.Check(Export, Settings.Force);
        }

        var rows = session.Choose(Settings, terminal).Rows;
        using var predictions = OpenedPredictions.Open(Predictions, session.Dataset, rows, Settings, terminal);
        using var lidc = Lidc is null ? null : LidcSource.Open(Lidc, Settings, terminal);
        var joined = ReadMarks(session.Dataset, rows, terminal);
        var options = new SurveyOptions
        {
            Rules = Rules.Options,
            Refused = session.Refused,
            Predictions = predictions.Sets,
            Index = lidc?.Index,
            Jobs = Settings.Jobs,
        };
        var read = ExitCode.Done;
        if (Export is { } folder)
        {
            read = WriteFiles(folder, session, rows, options, joined, terminal);
        }
        else
        {
            // One thread answers the browser meanwhile.
            Serve(new RowSurvey(session.Dataset, rows, options with { Jobs = Math.Max(1, Settings.Jobs - 1) }), joined, session, terminal);
        }

        return ExitCodes.Worst(session.Code, lidc?.Code ?? ExitCode.Done, read);
    }

    private void Refuse()
    {
        LidcSource.RefuseMissing(Lidc);
        foreach (var path in Predictions.Select(one => one.Path).Concat(MarksToRead).Where(path => !Path.Exists(path)))
        {
            throw new UsageException($"{path}: file not found");
        }

        if (Marks.FirstOrDefault(Directory.Exists) is { } folder)
        {
            throw new UsageException($"--marks {folder} is a folder, expected a CSV file with row,mark,note");
        }

        if (Export is null && Settings.Force)
        {
            throw new UsageException("--force goes with --export; marks are added to their file");
        }
    }

    private JoinedMarks ReadMarks(Dataset dataset, IReadOnlyList<DatasetRow> rows, Terminal terminal)
    {
        IReadOnlyList<string> paths = Marks.Count > 0 ? Marks : [$"{dataset.Inputs[0].Stem}.marks.csv"];
        if (Export is null)
        {
            RunFiles.Current?.RefuseTargets(paths.Take(1));
        }

        var joined = JoinedMarks.Read(paths, rows.Select(row => row.Name).ToHashSet(StringComparer.Ordinal));
        foreach (var conflict in Settings.Quiet ? [] : joined.Conflicts)
        {
            terminal.Error.WriteLine($"lungseg: marks of {conflict}");
        }

        return joined;
    }

    /// <summary>Writes the page; 3 where rows could not be read, of which the page says why.</summary>
    private ExitCode WriteFiles(
        string folder,
        InputSession session,
        IReadOnlyList<DatasetRow> rows,
        SurveyOptions options,
        JoinedMarks marks,
        Terminal terminal
    )
    {
        using var progress = Progress.Start(terminal, rows.Count, Settings.Quiet);
        var survey = new RowSurvey(session.Dataset, rows, options with { RowDone = progress.Advance });
        survey.Run();
        progress.Finish();
        var (files, bytes) = BrowseExport.Write(folder, Settings.Force, survey, marks, Settings.Jobs);
        if (!Settings.Quiet)
        {
            session.WriteLesionNotes(Settings, terminal);
            terminal.Error.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"lungseg: wrote {folder}: {Quantity.Of(rows.Count, "row")}, {Quantity.Of(files, "file")}, {Quantity.OfBytes(bytes)}"
                )
            );
        }

        SayMarks(marks, terminal);
        if (survey.RowsUnreadable == 0)
        {
            return ExitCode.Done;
        }

        terminal.Error.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"lungseg: {survey.RowsUnreadable} of {rows.Count} rows cannot be read; the page says why"
            )
        );
        return ExitCode.Input;
    }

    /// <summary>Notes may be meant for their writer alone, and the file of marks is found without being asked for.</summary>
    private void SayMarks(JoinedMarks marks, Terminal terminal)
    {
        var (marked, elsewhere) = (marks.GetAll().Marks.Count, marks.RowsElsewhere);
        if (marked + elsewhere > 0 && !Settings.Quiet)
        {
            var files = string.Join(", ", (Marks.Count > 0 ? Marks : [marks.Path]).Select(path => PrintableText.Escape(path)));
            terminal.Error.WriteLine(
                $"lungseg: the page holds the marks and notes of {Quantity.Of(marked, "row")}, from {files}"
                    + (elsewhere > 0 ? $", and not those of {Quantity.Of(elsewhere, "row")} that it does not show" : string.Empty)
            );
        }
    }

    private void Serve(RowSurvey survey, JoinedMarks marks, InputSession session, Terminal terminal)
    {
        Interruption.IsServing = true;
        var gate = new Lock();
        using var server = new LoopbackServer(Port, new ServerLimits());
        var access = new BrowseAccess(server.Port, HostPort);
        var serving = server.RunAsync(new BrowseSite(survey, marks, access, Report).Answer);
        terminal.Out.WriteLine(access.Url);
        terminal.Out.Flush();
        SayHints($"{access.BrowserPort}:127.0.0.1:{server.Port}", marks, terminal);
        if (OpensBrowser && BrowserLauncher.CanOpen(terminal) && !BrowserLauncher.TryOpen(access.Url))
        {
            terminal.Error.WriteLine("lungseg: no browser could be opened: open the address above");
        }

        var background = Task.Factory.StartNew(
            () =>
            {
                try
                {
                    survey.Run();
                    lock (gate)
                    {
                        session.WriteLesionNotes(Settings, terminal);
                    }
                }
                catch (Exception e)
                {
                    // The rows can still be looked at; what was found until then is shown.
                    Report(e);
                }
            },
            TaskCreationOptions.LongRunning
        );
        Task.WhenAll(serving, background).GetAwaiter().GetResult();

        void Report(Exception e)
        {
            lock (gate)
            {
                CliHost.Report(e, terminal);
            }
        }
    }

    private void SayHints(string tunnel, JoinedMarks marks, Terminal terminal)
    {
        if (Settings.Quiet)
        {
            return;
        }

        if (terminal.Variable("SSH_CONNECTION") is { Length: > 0 })
        {
            terminal.Error.WriteLine(
                $"lungseg: on your own machine: ssh -L {tunnel} HOST, then open the address"
                    + (HostPort == 0 ? "; for another port there give --host-port" : string.Empty)
            );
        }

        terminal.Error.WriteLine($"lungseg: marks go to {PrintableText.Escape(marks.Path)}; Ctrl-C ends it");
    }
}
