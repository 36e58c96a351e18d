using LungSeg.Core.Datasets;
using LungSeg.Core.Sharding;

namespace LungSeg.Cli;

/// <summary>What a run has to do with shards: it writes one, joins them, or neither.</summary>
internal sealed record ShardUse
{
    /// <summary>The part to work out; null for the whole.</summary>
    public ShardRun? Part { get; init; }

    /// <summary>Shards to join; null for none.</summary>
    public ShardSet? Merged { get; init; }

    /// <summary>Texts on which the result depends.</summary>
    public IReadOnlyList<string> Parameters { get; init; } = [];

    /// <summary>Throws where a part has no name: what the whole prints has none.</summary>
    public void RefuseNameless(string? output)
    {
        if (Part is not null && output is null)
            throw new UsageException("--shard writes a folder for 'lungseg merge': give -o NAME, and it is NAME.shard-I-of-N");
    }

    /// <summary>Starts the work on rows.</summary>
    /// <param name="dataset">What the rows are of.</param>
    /// <param name="rows">All rows of the run.</param>
    /// <param name="jobs">Threads.</param>
    /// <param name="target">Name of the shard, where one is written, and whether it may be replaced.</param>
    public RowWork Start(Dataset dataset, IReadOnlyList<DatasetRow> rows, int jobs, (string? Output, bool Force) target) =>
        RowWork.Start(
            dataset,
            rows,
            new RowWorkOptions
            {
                Jobs = jobs,
                Parameters = Parameters,
                Target = Part is null ? null : new ShardTarget(Part, target.Output!, target.Force),
                Merged = Merged,
            }
        );

    /// <summary>Gives the shard its name, and says so.</summary>
    public void Finish(RowWork work, string output, bool quiet, Terminal terminal)
    {
        work.Commit();
        if (!quiet)
            terminal.Error.WriteLine(
                string.Create(
                    System.Globalization.CultureInfo.InvariantCulture,
                    $"lungseg: wrote {Part!.FolderOf(output)}: {work.Rows.Count} rows"
                )
            );
    }
}
