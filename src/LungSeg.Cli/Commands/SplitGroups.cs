using LungSeg.Cli.Output;
using LungSeg.Core.Datasets;
using LungSeg.Core.Grouping;
using LungSeg.Core.Sharding;
using LungSeg.Core.Splitting;

namespace LungSeg.Cli.Commands;

/// <summary>What <c>--group</c> means: the groups that a split keeps together, and that <c>stats --by group</c> shows.</summary>
internal static class SplitGroups
{
    /// <summary>Scans are inferred from ids or from the slices.</summary>
    public const string Infer = "infer";

    /// <summary>Every row is a group of its own.</summary>
    public const string None = "none";

    /// <summary>What a split needs to know of the rows, their groups among it.</summary>
    public static IReadOnlyList<SplitRow> Read(RowWork work, DatasetInput? keptTest, SplitRequest request, Terminal terminal)
    {
        var groups = Of(work, request, terminal).GroupOf;
        using var progress = Progress.Start(terminal, "masks", work.Rows.Count, request.Quiet);
        var read = SplitRowReader.Read(work, groups, keptTest, progress.Advance);
        progress.Finish();
        return read;
    }

    /// <summary>Puts into a shard what it takes to group its rows, and what else a split needs to know of them.</summary>
    public static void Put(RowWork work, IReadOnlyList<DatasetRow> rows, SplitRequest request, Terminal terminal)
    {
        if (request.Group == Infer)
        {
            using var slices = Progress.Start(terminal, "slices", work.Rows.Count, request.Quiet);
            GroupInference.Put(work, rows, Options(request.Jobs, slices));
            slices.Finish();
        }

        using var masks = Progress.Start(terminal, "masks", work.Rows.Count, request.Quiet);
        SplitRowReader.Put(work, masks.Advance);
        masks.Finish();
    }

    /// <summary>Groups by the ids of the rows, or by their slices.</summary>
    public static RowGroups Inferred(RowWork work, bool quiet, Terminal terminal)
    {
        using var progress = Progress.Start(terminal, "slices", work.Rows.Count, quiet);
        return GroupInference.Infer(work, Options(work.Jobs, progress));
    }

    private static GroupingOptions Options(int jobs, Progress progress) => new() { JoinsCopies = true, Jobs = jobs, RowDone = progress.Advance };

    private static RowGroups Of(RowWork work, SplitRequest request, Terminal terminal) => request.Group switch
    {
        None => RowGroups.FromIds(work.Rows, [.. work.Rows.Select(row => row.Name)]),
        Infer => Inferred(work, request.Quiet, terminal),
        var path => FromFile(work.Rows, path),
    };

    private static RowGroups FromFile(IReadOnlyList<DatasetRow> rows, string path)
    {
        if (!File.Exists(path))
            throw new UsageException($"--group {path}: there is no such file; write infer, none, or a CSV file with the columns row and group");
        return GroupFile.Read(path, rows);
    }
}
