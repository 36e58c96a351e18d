using LungSeg.Cli.Output;
using LungSeg.Core.Sharding;
using LungSeg.Core.Splitting;
using LungSeg.Core.Splitting.Documents;

namespace LungSeg.Cli.Commands;

/// <summary>Request of <c>split --check</c>: checks the split in a file against the rows and groups of the inputs.</summary>
internal sealed record SplitCheckRequest : CommandRequest
{
    /// <summary>The file of the split.</summary>
    public required string File { get; init; }

    /// <summary>Whether rows are found in the split by their content.</summary>
    public bool IsByKey { get; init; }

    /// <summary><c>infer</c>, <c>none</c>, or a file of groups.</summary>
    public required string Group { get; init; }

    public required ulong Seed { get; init; }

    public override ExitCode Execute(Terminal terminal)
    {
        if (Settings.Output is not null || Settings.DryRun)
        {
            throw new UsageException("--check writes no file; --json prints the findings");
        }

        if (Settings.Shard is not null)
        {
            throw new UsageException("--shard does not go with --check");
        }

        if (!Settings.TakesAllRows)
        {
            throw new UsageException("--check needs all rows of the inputs; leave out --rows, --label and what else chooses rows");
        }

        if (!System.IO.File.Exists(File))
        {
            throw new UsageException($"--check {File}: file not found");
        }

        var split = SplitFile.Read(File);
        using var session = OpenInputs(terminal);
        if (session.Code != ExitCode.Done)
        {
            return session.Code;
        }

        using var work = new RowWork(session.Choose(Settings, terminal).Rows, Settings.Jobs);

        // A row that the split leaves out may be one that cannot be read. By content only rows of parts are found.
        var leftOut = IsByKey ? new HashSet<string>() : split.ListLeftOut();
        var groups = new SplitGroups(Group, Settings, terminal)
        {
            IsChosen = leftOut.Count == 0 ? null : row => !leftOut.Contains(row.Name),
        };
        var read = SplitRowReader.WithManifestKeys(work.Rows, groups.Read(work, session.Dataset, keptTest: null));
        if (IsByKey)
        {
            split = new SplitMatch(split, File, Settings.Jobs).RenameByKey(work.Rows);
        }

        var findings = SplitCheck.Run(split, read);
        SplitRow[] divided = [.. read.Where(row => !row.IsLeftOut)];
        SplitRow[] unread = [.. read.Where(row => row.IsUnread)];
        var report = SplitReport.Create(session.Dataset.InputFiles, SplitCheck.Known(split, read), divided, Seed);
        if (Settings.Json)
        {
            terminal.Out.Write(SplitJson.ToText(report, findings, unread));
        }
        else
        {
            SplitTable.WriteCheck(report, findings, unread, terminal);
        }

        return findings.Count > 0 ? ExitCode.Findings : ExitCode.Done;
    }
}
