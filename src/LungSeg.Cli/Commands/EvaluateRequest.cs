using LungSeg.Cli.Output;
using LungSeg.Cli.Output.Evaluation;
using LungSeg.Core.Bytes;
using LungSeg.Core.Bytes.Outputs;
using LungSeg.Core.Datasets;
using LungSeg.Core.Evaluation;
using LungSeg.Core.Grouping;
using LungSeg.Core.Reporting;
using LungSeg.Core.Reporting.Predictions;
using LungSeg.Core.Sharding;
using LungSeg.Core.Splitting.Documents;

namespace LungSeg.Cli.Commands;

/// <summary>Request of <c>evaluate</c>.</summary>
internal sealed record EvaluateRequest : CommandRequest
{
    private const int MaxShown = 5;

    public required IReadOnlyList<PredictionOptions> Predictions { get; init; }

    public required EvaluationOptions Options { get; init; }

    /// <summary>Whether rows without a prediction count as predicted empty.</summary>
    public bool TakesMissing { get; init; }

    /// <summary><c>infer</c>, <c>none</c>, or a file of groups.</summary>
    public required string Group { get; init; }

    /// <summary>File for the draws; null for none.</summary>
    public string? Draws { get; init; }

    /// <summary>Split of the training; null for none.</summary>
    public string? Split { get; init; }

    /// <summary>Training data; null for none.</summary>
    public string? Train { get; init; }

    public EvaluationCompat Compat { get; init; }

    public EvaluationFormat Format { get; init; }

    /// <summary>CSV to write; null for none.</summary>
    public string? Csv { get; init; }

    /// <summary>HTML page to write; null for none.</summary>
    public string? Report { get; init; }

    /// <summary>What the page is told besides the data.</summary>
    public PageOptions Page { get; init; } = new();

    public bool ShowsSuspects { get; init; }

    /// <summary>Figures and the values under which the run fails.</summary>
    public IReadOnlyList<KeyValuePair<string, double>> FailUnder { get; init; } = [];

    public override OutputUse? MergedOutput => OutputUse.None;

    public override IEnumerable<string> LaterInputs =>
        [
            .. Predictions.Select(prediction => prediction.Path),
            .. new[] { Split, Train, Group is SplitGroups.Infer or SplitGroups.None ? null : Group }.OfType<string>(),
        ];

    public override IEnumerable<string> Targets => [.. base.Targets, .. new[] { Csv, Draws, Report }.OfType<string>()];

    protected override IEnumerable<string> FinalFiles => Settings.Shard is null ? Targets : [];

    public override ExitCode Execute(Terminal terminal)
    {
        Refuse();
        using var session = OpenInputs(terminal);
        if (session.Dataset.Inputs.Count == 0)
        {
            return session.Code;
        }

        var choice = session.Choose(Settings, terminal);
        var predictions = new List<PredictionSet>();
        try
        {
            // What shards measured is not measured again; pictures are drawn of the predictions themselves.
            foreach (var prediction in Settings.Merged is null || Report is not null ? Predictions : [])
            {
                predictions.Add(Open(prediction, session.Dataset, choice.Rows, terminal));
            }

            // A row that is not judged can show that two others are of one scan, so that scans are those of all rows.
            DatasetRow[]? all = Settings.TakesAllRows || Group == SplitGroups.None ? null : [.. session.Dataset.Rows];
            return Judge(session, choice.Rows, predictions, Settings.StartWork(session.Dataset, choice, all), terminal);
        }
        finally
        {
            foreach (var prediction in predictions)
            {
                prediction.Dispose();
            }
        }
    }

    private void Refuse()
    {
        if (Settings.Output is not null && Settings.Shard is null)
        {
            throw new UsageException("-o goes with --shard; --csv FILE writes one line a row, '>' redirects the rest");
        }
        Settings.RefuseNamelessShard(Settings.Output);
        if (Split is not null && Train is not null)
        {
            throw new UsageException("--split and --train both say what a model was trained on; take one");
        }
        foreach (
            var path in Predictions.Select(one => one.Path).Append(Predictions[0].Converted).Append(Split).Append(Train).OfType<string>()
        )
        {
            if (!Path.Exists(path))
            {
                throw new UsageException($"{path}: file not found");
            }
        }
        if (Group is not (SplitGroups.Infer or SplitGroups.None))
        {
            SplitGroups.RefuseMissing(Group);
        }
        if (Compat != EvaluationCompat.None && (ShowsSuspects || Format is EvaluationFormat.Csv))
        {
            throw new UsageException("--compat prints its own numbers: it goes with no --suspects and no CSV");
        }
        if (Compat == EvaluationCompat.NnUnet && Predictions.Count > 1)
        {
            throw new UsageException("a summary.json is of one model: give one --prediction");
        }
        EvaluationLimits.RefuseUnknown(FailUnder, Options);
    }

