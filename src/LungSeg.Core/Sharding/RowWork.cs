using LungSeg.Core.Datasets;

namespace LungSeg.Core.Sharding;

/// <summary>
/// The work on single rows that a run can divide among shards. It computes results; a shard run also writes them to the shard, and a merge
/// reads them from all shards.
/// </summary>
public sealed class RowWork : IDisposable
{
    private readonly Func<DatasetRow, long> _numberOf = row => row.Index;
    private readonly ShardSet? _merged;
    private readonly ShardTarget? _target;
    private readonly ShardWriter? _writer;
    private readonly RunningDigest? _digests;
    private readonly string _plan = string.Empty;

    /// <summary>Work on rows without shards.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="jobs">Threads.</param>
    public RowWork(IReadOnlyList<DatasetRow> rows, int jobs) => (Rows, Jobs) = (rows, RowJobs.Limit(rows, jobs));

    private RowWork(Dataset dataset, IReadOnlyList<DatasetRow> rows, RowWorkOptions options)
        : this(rows, options.Jobs)
    {
        _numberOf = dataset.GetNumber;
        if (options.Merged is not null || options.Target is not null)
        {
            _plan = ShardPlan.ComputeSha256(
                [.. options.Parameters, .. ReadingParameters.Tables(dataset).Select(table => $"{table.Key} {table.Value}")],
                (options.Named ?? rows).Select(row => ShardPlan.Line(row))
            );
        }
        if (options.Merged is { } merged)
        {
            merged.CheckPlan(_plan);
            merged.CheckInputs([.. dataset.Inputs.Select(input => InputDigest.ComputeSha256(input))]);
            _merged = merged;
        }

        if (options.Target is not { } target)
        {
            return;
        }
        _target = target;
        Rows = [.. rows.Where(row => target.Run.Shard.Contains(dataset.GetNumber(row)))];
        _writer = new ShardWriter(target.Folder, target.Overwrite);
        _digests = new RunningDigest(dataset.Inputs);
    }

    /// <summary>The rows to work on here: all, or those of the shard.</summary>
    public IReadOnlyList<DatasetRow> Rows { get; }

    /// <summary>Threads; fewer than were asked for where slices are large.</summary>
    public int Jobs { get; }

    /// <summary>Whether a shard is written; then only a part of the rows is known.</summary>
    public bool IsShard => _writer is not null;

    /// <summary>Starts the work of a whole run, of a shard or of a merge.</summary>
    /// <param name="dataset">The data set of the rows.</param>
    /// <param name="rows">All rows of the run.</param>
    /// <param name="options">Options of the work.</param>
    /// <exception cref="Bytes.DatasetFormatException">The shards to merge are not of this run.</exception>
    /// <exception cref="IOException">The shard exists and may not be replaced, an input is gone, or writing fails.</exception>
    public static RowWork Start(Dataset dataset, IReadOnlyList<DatasetRow> rows, RowWorkOptions options)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(options);
        return options is { Target: null, Merged: null } ? new RowWork(rows, options.Jobs) : new RowWork(dataset, rows, options);
    }

    /// <summary>Completes the shard after all pieces are written: renames its temporary folder.</summary>
    /// <exception cref="IOException">Writing fails.</exception>
    public void Commit()
    {
        _target!.Run.PutJudgement(_writer!);
        _writer!.Commit(_target.Run.Describe(_digests!.Result, _plan));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _digests?.Dispose();
        _writer?.Dispose();
    }

    /// <summary>Whether shards are merged; then no row is read.</summary>
    internal bool IsMerge => _merged is not null;

    /// <summary>Calls <paramref name="work"/> with each of <see cref="Rows"/> and its position, on <see cref="Jobs"/> threads.</summary>
    internal void ForEach(Action<int, DatasetRow> work) => ParallelRows.Run(Rows.Count, Jobs, i => work(i, Rows[i]));

    /// <summary>
    /// Gets a result of a row. A merge reads it from the shards; otherwise it is computed and, in a shard run, written to the shard.
    /// </summary>
    /// <param name="row">The row.</param>
    /// <param name="name">Name of the result.</param>
    /// <param name="getCodec">Gets the codec of the result.</param>
    /// <param name="compute">Computes it.</param>
    internal T Complete<T>(DatasetRow row, string name, Func<DatasetRow, PieceCodec<T>> getCodec, Func<T> compute)
    {
        if (_merged is not null)
        {
            return _merged.Get(_numberOf(row), name, getCodec(row));
        }

        var result = compute();
        _writer?.Put(_numberOf(row), name, getCodec(row).Pack(result));
        return result;
    }
}

/// <summary>Options of <see cref="RowWork"/>.</summary>
public sealed record RowWorkOptions
{
    /// <summary>Threads.</summary>
    public int Jobs { get; init; } = 1;

    /// <summary>Texts on which the result depends. Shards with different parameters cannot be merged.</summary>
    public IReadOnlyList<string> Parameters { get; init; } = [];

    /// <summary>The rows among which those of the run were chosen, which all shards know; null where they are the same.</summary>
    public IReadOnlyList<DatasetRow>? Named { get; init; }

    /// <summary>The shard to write; null for none.</summary>
    public ShardTarget? Target { get; init; }

    /// <summary>Shards to merge; null for none.</summary>
    public ShardSet? Merged { get; init; }
}
