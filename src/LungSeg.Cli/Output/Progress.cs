using System.Diagnostics;
using System.Globalization;

namespace LungSeg.Cli.Output;

/// <summary>The progress line of a run with the time left, on standard error; only on a terminal, and only after one second.</summary>
internal sealed class Progress : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);
    private readonly TextWriter? _output;
    private readonly long _rows;
    private readonly long _steps;
    private readonly long _start = Stopwatch.GetTimestamp();
    private readonly Lock _gate = new();
    private long _done;
    private TimeSpan _shown;

    private readonly string _unit;

    private Progress(TextWriter? output, long rows, long steps, string unit) =>
        (_output, _rows, _steps, _unit) = (output, rows, steps, unit);

    /// <param name="terminal">Where it is shown.</param>
    /// <param name="rows">Rows of the run, as they are shown.</param>
    /// <param name="quiet">Whether nothing is shown.</param>
    /// <param name="steps">Calls of <see cref="Advance"/>, where some rows are read several times.</param>
    /// <param name="unit">What is counted.</param>
    public static Progress Start(Terminal terminal, long rows, bool quiet, long? steps = null, string unit = "rows") =>
        new(terminal.ErrorIsTerminal && !quiet ? terminal.Error : null, rows, steps ?? rows, unit);

    /// <summary>Counts one more step as done. Called from any thread.</summary>
    public void Advance()
    {
        if (_output is null)
        {
            return;
        }
        lock (_gate)
        {
            _done++;
            var elapsed = Stopwatch.GetElapsedTime(_start);
            if (elapsed < Patience || elapsed - _shown < Interval)
            {
                return;
            }
            _shown = elapsed;
            var left = elapsed * ((double)(_steps - _done) / _done);
            _output.Write(
                string.Create(CultureInfo.InvariantCulture, $"\r{_done * _rows / _steps}/{_rows} {_unit}, {left.TotalSeconds:0} s left ")
            );
        }
    }

    /// <summary>Erases the line.</summary>
    public void Finish()
    {
        lock (_gate)
        {
            if (_shown == default)
            {
                return;
            }
            _output?.Write("\r" + new string(' ', 60) + "\r");
            _shown = default;
        }
    }

    public void Dispose() => Finish();
}
