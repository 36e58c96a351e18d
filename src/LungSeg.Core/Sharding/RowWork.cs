using LungSeg.Core.Datasets;
using LungSeg.Core.Model;

namespace LungSeg.Core.Sharding;

/// <summary>
/// The part of a run that looks at each row by itself, so that shards can do it: works results out, writes them into a shard, or takes them
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
        _numberOf = dataset.NumberOf;
        _plan = ShardPlan.Of(options.Parameters, rows.Select(row => ShardPlan.Line(row)));
        if (options.Merged is { } merged)
        {
            merged.CheckPlan(_plan);
            merged.CheckInputs([.. dataset.Inputs.Select(input => InputDigest.Sha256(input))]);
            _merged = merged;
        }

        if (options.Target is not { } target)
            return;
        _target = target;
        Rows = [.. rows.Where(row => target.Run.Shard.Contains(dataset.NumberOf(row)))];
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

    /// <summary>What a step gives for each of <see cref="Rows"/>, in their order.</summary>
    /// <param name="step">The step.</param>
    /// <param name="rowDone">Called after each row, from any thread.</param>
    internal T[] Of<T>(RowStep<T> step, Action? rowDone) => Of(step, result => result, rowDone);

    /// <summary>As <see cref="Of{T}(RowStep{T}, Action?)"/>, where not all of a result is to stay in memory.</summary>
    /// <param name="step">The step.</param>
    /// <param name="keep">What stays of a result, from any thread.</param>
    /// <param name="rowDone">Called after each row, from any thread.</param>
    internal TKept[] Of<T, TKept>(RowStep<T> step, Func<T, TKept> keep, Action? rowDone)
    {
        var results = new TKept[Rows.Count];
        Each(step, (i, result) => results[i] = keep(result), rowDone);
        return results;
    }

    /// <summary>Works on each row for the shard alone; nothing is kept in memory.</summary>
    internal void Put<T>(RowStep<T> step, Action? rowDone) => Each(step, (_, _) => { }, rowDone);

    private void Each<T>(RowStep<T> step, Action<int, T> take, Action? rowDone) =>
        ParallelRows.Run(
            Rows.Count,
            Jobs,
            i =>
            {
                var row = Rows[i];
                var result = _merged is null ? step.Work(row) : _merged.Get(_numberOf(row), step.Name, step.CodecOf(row));
                _writer?.Put(_numberOf(row), step.Name, step.CodecOf(row).Pack(result));
                take(i, result);
                rowDone?.Invoke();
            }
        );
}
