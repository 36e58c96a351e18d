using LungSeg.Cli.Output;
using LungSeg.Core.Sharding;
using LungSeg.Core.Splitting;
using LungSeg.Core.Splitting.Documents;

namespace LungSeg.Cli.Commands;

/// <summary>Proves a split that a file holds, against the data and its groups.</summary>
internal static class SplitCheckAction
{
    public static ExitCode Run(SplitRequest request, Terminal terminal)
    {
        if (request.Output is not null || request.DryRun)
            throw new UsageException("--check writes no file; --json prints the findings");
        if (request.Part.Shards.Part is not null)
            throw new UsageException("--shard goes with making a split, not with --check");
        var selection = request.Part.Selection;
        if (selection.Items is not null || selection.Labels is not null)
            throw new UsageException("--check looks at all rows of the inputs; leave --rows and --label out");
        var split = SplitFile.Read(request.Check!);
        using var session = InputSession.Open(
            request.KeepTest is { } test ? [.. request.Inputs, test] : request.Inputs,
            request.Open,
            terminal
        );
        if (session.Code != ExitCode.Done)
            return session.Code;
        using var work = new RowWork(session.Select(selection), request.Jobs);
        var read = SplitGroups.Read(work, (session.Dataset, null), request, terminal);
        var findings = SplitCheck.Run(split, read);
        var report = SplitReport.Create(session.Dataset.InputFiles, SplitCheck.Known(split, read), read, request.Options.Seed);
        if (request.Json)
            terminal.Out.Write(SplitJson.ToText(report, findings));
        else
            SplitTable.WriteCheck(report, findings, (terminal, request.Color));
        return findings.Count > 0 ? ExitCode.Findings : ExitCode.Done;
    }
}
