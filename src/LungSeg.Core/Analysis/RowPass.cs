using LungSeg.Core.Datasets;
using LungSeg.Core.Sharding;

namespace LungSeg.Core.Analysis;

/// <summary>
/// One pass over rows for several consumers. Each row's arrays are read once; consumers get the row in the order in which they were added.
/// Several rows are worked on at a time; results are in the order of the rows.
/// </summary>
/// <param name="work">The rows of a run or of a shard. In a merge, results come from the shards.</param>
internal sealed class RowPass(RowWork work)
{
    private readonly RowMemoryPool _memory = new();
    private readonly List<Func<int, DatasetRow, RowAnalysis?, bool>> _consumers = [];

    /// <summary>Adds a consumer that can exclude rows: consumers that were added later do not get an excluded row.</summary>
    /// <param name="counts">Gets a row and its position; returns false to exclude the row. Called from any thread.</param>
    public void AddFilter(Func<int, RowAnalysis, bool> counts) => _consumers.Add((i, _, analysis) => counts(i, analysis!));

    /// <summary>Adds a consumer without a result.</summary>
    /// <param name="look">Gets each row. Called from any thread.</param>
    public void Add(Action<RowAnalysis> look) =>
        AddFilter(
            (_, analysis) =>
            {
                look(analysis);
                return true;
            }
        );

    /// <summary>Adds a step. <see cref="Run"/> fills the returned array.</summary>
    public T[] Add<T>(RowStep<T> step) => Add(step, result => result);

    /// <summary>Adds a step of whose results only a part is kept in memory.</summary>
    /// <param name="step">The step.</param>
    /// <param name="keep">Gives what to keep of a result. Called from any thread.</param>
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
    /// <exception cref="Bytes.DatasetFormatException">The exception of the first row that fails.</exception>
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

    /// <summary>Runs one step and returns its results.</summary>
    public static T[] Run<T>(RowWork work, RowStep<T> step, Action? rowDone) => Run(work, step, result => result, rowDone);

    /// <summary>Runs one step and returns what <paramref name="keep"/> gives for each result.</summary>
    public static TKept[] Run<T, TKept>(RowWork work, RowStep<T> step, Func<T, TKept> keep, Action? rowDone)
    {
        var pass = new RowPass(work);
        var results = pass.Add(step, keep);
        pass.Run(rowDone);
        return results;
    }

    /// <summary>Runs one step and writes its results to a shard; nothing is kept in memory.</summary>
    public static void Put<T>(RowWork work, RowStep<T> step, Action? rowDone) => Run(work, step, _ => true, rowDone);
}

/// <summary>A computation on one row alone, which shards can therefore do.</summary>
/// <param name="Name">Name of the step's pieces in a shard.</param>
/// <param name="Work">Computes the result. Called from any thread.</param>
/// <param name="GetCodec">Gets the codec for a row's result, which refuses bytes that do not fit the row.</param>
internal sealed record RowStep<T>(string Name, Func<RowAnalysis, T> Work, Func<DatasetRow, PieceCodec<T>> GetCodec);
