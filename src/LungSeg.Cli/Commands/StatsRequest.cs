using LungSeg.Cli.Configuration;
using LungSeg.Cli.Output;
using LungSeg.Core.Bytes;
using LungSeg.Core.Bytes.Outputs;
using LungSeg.Core.Datasets;
using LungSeg.Core.Model;
using LungSeg.Core.Reporting;
using LungSeg.Core.Selection;
using LungSeg.Core.Sharding;
using LungSeg.Core.Statistics;
using LungSeg.Core.Statistics.Documents;

namespace LungSeg.Cli.Commands;

/// <summary>Request of <c>stats</c>.</summary>
internal sealed record StatsRequest : CommandRequest
{
    /// <summary>Whether the inputs are documents to merge.</summary>
    public bool Merge { get; init; }

    public HuColumn Image { get; init; }

    public FigureFamilies Figures { get; init; } = FigureFamilies.All;

    public RowFilter? Where { get; init; }

    public RowGrouping By { get; init; }

    /// <summary>CSV with the columns row and group.</summary>
    public string? GroupFile { get; init; }

    /// <summary>Size of a pixel in mm, where the user knows it.</summary>
    public PixelSpacing? SpacingMm { get; init; }

    /// <summary>CSV to write, one line a row; <c>-</c> for standard output.</summary>
    public string? Csv { get; init; }

    /// <summary>HTML page to write; null for none.</summary>
    public string? Report { get; init; }

    /// <summary>What the page is told besides the data.</summary>
    public PageOptions Page { get; init; } = new();

    /// <summary>Severities and limits of the rules of which the page shows the findings.</summary>
    public RuleConfig Rules { get; init; } = new();

    public override IEnumerable<string> LaterInputs => GroupFile is { } file ? [file] : [];

    public override IEnumerable<string> Targets => [.. Csv is null or "-" ? [] : new[] { Csv }, .. Report is null ? [] : new[] { Report }];

    protected override IEnumerable<string> FinalFiles => Targets;

    public override ExitCode Execute(Terminal terminal)
    {
        if (Settings.Json && Settings.JsonLines)
        {
            throw new UsageException("--json and --jsonl are different outputs; take one");
        }

        if (GroupFile is not null && By != RowGrouping.Group)
        {
            throw new UsageException("--group goes with --by group");
        }

        if (Csv == "-" && (Settings.Json || Settings.JsonLines))
        {
            throw new UsageException("--csv - and --json both go to standard output; give the CSV a file");
        }

        if (Merge && (By != RowGrouping.Label || !Settings.TakesAllRows))
        {
            throw new UsageException("--merge does not go with --shard, --by or what chooses rows: the documents are measured already");
        }

        if (Report is not null && (Merge || By is not (RowGrouping.Label or RowGrouping.Input)))
        {
            throw new UsageException(
                "--report shows rows by class and input: it takes --by label or input, and needs the data, not documents to --merge"
            );
        }

        if (Page.HasDigests && Report is null)
        {
            throw new UsageException("--digest goes with --report");
        }

        return Merge ? JoinDocuments(terminal) : Measure(terminal);
    }

    private ExitCode Measure(Terminal terminal)
    {
        if (GroupFile is { } file)
        {
            SplitGroups.RefuseMissing(file);
        }

        using var session = OpenInputs(terminal);
        if (session.Dataset.Inputs.Count == 0)
        {
            return session.Code;
        }

        // The condition is judged where the figures are measured, in the same pass.
        var choice = session.Choose(Settings with { Criteria = Settings.Criteria with { Where = null } }, terminal, isSaid: Where is null);
        var rows = choice.Rows;
        if (!Settings.Quiet && DatasetNotes.EmptyCells(rows) is { } empty)
        {
            terminal.Error.WriteLine($"lungseg: {PrintableText.Escape(empty)}: figures that need it are left out");
        }

        var grouped = By == RowGrouping.Group && GroupFile is null ? session.Dataset.RowCount : 0;
        using var progress = Progress.Start(terminal, rows.Count, Settings.Quiet, steps: rows.Count + grouped);
        var groupOf = By == RowGrouping.Group ? GetGroups(session.Dataset, rows, progress, terminal) : GroupByColumn(session.Dataset);
        var options = new StatisticsOptions
        {
            Figures = Figures,
            Image = Image,
            Grouping = By,
            GetGroup = groupOf,
            GetSpacing = row => SpacingMm ?? row.SpacingMm,
            Where = Where,
            Jobs = Settings.Jobs,
            RowDone = progress.Advance,
        };
        var data = Report is null ? null : ReportData.Collect(session.Dataset, rows, options, session.Refused, Rules.Options);
        var statistics = data?.Statistics ?? DatasetStatistics.Measure(rows, options);
        progress.Finish();
        if (Where is not null)
        {
            session.SayChoice(choice, Settings, terminal, statistics.Rows.Count);
            InputSession.RefuseEmpty(statistics.Rows.Count, Settings, isShard: Settings.Selection.Shard is not null, session.Code);
        }

        var report = new StatisticsReport
        {
            Inputs = session.Dataset.InputFiles,
            Image = Image,
            HoldsHu = session.Dataset.Inputs.Any(input => input.HoldsHu),
            Figures = Figures,
            Where = Where?.Text,
            Shards = Settings.Selection.Shard is { Count: > 1 } shard
                ? [new MeasuredShard([.. session.Dataset.Inputs.Select(input => input.Path)], shard)]
                : [],
            Statistics = statistics,
        };
        if (data is not null)
        {
            WritePage(data, report, terminal);
        }

        Write(report, choice, terminal);
        SayGreyInputs(session.Dataset, terminal);
        session.WriteLesionNotes(Settings, terminal);
        return rows.FirstOrDefault(row => row.MaskFault is not null) is { } elsewhere
            ? ExitCodes.Worst(session.Code, LeaveOut(elsewhere, terminal))
            : session.Code;
    }

