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
    public static IReadOnlyList<SplitRow> Read(
        RowWork work,
        (Dataset All, DatasetInput? KeptTest) data,
        SplitRequest request,
        Terminal terminal
    )
    {
        var groups = Of(work, data.All, request, terminal).GroupOf;
        using var progress = Progress.Start(terminal, "masks", work.Rows.Count, request.Quiet);
        var read = SplitRowReader.Read(work, groups, data.KeptTest, progress.Advance);
        progress.Finish();
        return read;
    }

    /// <summary>Puts into a shard what it takes to group its rows, and what else a split needs to know of them.</summary>
    public static void Put(RowWork work, (Dataset All, IReadOnlyList<DatasetRow> Rows) data, SplitRequest request, Terminal terminal)
    {
        if (request.Group == Infer)
        {
            using var slices = Progress.Start(terminal, "slices", work.Rows.Count, request.Quiet);
            GroupInference.Put(work, data.Rows, Options(request.Jobs, slices));
            slices.Finish();
        }
        else if (request.Group != None)
        {
            // The merge reads the file again; a wrong one should not cost a pass of every shard first.
            FromFile(data.All, request.Group, request.Quiet, terminal);
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

    /// <summary>Groups of a file; a remark where it names what the data set does not have.</summary>
    public static GivenGroups FromFile(Dataset all, string path, bool quiet, Terminal terminal)
    {
        RefuseMissing(path);
        var groups = GivenGroups.Read(path, all);
        if (!quiet && groups.Remark is { } remark)
            terminal.Error.WriteLine($"lungseg: {remark}");
        return groups;
    }

    /// <summary>Throws where there is no file of groups.</summary>
    public static void RefuseMissing(string path)
    {
        if (!File.Exists(path))
            throw new UsageException(
                $"--group {path}: there is no such file; write infer, none, or a CSV file with the columns row and group"
            );
    }

    private static GroupingOptions Options(int jobs, Progress progress) =>
        new()
        {
            JoinsCopies = true,
            Jobs = jobs,
            RowDone = progress.Advance,
        };

    private static RowGroups Of(RowWork work, Dataset all, SplitRequest request, Terminal terminal) =>
        request.Group switch
        {
            None => RowGroups.FromIds(work.Rows, [.. work.Rows.Select(row => row.Name)]),
            Infer => Inferred(work, request.Quiet, terminal),
            var path => FromFile(all, path, request.Quiet, terminal).Groups(work.Rows),
        };
}
