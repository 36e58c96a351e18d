using System.Globalization;
using LungSeg.Core.Formats.Arrays;

namespace LungSeg.Core.Formats;

/// <summary>A length of time in nanoseconds.</summary>
internal sealed record DurationValue(long Nanoseconds) : IFormattable
{
    private const long PerDay = 86_400_000_000_000;
    private const long PerSecond = 1_000_000_000;

    /// <summary>The duration of a number of units; null where nanoseconds do not hold it in 64 bits.</summary>
    public static DurationValue? Create(long value, TimeUnit unit)
    {
        var all = (Int128)value * unit.Nanoseconds();
        return unit == TimeUnit.None || all <= long.MinValue || all > long.MaxValue ? null : new DurationValue((long)all);
    }

    /// <summary>The duration in ISO 8601, as pandas writes it: <c>P1DT2H3M4.5S</c>; only days are below 0.</summary>
    public override string ToString()
    {
        var (days, rest) = Math.DivRem(Nanoseconds, PerDay);
        if (rest < 0)
        {
            (days, rest) = (days - 1, rest + PerDay);
        }
        var (seconds, fraction) = Math.DivRem(rest, PerSecond);
        var digits = fraction == 0 ? string.Empty : "." + fraction.ToString("000000000", CultureInfo.InvariantCulture).TrimEnd('0');
        return string.Create(CultureInfo.InvariantCulture, $"P{days}DT{seconds / 3600}H{seconds / 60 % 60}M{seconds % 60}{digits}S");
    }

    /// <inheritdoc/>
    public string ToString(string? format, IFormatProvider? formatProvider) => ToString();
}
