using System.Runtime.ExceptionServices;

namespace LungSeg.Core.Datasets;

/// <summary>Encodes rows on several threads and writes them in order, with few rows in memory.</summary>
internal static class OrderedRows
{
    /// <summary>Number of rows that each thread may encode ahead of the row that is written.</summary>
    private const int AheadPerJob = 2;

    /// <summary>
    /// Calls <paramref name="encode"/> for 0 to <paramref name="count"/> - 1 on <paramref name="jobs"/> threads, and
    /// <paramref name="write"/> with each result, in order and one at a time.
    /// </summary>
    /// <remarks>A failure stops the run. Results that are not written are disposed of, where they are disposable.</remarks>
    public static void Run<T>(int count, int jobs, Func<int, T> encode, Action<int, T> write)
    {
        var line = new Line<T>(count, Math.Max(2, jobs * AheadPerJob), write);
        void Work()
        {
            while (line.TryTake(out var index))
            {
                try
                {
                    line.Put(index, encode(index));
                }
                catch (Exception e)
                {
                    line.Fail(index, ExceptionDispatchInfo.Capture(e));
                }
            }
        }

        var helpers = new Thread[Math.Max(0, Math.Min(jobs, count) - 1)];
        for (var i = 0; i < helpers.Length; i++)
        {
            helpers[i] = new Thread(Work) { IsBackground = true };
            helpers[i].Start();
        }

        Work();
        foreach (var helper in helpers)
        {
            helper.Join();
        }
        line.Finish();
    }

    private sealed class Line<T>(int count, int width, Action<int, T> write)
    {
        private readonly object _gate = new();
        private readonly Dictionary<int, T> _ready = [];
        private int _next;
        private int _written;
        private bool _isWriting;
        private int _failedAt;
        private ExceptionDispatchInfo? _failure;

        public bool TryTake(out int index)
        {
            lock (_gate)
            {
                while (_failure is null && _next < count && _next - _written >= width)
                {
                    Monitor.Wait(_gate);
                }
                index = _next;
                if (_failure is not null || _next == count)
                {
                    return false;
                }
                _next++;
                return true;
            }
        }

        /// <summary>Adds a result. The thread whose result is next in order writes it, and then the results that wait for it.</summary>
        public void Put(int index, T result)
        {
            lock (_gate)
            {
                _ready.Add(index, result);
                if (_isWriting)
                {
                    return;
                }
                _isWriting = true;
            }

            while (TryNext(out var at, out var next))
            {
                write(at, next);
                lock (_gate)
                {
                    _written++;
                    Monitor.PulseAll(_gate);
                }
            }
        }

        /// <summary>Adds a failure. Of several, the failure of the first row is thrown, as in a run on one thread.</summary>
        public void Fail(int index, ExceptionDispatchInfo failure)
        {
            lock (_gate)
            {
                if (_failure is null || index < _failedAt)
                {
                    (_failure, _failedAt) = (failure, index);
                }

                Monitor.PulseAll(_gate);
            }
        }

        public void Finish()
        {
            foreach (var left in _ready.Values)
            {
                (left as IDisposable)?.Dispose();
            }
            _failure?.Throw();
        }

        private bool TryNext(out int index, out T next)
        {
            lock (_gate)
            {
                index = _written;
                if (_failure is null && _ready.Remove(_written, out next!))
                {
                    return true;
                }
                next = default!;
                _isWriting = false;
                return false;
            }
        }
    }
}
