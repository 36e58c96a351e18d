namespace LungSeg.Core.Reporting.Charts;

/// <summary>Where values lie on an axis, and which of them get a tick.</summary>
internal readonly record struct LinearScale(double From, double To, double Start, double End)
{
    /// <summary>Position of a value; values beyond the ends lie on them.</summary>
    public double At(double value) => Start + ((Math.Clamp(value, From, To) - From) / (To - From) * (End - Start));

    /// <summary>
    /// Multiples of 1, 2 or 5 times a power of ten within the ends, at most <paramref name="most"/> and no closer than
    /// <paramref name="leastStep"/>.
    /// </summary>
    public IReadOnlyList<double> Ticks(int most, double leastStep = 0)
    {
        var step = Step(To - From, most, leastStep);
        var first = (long)Math.Ceiling((From / step) - 1e-9);
        var last = (long)Math.Floor((To / step) + 1e-9);
        var ticks = new List<double>();
        for (var i = first; i <= last; i++)
        {
            ticks.Add(i * step);
        }
        return ticks;
    }

    /// <summary>The least of 1, 2 and 5 times powers of ten that divides a span at most <paramref name="most"/> times.</summary>
    public static double Step(double span, int most, double leastStep = 0)
    {
        var least = Math.Max(span / most, leastStep);
        var power = Math.Pow(10, Math.Floor(Math.Log10(least)));
        var factor = (least / power) switch
        {
            <= 1 + 1e-9 => 1,
            <= 2 + 1e-9 => 2,
            <= 5 + 1e-9 => 5,
            _ => 10,
        };
        return factor * power;
    }
}
