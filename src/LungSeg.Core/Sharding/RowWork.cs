using LungSeg.Core.Datasets;
using LungSeg.Core.Model;

namespace LungSeg.Core.Sharding;

/// <summary>
/// The part of a run that looks at each row by itself, so that shards can do it: computes results, writes them into a shard, or takes them
/// from all shards.
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
    public RowWork(IReadOnlyList<DatasetRow> rows, int jobs) => (Rows, Jobs) = (rows, jobs);

    private RowWork(Dataset dataset, IReadOnlyList<DatasetRow> rows, RowWorkOptions options)
        : this(rows, options.Jobs)
    {
        _numberOf = dataset.GetNumber;
        _plan = ShardPlan.ComputeSha256(options.Parameters, rows.Select(row => ShardPlan.Line(row)));
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

    /// <summary>Threads.</summary>
    public int Jobs { get; }

    /// <summary>Whether a shard is written, from which nothing can be concluded yet.</summary>
    public bool IsShard => _writer is not null;

    /// <summary>Starts work that may be a shard's, or on shards that are joined.</summary>
    /// <param name="dataset">What the rows are of.</param>
    /// <param name="rows">All rows of the run.</param>
    /// <param name="options">How.</param>
    /// <exception cref="Bytes.DatasetFormatException">The shards to join are not those of this run.</exception>
    /// <exception cref="IOException">The shard exists and may not be replaced, an input is gone, or the disk refuses.</exception>
    public static RowWork Start(Dataset dataset, IReadOnlyList<DatasetRow> rows, RowWorkOptions options)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(options);
        return options is { Target: null, Merged: null } ? new RowWork(rows, options.Jobs) : new RowWork(dataset, rows, options);
    }

    /// <summary>Gives the shard its name, once all of its rows' pieces are in it.</summary>
    /// <exception cref="IOException">The disk refuses.</exception>
    public void Commit() =>
        _writer!.Commit(
            new ShardDescription
            {
                Shard = _target!.Run.Shard,
                Version = ToolVersion.Text,
                Arguments = _target.Run.Arguments,
                Inputs = _digests!.Result,
                Plan = _plan,
            }
        );

    /// <inheritdoc/>
    public void Dispose()
    {
        _digests?.Dispose();
        _writer?.Dispose();
    }

    /// <summary>Whether shards are joined, so that no row is read here.</summary>
    internal bool IsMerge => _merged is not null;

    /// <summary>Calls <paramref name="work"/> with each of <see cref="Rows"/> and its position, on <see cref="Jobs"/> threads.</summary>
    internal void ForEach(Action<int, DatasetRow> work) => ParallelRows.Run(Rows.Count, Jobs, i => work(i, Rows[i]));

    /// <summary>A result of a row: computed and, for a shard, put into it; or read from the shards that are joined.</summary>
    /// <param name="row">The row.</param>
    /// <param name="name">Name of the result.</param>
    /// <param name="getCodec">How it is kept as bytes.</param>
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

/// <summary>How <see cref="RowWork"/> is done.</summary>
public sealed record RowWorkOptions
{
    /// <summary>Threads.</summary>
    public int Jobs { get; init; } = 1;

    /// <summary>Texts on which the result depends: shards that differ in them are not joined.</summary>
    public IReadOnlyList<string> Parameters { get; init; } = [];

    /// <summary>The shard to write; null for none.</summary>
    public ShardTarget? Target { get; init; }

    /// <summary>Shards to join; null for none.</summary>
    public ShardSet? Merged { get; init; }
}
