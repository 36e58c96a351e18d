using System.CommandLine;
using LungSeg.Cli.Output;
using LungSeg.Core.Bytes;
using LungSeg.Core.Datasets;
using LungSeg.Core.Reporting;
using LungSeg.Core.Sharding;
using LungSeg.Core.Statistics;
using LungSeg.Core.Statistics.Documents;

namespace LungSeg.Cli.Commands;

/// <summary><c>stats</c>: figures of rows, of classes or groups, and of all.</summary>
internal static class StatsCommand
{
    public static Command Create(Terminal terminal)
    {
        var common = new CommonOptions();
        var options = new StatsOptions();
        var command = new Command(
            "stats",
            """
            Figures per row, per class and overall: HU without padding, lesion size and place, what hu_array kept.

            Examples:
              lungseg stats lung_cancer_train.pkl lung_cancer_test.pkl
              lungseg stats --json --figures hu,lesion lung_cancer_test.pkl
              lungseg stats --csv rows.csv --where "lesion_px>0 and stored==ok" lung_cancer_test.pkl
              lungseg stats --report report.html lung_cancer_train.pkl lung_cancer_test.pkl
              lungseg stats --merge shard0.json shard1.json
            """
        )
        {
            common.Inputs,
            common.Reading,
            common.Rows,
            common.Labels,
            common.Shard,
            options.Figures,
            options.Image,
            options.Where,
            options.By,
            options.Group,
            options.Spacing,
            options.Merge,
            options.Csv,
            options.Report,
            common.Force,
            common.Json,
            common.JsonLines,
            common.Jobs,
            common.Quiet,
            common.NoColor,
            common.Debug,
        };
        command.SetAction(parse => (int)Execute(options.Request(parse, common, terminal), terminal));
        return command;
    }

    public static ExitCode Execute(StatsRequest request, Terminal terminal)
    {
        if (request.Json && request.JsonLines)
            throw new UsageException("--json and --jsonl are different outputs; take one");
        if (request is { GroupFile: not null, ByGroup: false })
            throw new UsageException("--group goes with --by group, which puts the rows of a group together");
        if (request.Csv == "-" && (request.Json || request.JsonLines))
            throw new UsageException("--csv - and --json both go to standard output; give the CSV a file");
        if (request.Merge && (request.Where is not null || request.ByGroup || request.Selection != RowSelection.All))
            throw new UsageException(
                "--merge joins documents as they are; --rows, --label, --shard, --where and --by go with what measures"
            );
        if (request.Report is not null && (request.Merge || request.ByGroup))
            throw new UsageException("--report shows rows by class: it takes no --by group, and needs the data, not documents to --merge");
        return request.Merge ? Merge(request, terminal) : Measure(request, terminal);
    }

    private static ExitCode Measure(StatsRequest request, Terminal terminal)
    {
        if (request.GroupFile is { } file)
            SplitGroups.RefuseMissing(file);
        if (request.Report is { } page)
            TextFile.RefuseExisting(page, request.Force);
        using var session = InputSession.Open(request.Inputs, request.Open, terminal);
        if (session.Dataset.Inputs.Count == 0)
            return session.Code;
        var rows = session.Select(request.Selection);
        if (!request.Quiet && DatasetNotes.EmptyCells(rows) is { } empty)
            terminal.Error.WriteLine($"lungseg: {PrintableText.Of(empty)}: figures that need it are left out");
        var groupOf = request.ByGroup ? GroupOf(session.Dataset, request, terminal) : null;
        using var progress = Progress.Start(terminal, "rows", rows.Count, request.Quiet);
        var options = new StatisticsOptions
        {
            Figures = request.Figures,
            Image = request.Image,
            GroupOf = groupOf,
            SpacingOf = row => request.SpacingMm ?? row.SpacingMm,
            Where = request.Where,
            Jobs = request.Jobs,
            RowDone = progress.Advance,
        };
        var data = request.Report is null ? null : ReportData.Collect(session.Dataset, rows, options, session.Refused);
        var statistics = data?.Statistics ?? DatasetStatistics.Measure(rows, options);
        progress.Finish();
        var report = new StatisticsReport
        {
            Inputs = session.Dataset.InputFiles,
            Image = request.Image,
            Figures = request.Figures,
            Where = request.Where?.Text,
            Shards = request.Selection.Shard is { Count: > 1 } shard
                ? [new MeasuredShard([.. session.Dataset.Inputs.Select(input => input.Path)], shard)]
                : [],
            Statistics = statistics,
        };
        if (data is not null)
        {
            WritePage(data, report, request, terminal);
        }

        Write(report, request, terminal);
        return session.Code;
    }

    private static void WritePage(ReportData data, StatisticsReport report, StatsRequest request, Terminal terminal)
    {
        TextFile.Write(request.Report!, request.Force, text => HtmlReport.Write(text, data, report, request.SpacingMm));
        if (!request.Quiet)
        {
            terminal.Error.WriteLine($"lungseg: wrote {request.Report}: {RowCountText(report)}");
        }
    }

    private static ExitCode Merge(StatsRequest request, Terminal terminal)
    {
        var merge = new StatisticsMerge();
        foreach (var path in request.Inputs)
        {
            try
            {
                merge.Add(StatisticsReader.Read(path), path);
            }
            catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
            {
                terminal.Error.WriteLine($"lungseg: {path}: there is no such file");
                return ExitCode.Input;
            }
        }

        Write(merge.Finish(), request, terminal);
        var missing = merge.MissingShards().ToArray();
        if (missing.Length == 0)
            return ExitCode.Done;
        terminal.Error.WriteLine(
            $"lungseg: shards that no document holds: {string.Join(", ", missing)}; their rows are not in these figures"
        );
        return ExitCode.Input;
    }

    private static void Write(StatisticsReport report, StatsRequest request, Terminal terminal)
    {
        if (request.Csv is { } path and not "-")
        {
            TextFile.Write(path, request.Force, text => StatsCsv.Write(report, text));
            if (!request.Quiet)
                terminal.Error.WriteLine($"lungseg: wrote {path}: {RowCountText(report)}");
        }

        if (request.Csv == "-")
            StatsCsv.Write(report, terminal.Out);
        else if (request.Json)
            terminal.Out.Write(StatisticsWriter.ToText(report));
        else if (request.JsonLines)
        {
            foreach (var row in StatisticsWriter.Rows(report))
                terminal.Out.WriteLine(row);
        }
        else
            StatsTable.Write(report, (terminal, request.Color));
    }

    private static string RowCountText(StatisticsReport report) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{report.Statistics.Rows.Count} rows");

    /// <summary>
    /// Groups that were given, or found among all rows, so that a selection or a shard of them does not change what they are called.
    /// </summary>
    private static Func<DatasetRow, string?> GroupOf(Dataset dataset, StatsRequest request, Terminal terminal)
    {
        if (request.GroupFile is { } path)
            return SplitGroups.FromFile(dataset, path, request.Quiet, terminal).Of;
        var rows = RowSelection.All.Of(dataset);
        using var work = new RowWork(rows, request.Jobs);
        var groups = rows.Zip(SplitGroups.Inferred(work, request.Quiet, terminal).GroupOf)
            .ToDictionary(pair => pair.First.Name, pair => pair.Second, StringComparer.Ordinal);
        return row => groups.GetValueOrDefault(row.Name);
    }
}
