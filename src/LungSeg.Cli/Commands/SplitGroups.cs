using LungSeg.Cli.Output;
using LungSeg.Core.Datasets;
using LungSeg.Core.Grouping;

namespace LungSeg.Cli.Commands;

/// <summary>What <c>--group</c> means: the groups that a split keeps together, and that <c>stats --by group</c> shows.</summary>
internal static class SplitGroups
{
    /// <summary>Scans are inferred from ids or from the slices.</summary>
    public const string Infer = "infer";

    /// <summary>Every row is a group of its own.</summary>
    public const string None = "none";

    /// <summary>Group of each row.</summary>
    public static RowGroups Of(IReadOnlyList<DatasetRow> rows, SplitRequest request, Terminal terminal)
    {
        if (request.Group == None)
            return RowGroups.FromIds(rows, [.. rows.Select(row => row.Name)]);
        if (request.Group != Infer)
            return FromFile(rows, request.Group);
        return Inferred(rows, (request.Jobs, request.Quiet), terminal);
    }

    /// <summary>Groups by the ids of the rows, or by their slices.</summary>
    public static RowGroups Inferred(IReadOnlyList<DatasetRow> rows, (int Jobs, bool Quiet) how, Terminal terminal)
    {
        using var progress = Progress.Start(terminal, "slices", rows.Count, how.Quiet);
        return GroupInference.Infer(rows, new GroupingOptions { JoinsCopies = true, Jobs = how.Jobs, RowDone = progress.Advance });
    }

    private static RowGroups FromFile(IReadOnlyList<DatasetRow> rows, string path)
    {
        if (!File.Exists(path))
            throw new UsageException($"--group {path}: there is no such file; write infer, none, or a CSV file with the columns row and group");
        return GroupFile.Read(path, rows);
    }
}
