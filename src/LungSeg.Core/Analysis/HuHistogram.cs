namespace LungSeg.Core.Analysis;

/// <summary>Number of pixels in bins of 32 HU from -1024 to 3072, each [low, high), and the numbers below and above.</summary>
public sealed class HuHistogram
{
    /// <summary>Lower end.</summary>
    public const int From = -1024;

    /// <summary>Upper end.</summary>
    public const int To = 3072;

    /// <summary>Width of a bin.</summary>
    public const int Step = 32;

    private readonly long[] _counts = new long[(To - From) / Step];

    /// <summary>Pixels of each bin.</summary>
    public ReadOnlySpan<long> Counts => _counts;

    /// <summary>Pixels under <see cref="From"/>.</summary>
    public long Below { get; private set; }

    /// <summary>Pixels of <see cref="To"/> and more.</summary>
    public long Above { get; private set; }

    /// <summary>Ends of the bins, one more than there are bins.</summary>
    public static IReadOnlyList<int> Edges { get; } = [.. Enumerable.Range(0, ((To - From) / Step) + 1).Select(i => From + (i * Step))];

    /// <summary>Creates a histogram from counts.</summary>
    /// <exception cref="ArgumentException">The number of counts is not the number of bins, or a count is negative.</exception>
    public static HuHistogram FromCounts(ReadOnlySpan<long> counts, long below, long above)
    {
        var histogram = new HuHistogram();
        if (counts.Length != histogram._counts.Length || counts.IndexOfAnyInRange(long.MinValue, -1) >= 0 || below < 0 || above < 0)
        {
            throw new ArgumentException(
                $"{counts.Length} counts, expected {histogram._counts.Length} that are not negative",
                nameof(counts)
            );
        }
        counts.CopyTo(histogram._counts);
        (histogram.Below, histogram.Above) = (below, above);
        return histogram;
    }

    /// <summary>Adds pixels of one value.</summary>
    public void Add(double hu, long count)
    {
        if (hu < From)
        {
            Below += count;
        }
        else if (hu >= To)
        {
            Above += count;
        }
        else
        {
            _counts[(int)Math.Floor((hu - From) / Step)] += count;
        }
    }

    /// <summary>Adds pixels.</summary>
    public void Add(ReadOnlySpan<double> values)
    {
        foreach (var hu in values)
        {
            if (hu >= From && hu < To)
            {
                // The step is a power of 2, so this is exact, and what is cut off is not negative.
                _counts[(int)((hu - From) * (1.0 / Step))]++;
            }
            else
            {
                Add(hu, 1);
            }
        }
    }

    /// <summary>Adds the counts of <paramref name="other"/>.</summary>
    public void Add(HuHistogram other)
    {
        ArgumentNullException.ThrowIfNull(other);
        Below += other.Below;
        Above += other.Above;
        for (var i = 0; i < _counts.Length; i++)
        {
            _counts[i] += other._counts[i];
        }
    }

    internal void Clear()
    {
        _counts.AsSpan().Clear();
        (Below, Above) = (0, 0);
    }
}
