using System.Diagnostics;
using System.Globalization;

namespace LungSeg.Cli.Output;

/// <summary>A progress line with the time left on standard error; only on a terminal, and only after one second.</summary>
internal sealed class Progress : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);
    private readonly TextWriter? _output;
    private readonly string _unit;
    private readonly long _total;
    private readonly long _start = Stopwatch.GetTimestamp();
    private readonly Lock _gate = new();
    private long _done;
    private TimeSpan _shown;

    private Progress(TextWriter? output, string unit, long total) => (_output, _unit, _total) = (output, unit, total);

    public static Progress Start(Terminal terminal, string unit, long total, bool quiet) =>
        new(terminal.ErrorIsTerminal && !quiet ? terminal.Error : null, unit, total);

    /// <summary>Counts one more item as done. Called from any thread.</summary>
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
            var left = elapsed * ((double)(_total - _done) / _done);
            _output.Write(string.Create(CultureInfo.InvariantCulture, $"\r{_done}/{_total} {_unit}, {left.TotalSeconds:0} s left "));
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
