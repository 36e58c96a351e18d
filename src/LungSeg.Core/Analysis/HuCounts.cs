namespace LungSeg.Core.Analysis;

/// <summary>Number of pixels with each integer HU value, from -32768 to 65535 (all values of int16 and uint16).</summary>
public sealed class HuCounts
{
    /// <summary>Minimum value that is counted.</summary>
    public const int Lowest = -32768;

    /// <summary>Maximum value that is counted.</summary>
    public const int Highest = 65535;

    private const int Granule = 1024;
    private long[] _counts = [];
    private int _start;

    /// <summary>Number of pixels.</summary>
    public long Total { get; private set; }

    /// <summary>HU value of the first of <see cref="Counts"/>; 0 without pixels.</summary>
    public int First => Total == 0 ? 0 : _start + Ends.Begin;

    /// <summary>Pixels of each value from <see cref="First"/> on, up to the last value that has any.</summary>
    public ReadOnlySpan<long> Counts => Total == 0 ? [] : _counts.AsSpan(Ends.Begin, Ends.End - Ends.Begin);

    private (int Begin, int End) Ends
    {
        get
        {
            var counts = _counts.AsSpan();
            return (counts.IndexOfAnyExcept(0), counts.LastIndexOfAnyExcept(0) + 1);
        }
    }

    /// <summary>Adds pixels of one value; a negative count removes pixels.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of range, or a count becomes negative.</exception>
    public void Add(int hu, long count) => Add(hu, [count]);

    /// <summary>Adds counts of consecutive values.</summary>
    /// <param name="first">HU of the first count.</param>
    /// <param name="counts">Pixels of each value.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of range, or a count becomes negative.</exception>
    public void Add(int first, ReadOnlySpan<long> counts)
    {
        if (counts.IsEmpty)
        {
            return;
        }
        var target = Range(first, counts.Length);
        for (var i = 0; i < counts.Length; i++)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(target[i] + counts[i], nameof(counts));
            target[i] += counts[i];
            Total += counts[i];
        }
    }

    /// <summary>Adds the counts of <paramref name="other"/>.</summary>
    public void Add(HuCounts other)
    {
        ArgumentNullException.ThrowIfNull(other);
        Add(other.First, other.Counts);
    }

    /// <summary>Percentiles by numpy's method <c>linear</c>; NaN without pixels.</summary>
    /// <param name="percents">0 to 100, ascending.</param>
    public double[] Percentiles(params ReadOnlySpan<double> percents)
    {
        var found = new double[percents.Length];
        if (Total == 0)
        {
            found.AsSpan().Fill(double.NaN);
            return found;
        }

        var (at, passed) = (0, _counts[0]);
        for (var i = 0; i < percents.Length; i++)
        {
            var place = (Total - 1) * (percents[i] / 100);
            var rank = (long)Math.Floor(place);
            while (passed <= rank)
            {
                passed += _counts[++at];
            }
            var (low, next) = (at, at);
            if (passed <= rank + 1 && rank + 1 < Total)
            {
                do
                {
                    next++;
                } while (_counts[next] == 0);
            }

            found[i] = Between(_start + low, _start + next, place - rank);
        }

        return found;
    }

    internal void Clear()
    {
        _counts.AsSpan().Clear();
        Total = 0;
    }

    /// <summary>
    /// The counts of <paramref name="length"/> values from <paramref name="first"/> on. The caller adds to them and then calls
    /// <see cref="Grow"/>.
    /// </summary>
    internal Span<long> Range(int first, int length)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(first, Lowest);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(first + length - 1, Highest, nameof(length));
        if (_counts.Length == 0 || first < _start || first + length > _start + _counts.Length)
        {
            var begin = _counts.Length == 0 ? first : Math.Min(first, _start);
            var end = _counts.Length == 0 ? first + length : Math.Max(first + length, _start + _counts.Length);
            begin = Math.Max(Lowest, begin - Granule);
            var wider = new long[Math.Min(Highest + 1, end + Granule) - begin];
            _counts.CopyTo(wider.AsSpan(_counts.Length == 0 ? 0 : _start - begin));
            (_counts, _start) = (wider, begin);
        }

        return _counts.AsSpan(first - _start, length);
    }

    internal void Grow(long pixels) => Total += pixels;

    // As numpy's _lerp: interpolates from the nearer end, so that both ends are exact.
    private static double Between(double low, double high, double share) =>
        share >= 0.5 ? high - ((high - low) * (1 - share)) : low + ((high - low) * share);
}
