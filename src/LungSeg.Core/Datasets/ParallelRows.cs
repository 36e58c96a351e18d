using System.Runtime.ExceptionServices;

namespace LungSeg.Core.Datasets;

/// <summary>Works on rows several at a time.</summary>
internal static class ParallelRows
{
    /// <summary>Calls <paramref name="work"/> for 0 to <paramref name="count"/> - 1 on up to <paramref name="jobs"/> threads.</summary>
    /// <remarks>Where several calls fail, the exception of the first row is thrown, as in a run on one thread.</remarks>
    public static void Run(long count, int jobs, Action<int> work)
    {
        // No thread is started for work that is not shared.
        if (jobs == 1)
        {
            for (var i = 0; i < count; i++)
            {
                work(i);
            }
            return;
        }

        var failedAt = long.MaxValue;
        ExceptionDispatchInfo? failure = null;
        var gate = new Lock();
        Parallel.For(
            0,
            count,
            new ParallelOptions { MaxDegreeOfParallelism = jobs },
            (i, state) =>
            {
                if (i > Volatile.Read(ref failedAt))
                {
                    return;
                }
                try
                {
                    work((int)i);
                }
                catch (Exception e)
                {
                    lock (gate)
                    {
                        if (i < failedAt)
                        {
                            (failedAt, failure) = (i, ExceptionDispatchInfo.Capture(e));
                        }
                    }
                }
            }
        );
        failure?.Throw();
    }
}
