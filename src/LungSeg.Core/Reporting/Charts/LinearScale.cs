namespace LungSeg.Core.Reporting.Charts;

/// <summary>Maps values to positions on an axis, and chooses ticks.</summary>
internal readonly record struct LinearScale(double From, double To, double Start, double End)
{
    /// <summary>Position of a value, clamped to the ends.</summary>
    public double At(double value) => Start + ((Math.Clamp(value, From, To) - From) / (To - From) * (End - Start));

    /// <summary>
    /// Multiples of 1, 2 or 5 times a power of ten within the ends, at most <paramref name="maxSteps"/> and no closer than
    /// <paramref name="minStep"/>.
    /// </summary>
    public IReadOnlyList<double> Ticks(int maxSteps, double minStep = 0)
    {
        var step = Step(To - From, maxSteps, minStep);
        var first = (long)Math.Ceiling((From / step) - 1e-9);
        var last = (long)Math.Floor((To / step) + 1e-9);
        var ticks = new List<double>();
        for (var i = first; i <= last; i++)
        {
            ticks.Add(i * step);
        }
        return ticks;
    }

    /// <summary>The smallest of 1, 2 and 5 times powers of ten that divides a span at most <paramref name="maxSteps"/> times.</summary>
    public static double Step(double span, int maxSteps, double minStep = 0)
    {
        var minimum = Math.Max(span / maxSteps, minStep);
        var power = Math.Pow(10, Math.Floor(Math.Log10(minimum)));
        var factor = (minimum / power) switch
        {
            <= 1 + 1e-9 => 1,
            <= 2 + 1e-9 => 2,
            <= 5 + 1e-9 => 5,
            _ => 10,
        };
        return factor * power;
    }
}