    private PredictionSet Open(PredictionOptions options, Dataset dataset, IReadOnlyList<DatasetRow> rows, Terminal terminal)
    {
        var set = PredictionSet.Open(options, dataset, rows);
        string[] missing = [.. set.Missing.Select(i => rows[i].Name)];
        if (missing.Length > 0 && !TakesMissing)
        {
            set.Dispose();
            throw new UnreadRowsException(
                $"{options.Path}: {missing.Length} of {rows.Count} rows have no prediction: "
                    + ShortList.Join(missing, MaxShown, name => PrintableText.Escape(name))
                    + "; use --missing empty to count them as empty",
                ExitCode.Input
            );
        }
        if (set.Extra.Count > 0)
        {
            var extra = set.Extra;
            set.Dispose();
            throw new UnreadRowsException(
                $"{options.Path}: {extra.Count} predictions belong to no row: "
                    + ShortList.Join(extra, MaxShown, name => PrintableText.Escape(name)),
                ExitCode.Input
            );
        }
        foreach (var note in Settings.Quiet ? [] : set.Notes)
        {
            terminal.Error.WriteLine($"lungseg: {PrintableText.Escape(note)}");
        }
        return set;
    }

    private ExitCode Judge(
        InputSession session,
        IReadOnlyList<DatasetRow> rows,
        List<PredictionSet> predictions,
        RowWork work,
        Terminal terminal
    )
    {
        using var owned = work;
        if (Group == SplitGroups.Infer && GroupInference.FindUngroupable(rows) is { } bare)
        {
            throw new UnreadRowsException(
                $"{PrintableText.Escape(bare.Name)} has no hu_array_old to infer its scan from; use --group none, which draws rows, or "
                    + "--group FILE",
                ExitCode.Input
            );
        }
        var positions = rows.Select((row, i) => (row, i)).ToDictionary(pair => pair.row, pair => (int?)pair.i);
        Func<DatasetRow, bool>? isJudged = Settings.TakesAllRows ? null : positions.ContainsKey;
        var groups = new SplitGroups(Group, Settings, terminal) { IsChosen = isJudged };
        using (var progress = Progress.Start(terminal, work.Rows.Count, Settings.Quiet))
        {
            var judgements = Evaluator.Measure(work, predictions, positions.GetValueOrDefault, Options with { RowDone = progress.Advance });
            progress.Finish();
            if (work.IsShard)
            {
                groups.PutScans(work, session.Dataset, progress);
                Settings.FinishShard(work, terminal);
                return session.Code;
            }
            var found = groups.FindNames(work, session.Dataset);
            var judged = Evaluator.Join(rows, [.. found.Where((_, i) => positions.ContainsKey(work.Rows[i]))], judgements);
            var models = Predictions.Select(prediction => (prediction.Name, prediction.Probability is not null)).ToArray();
            var evaluation = new ModelEvaluation(models, judged, FindTrained(work.Rows, found, isJudged), Options);
            return Conclude(session, evaluation, rows, predictions, terminal);
        }
    }

    private IReadOnlySet<string>? FindTrained(
        IReadOnlyList<DatasetRow> rows,
        IReadOnlyList<string> groups,
        Func<DatasetRow, bool>? isJudged
    )
    {
        if (Split is { } path)
        {
            var split = SplitFile.Read(path);
            return TrainedRows.Find(split.For([.. rows.Select(row => row.Name)]), rows, groups, isJudged);
        }
        if (Train is null)
        {
            return null;
        }
        using var opener = new DatasetOpener(Settings.Reading);
        opener.Add(Train);
        using var training = opener.Finish();
        return TrainedRows.Find([.. training.Rows], rows, groups, Settings.Jobs, isJudged);
    }

    private ExitCode Conclude(
        InputSession session,
        ModelEvaluation evaluation,
        IReadOnlyList<DatasetRow> rows,
        IReadOnlyList<PredictionSet> predictions,
        Terminal terminal
    )
    {
        var notes = EvaluationNotes.List(evaluation);
        foreach (var note in Settings.Quiet ? [] : notes)
        {
            terminal.Error.WriteLine($"lungseg: {PrintableText.Escape(note)}");
        }
        if (Csv is { } path)
        {
            TextFile.Write(path, Settings.Force, text => EvaluationCsv.Write(evaluation, text));
            SayWritten(path, Quantity.Of(evaluation.Rows.Count * evaluation.Models.Count, "line"), terminal);
        }
        if (Draws is { } file)
        {
            TextFile.Write(file, Settings.Force, text => EvaluationCsv.WriteDraws(evaluation, text));
            SayWritten(file, Quantity.Of(evaluation.Options.Draws, "draw"), terminal);
        }
        if (Report is { } page)
        {
            var data = new PredictionReportData
            {
                Evaluation = evaluation,
                Inputs = session.Dataset.InputFiles,
                Rows = rows,
                Predictions = predictions,
                Notes = notes,
                ShowsSuspects = ShowsSuspects,
                Options = Page,
            };
            TextFile.Write(page, Settings.Force, text => PredictionReport.Write(text, data));
            SayWritten(page, Quantity.Of(evaluation.Rows.Count, "row"), terminal);
        }
        EvaluationOutput.Write(this, session.Dataset, evaluation, notes, terminal);
        var failures = EvaluationLimits.Check(evaluation, FailUnder).ToArray();
        foreach (var failure in failures)
        {
            terminal.Error.WriteLine($"lungseg: {PrintableText.Escape(failure)}");
        }
        return session.Code != ExitCode.Done ? session.Code
            : failures.Length > 0 ? ExitCode.Findings
            : ExitCode.Done;
    }

    private void SayWritten(string path, string content, Terminal terminal)
    {
        if (!Settings.Quiet)
        {
            terminal.Error.WriteLine($"lungseg: wrote {path}: {content}");
        }
    }
}
