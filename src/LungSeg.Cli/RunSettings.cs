using LungSeg.Core.Bytes;
using LungSeg.Core.Datasets;
using LungSeg.Core.Selection;
using LungSeg.Core.Sharding;

namespace LungSeg.Cli;

/// <summary>The settings that commands share. A setting for which a command has no option keeps its default.</summary>
internal sealed record RunSettings
{
    public IReadOnlyList<string> Inputs { get; init; } = [];

    /// <summary>How the inputs are read.</summary>
    public DatasetOptions Reading { get; init; } = DatasetOptions.Default;

    /// <summary>The rows by their names and labels.</summary>
    public RowSelection Selection { get; init; } = RowSelection.All;

    /// <summary>What else chooses rows.</summary>
    public RowCriteria Criteria { get; init; } = RowCriteria.None;

    /// <summary>Whether no chosen row is an answer like any other.</summary>
    public bool AllowEmpty { get; init; }

    /// <summary>Whether all rows are worked on.</summary>
    public bool TakesAllRows => Selection == RowSelection.All && Criteria.IsEmpty;

    /// <summary>The shard to write; null for the whole run.</summary>
    public ShardRun? Shard { get; init; }

    /// <summary>Shards to merge; null for none.</summary>
    public ShardSet? Merged { get; init; }

    /// <summary>Settings on which the result depends, as text. Shards with different settings cannot be merged.</summary>
    public IReadOnlyList<string> Parameters { get; init; } = [];

    /// <summary>What of <see cref="Parameters"/> the choice of rows depends on.</summary>
    public IReadOnlyList<string> ChoiceParameters { get; init; } = [];

    /// <summary>File or folder to write, or the name of a shard; <c>-</c> for standard output, null for none.</summary>
    public string? Output { get; init; }

    public bool Force { get; init; }

    public bool DryRun { get; init; }

    public bool Json { get; init; }

    public bool JsonLines { get; init; }

    public bool Quiet { get; init; }

    /// <summary>Whether notes on the inputs go to standard error; a command that prints them elsewhere says no.</summary>
    public bool TellsNotes { get; init; } = true;

    /// <summary>Threads.</summary>
    public int Jobs { get; init; } = 1;

    /// <summary>Gets the output of a command that writes a file or folder; null for none.</summary>
    /// <exception cref="UsageException">The output is standard output, which cannot hold a file or folder.</exception>
    public string? GetOutputFile() =>
        Output != "-"
            ? Output
            : throw new UsageException(
                "-o - means standard output, which cannot hold this: give the name of a file; ./- is a file of that name"
            );

    /// <summary>
    /// Throws where a shard has no name. A command that prints its result needs <c>-o</c> for a shard, which is a folder.
    /// </summary>
    public void RefuseNamelessShard(string? name)
    {
        if (Shard is not null && name is null)
        {
            throw new UsageException("--shard writes a folder for 'lungseg merge': give -o NAME, and it is NAME.shard-I-of-N");
        }
    }

    /// <summary>Starts the work of the run: on the chosen rows, on those of its shard, or as a merge of shards.</summary>
    /// <param name="dataset">The data set.</param>
    /// <param name="choice">The chosen rows.</param>
    /// <param name="rows">The rows to work on, where those that were not chosen matter; null for the chosen rows.</param>
    public RowWork StartWork(Dataset dataset, RowChoice choice, IReadOnlyList<DatasetRow>? rows = null) =>
        RowWork.Start(
            dataset,
            rows ?? choice.Rows,
            new RowWorkOptions
            {
                Jobs = Jobs,
                Parameters = Parameters,
                Named = choice.Named,
                Target = Shard is null ? null : new ShardTarget(Shard with { Judgement = choice.Pack() }, Output!, Force),
                Merged = Merged,
            }
        );

    /// <summary>Gives the shard its name, and reports that on standard error.</summary>
    public void FinishShard(RowWork work, Terminal terminal)
    {
        work.Commit();
        if (!Quiet)
        {
            terminal.Error.WriteLine($"lungseg: wrote {Shard!.GetFolder(Output!)}: {Quantity.Of(work.Rows.Count, "row")}");
        }
    }
}
