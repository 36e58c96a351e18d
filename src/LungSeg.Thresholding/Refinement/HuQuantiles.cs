namespace LungSeg.Thresholding.Refinement;

/// <summary>
/// Quantiles of HU, from counts in steps of 1. Values outside -1200..-200 count at the end of the range; NaN does not count.
/// </summary>
internal sealed class HuQuantiles
{
    private const int Lowest = -1200;

    private readonly int[] _counts = new int[1001];

    public int Total { get; private set; }

    public void Clear()
    {
        Array.Clear(_counts);
        Total = 0;
    }

    public void Add(double hu)
    {
        // For values of at least 0, truncation is the floor.
        var step = hu - Lowest;
        if (step >= 0 && step < _counts.Length)
        {
            _counts[(int)step]++;
        }
        else if (double.IsNaN(hu))
        {
            return;
        }
        else
        {
            _counts[step < 0 ? 0 : ^1]++;
        }

        Total++;
    }

    /// <summary>The lower median; 0 without values.</summary>
    public int Compute() => Compute(parts: 2);

    /// <summary>The value that one of so many equal parts of all values does not exceed; 0 without values.</summary>
    public int Compute(int parts)
    {
        var seen = 0;
        for (var i = 0; i < _counts.Length; i++)
        {
            seen += _counts[i];
            if (seen > 0 && (long)parts * seen >= Total)
            {
                return i + Lowest;
            }
        }

        return 0;
    }
}