    /// <summary>Says which inputs hold no HU where others do, since their figures are joined.</summary>
    private void SayGreyInputs(Dataset dataset, Terminal terminal)
    {
        string[] grey = [.. dataset.Inputs.Where(input => !input.HoldsHu).Select(input => PrintableText.Escape(input.Path))];
        if (!Settings.Quiet && grey.Length > 0 && grey.Length < dataset.Inputs.Count && Figures.HasFlag(FigureFamilies.Hu))
        {
            terminal.Error.WriteLine(
                $"lungseg: {string.Join(", ", grey)}: its images are grey values, not HU, and in the figures of HU all the same"
            );
        }
    }

    /// <summary>Says that the figures of masks that lie elsewhere than their images are left out.</summary>
    private static ExitCode LeaveOut(DatasetRow row, Terminal terminal)
    {
        terminal.Error.WriteLine(
            $"lungseg: {row.Name}: {row.MaskFault}; the figures of such masks are left out; use --mask-place index|world"
        );
        return ExitCode.Input;
    }

    private void WritePage(ReportData data, StatisticsReport report, Terminal terminal)
    {
        TextFile.Write(Report!, Settings.Force, text => HtmlReport.Write(text, data, report, Page with { SpacingMm = SpacingMm }));
        if (!Settings.Quiet)
        {
            terminal.Error.WriteLine($"lungseg: wrote {Report}: {RowCountText(report)}");
        }
    }

    private ExitCode JoinDocuments(Terminal terminal)
    {
        var merge = new StatisticsMerge();
        foreach (var path in Settings.Inputs)
        {
            try
            {
                merge.Add(StatisticsReader.Read(path), path);
            }
            catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
            {
                terminal.Error.WriteLine($"lungseg: {path}: file not found");
                return ExitCode.Input;
            }
        }

        Write(merge.Finish(), choice: null, terminal);
        var missing = merge.MissingShards().ToArray();
        if (missing.Length == 0)
        {
            return ExitCode.Done;
        }

        terminal.Error.WriteLine(
            $"lungseg: shards that no document holds: {string.Join(", ", missing)}; their rows are not in these figures"
        );
        return ExitCode.Input;
    }

    private void Write(StatisticsReport report, RowChoice? choice, Terminal terminal)
    {
        if (Csv is { } path and not "-")
        {
            TextFile.Write(path, Settings.Force, text => StatsCsv.Write(report, text));
            if (!Settings.Quiet)
            {
                terminal.Error.WriteLine($"lungseg: wrote {path}: {RowCountText(report)}");
            }
        }

        if (Csv == "-")
        {
            StatsCsv.Write(report, terminal.Out);
        }
        else if (Settings.Json)
        {
            terminal.Out.Write(StatisticsWriter.ToText(report));
        }
        else if (Settings.JsonLines)
        {
            foreach (var row in StatisticsWriter.Rows(report, ChosenJson.CreateWriter(choice)))
            {
                terminal.Out.WriteLine(row);
            }
        }
        else
        {
            StatsTable.Write(report, terminal);
        }
    }

    private static string RowCountText(StatisticsReport report) => Quantity.Of(report.Statistics.Rows.Count, "row");

    /// <summary>Gets the values of the column that rows are grouped by; null where they are grouped otherwise.</summary>
    private Func<DatasetRow, string?>? GroupByColumn(Dataset dataset) =>
        RowGroupings.GetColumn(By) is not { } column ? null
        : dataset.Inputs.Any(input => input.ColumnNames.Contains(column)) ? row => row.GetId(column)
        : throw new UsageException(
            $"--by {column}: no input has the column {column}; --columns-from FILE joins it, such as the table of 'lungseg match'"
        );

    /// <summary>
    /// Gets groups from the file, or infers them. All rows are grouped, so that names of groups do not depend on the selection or the
    /// shard.
    /// </summary>
    private Func<DatasetRow, string?> GetGroups(Dataset dataset, IReadOnlyList<DatasetRow> chosen, Progress progress, Terminal terminal)
    {
        var groups = new SplitGroups(GroupFile ?? SplitGroups.Infer, Settings, terminal)
        {
            IsChosen = Settings.TakesAllRows ? null : chosen.ToHashSet().Contains,
        };
        if (GroupFile is not null)
        {
            return groups.ReadFile(dataset).Find;
        }

        var rows = RowSelection.All.GetRows(dataset);
        using var work = new RowWork(rows, Settings.Jobs);
        var byName = rows.Zip(groups.FindScans(work, progress).GroupOf)
            .ToDictionary(pair => pair.First.Name, pair => pair.Second, StringComparer.Ordinal);
        return row => byName.GetValueOrDefault(row.Name);
    }
}
