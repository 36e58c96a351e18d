using LungSeg.Cli.Output;
using LungSeg.Core.Bytes;
using LungSeg.Core.Datasets;
using LungSeg.Core.Splitting;
using LungSeg.Core.Splitting.Documents;

namespace LungSeg.Cli.Commands;

/// <summary>Makes a split and writes it.</summary>
internal static class SplitAction
{
    private const string StandardOutput = "-";

    public static ExitCode Run(SplitRequest request, Terminal terminal)
    {
        var format = Format(request);
        using var session = InputSession.Open(
            request.KeepTest is { } test ? [.. request.Inputs, test] : request.Inputs,
            request.Open,
            terminal
        );
        if (session.Code != ExitCode.Done)
            return session.Code;
        var keptTest = request.KeepTest is null ? null : session.Dataset.Inputs[^1];
        var shards = request.Part.Shards;
        var rows = Rows(session, request, keptTest);
        using var work = shards.Start(session.Dataset, rows, request.Jobs, (request.Output, request.Force));
        if (work.IsShard)
        {
            SplitGroups.Put(work, (session.Dataset, rows), request, terminal);
            shards.Finish(work, request.Output!, request.Quiet, terminal);
            return ExitCode.Done;
        }

        var read = SplitGroups.Read(work, (session.Dataset, keptTest), request, terminal);
        if (request.Options.Leaked == LeakedRows.Refuse && SplitMaker.Leaked(read) is { Count: > 0 } leaked)
        {
            terminal.Error.WriteLine(
                $"lungseg: {SplitTable.Names(leaked)} of the inputs share a group with {request.KeepTest}: give --leaked drop to "
                    + "leave them out or --leaked move to test on them; nothing was written"
            );
            return ExitCode.Findings;
        }

        var report = SplitReport.Create(session.Dataset.InputFiles, SplitMaker.Make(read, request.Options), read, request.Options.Seed);
        Show(report, format is { } known ? SplitFile.ToText(report, known) : null, request, terminal);
        return ExitCode.Done;
    }

    private static SplitFileFormat? Format(SplitRequest request)
    {
        request.Part.Shards.RefuseNameless(request.Output == StandardOutput ? null : request.Output);
        if (request is { DryRun: true, Part.Shards.Part: not null })
            throw new UsageException("--shard writes a part of the work; it takes no --dry-run");
        if (request.Output is null && !request.Json && !request.DryRun)
            throw new UsageException(
                "split writes a file: give -o FILE (.csv, .json, splits_final.json, datalist.json), or -n to look first"
            );
        if (request.Output is null)
            return null;
        if (request.Output == StandardOutput)
            return request.Json ? throw new UsageException("-o - and --json both write to standard output; take one") : SplitFileFormat.Csv;
        var format = SplitFile.FormatOf(request.Output);
        SplitFile.RefuseUnfit(request.Options, format);
        if (!request.Force && !request.DryRun && request.Part.Shards.Part is null && File.Exists(request.Output))
            throw new OutputExistsException(request.Output);
        return format;
    }

    private static IReadOnlyList<DatasetRow> Rows(InputSession session, SplitRequest request, DatasetInput? keptTest)
    {
        var selected = session.Select(request.Part.Selection);
        if (keptTest is null)
            return selected;

        // --rows and --label choose among the inputs; the test set is kept whole.
        return [.. selected.Where(row => row.Input != keptTest), .. session.Dataset.Rows.Where(row => row.Input == keptTest)];
    }

    private static void Show(SplitReport report, string? text, SplitRequest request, Terminal terminal)
    {
        var toOutput = request.Output == StandardOutput;
        if (toOutput && !request.DryRun)
            terminal.Out.Write(text);
        else if (request.Output is not null && !request.DryRun)
            TextFile.Save(request.Output, text!, request.Force);
        if (request.Json)
            terminal.Out.Write(SplitJson.ToText(report));
        else if (!toOutput || request.DryRun)
            SplitTable.Write(report, (terminal, request.Color));
        if (!request.Quiet && request.Output is not null)
            terminal.Error.WriteLine(
                $"lungseg: {(request.DryRun ? "would write" : "wrote")} {(toOutput ? "standard output" : request.Output)}: "
                    + $"{SplitTable.Line(report)}"
            );
    }
}
