using LungSeg.Core.Datasets;
using LungSeg.Core.Sharding;

namespace LungSeg.Core.Analysis;

/// <summary>
/// One pass over rows for several consumers: the arrays of each row are read once, several rows at a time, and handed to the consumers in
/// the order in which these were added. Results are in the order of the rows.
/// </summary>
/// <param name="work">The rows, which may be those of a shard, or of all shards that are joined: then results come from the shards.</param>
internal sealed class RowPass(RowWork work)
{
    private readonly RowMemoryPool _memory = new();
    private readonly List<Func<int, DatasetRow, RowAnalysis?, bool>> _consumers = [];

    /// <summary>Adds a consumer that may say that a row does not count: those that were added later are not shown such a row.</summary>
    /// <param name="counts">Receives the row's position and the row, from any thread.</param>
    public void AddFilter(Func<int, RowAnalysis, bool> counts) => _consumers.Add((i, _, analysis) => counts(i, analysis!));

    /// <summary>Adds a consumer without a result.</summary>
    /// <param name="look">Receives each row, from any thread.</param>
    public void Add(Action<RowAnalysis> look) =>
        AddFilter(
            (_, analysis) =>
            {
                look(analysis);
                return true;
            }
        );

    /// <summary>Adds a step; the array is filled by <see cref="Run"/>.</summary>
    public T[] Add<T>(RowStep<T> step) => Add(step, result => result);

    /// <summary>Adds a step of whose results not all is to stay in memory.</summary>
    /// <param name="step">The step.</param>
    /// <param name="keep">What stays of a result, from any thread.</param>
    public TKept[] Add<T, TKept>(RowStep<T> step, Func<T, TKept> keep)
    {
        var results = new TKept[work.Rows.Count];
        _consumers.Add(
            (i, row, analysis) =>
            {
                results[i] = keep(work.Complete(row, step.Name, step.GetCodec, () => step.Work(analysis!)));
                return true;
            }
        );
        return results;
    }

    /// <summary>Runs the pass.</summary>
    /// <param name="rowDone">Called after each row, from any thread.</param>
    /// <exception cref="Bytes.DatasetFormatException">What the first row that fails throws.</exception>
    public void Run(Action? rowDone) =>
        work.ForEach(
            (i, row) =>
            {
                using var analysis = work.IsMerge ? null : RowAnalysis.Open(row, _memory);
                foreach (var consumer in _consumers)
                {
                    if (!consumer(i, row, analysis))
                    {
                        break;
                    }
                }

                rowDone?.Invoke();
            }
        );

    /// <summary>What one step gives for each row.</summary>
    public static T[] Run<T>(RowWork work, RowStep<T> step, Action? rowDone) => Run(work, step, result => result, rowDone);

    /// <summary>What is kept of what one step gives for each row.</summary>
    public static TKept[] Run<T, TKept>(RowWork work, RowStep<T> step, Func<T, TKept> keep, Action? rowDone)
    {
        var pass = new RowPass(work);
        var results = pass.Add(step, keep);
        pass.Run(rowDone);
        return results;
    }

    /// <summary>Puts what one step gives for each row into a shard; nothing of it stays in memory.</summary>
    public static void Put<T>(RowWork work, RowStep<T> step, Action? rowDone) => Run(work, step, _ => true, rowDone);
}

/// <summary>Something that is computed of one row by itself, so that shards can do it.</summary>
/// <param name="Name">Name of its pieces in a shard.</param>
/// <param name="Work">What computes it, from any thread.</param>
/// <param name="GetCodec">How it is kept as bytes; of a row, so that bytes which do not fit the row are refused.</param>
internal sealed record RowStep<T>(string Name, Func<RowAnalysis, T> Work, Func<DatasetRow, PieceCodec<T>> GetCodec);
