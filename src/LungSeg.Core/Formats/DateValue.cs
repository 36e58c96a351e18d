using System.Globalization;
using LungSeg.Core.Formats.Arrays;

namespace LungSeg.Core.Formats;

/// <summary>A date with time of day, exact to the nanosecond, in the years 1 to 9999.</summary>
/// <param name="Seconds">Seconds since 1970-01-01T00:00, of UTC where there is a zone.</param>
/// <param name="Nanosecond">Nanoseconds of the second, from 0.</param>
/// <param name="Zone">Name of the time zone; null for a time without one.</param>
internal sealed record DateValue(long Seconds, int Nanosecond, string? Zone = null) : IFormattable
{
    private const long PerSecond = 1_000_000_000;
    private static readonly long First = DateTimeOffset.MinValue.ToUnixTimeSeconds();
    private static readonly long Last = DateTimeOffset.MaxValue.ToUnixTimeSeconds();

    /// <summary>Whether it is a day: midnight, without a zone.</summary>
    public bool IsDay => Zone is null && Nanosecond == 0 && Seconds % 86_400 == 0;

    /// <summary>The date of a number of units since 1970; null outside the years 1 to 9999.</summary>
    public static DateValue? Create(long value, TimeUnit unit, string? zone = null)
    {
        var all = (Int128)value * unit.Nanoseconds();
        var (seconds, rest) = Int128.DivRem(all, PerSecond);
        if (rest < 0)
        {
            (seconds, rest) = (seconds - 1, rest + PerSecond);
        }
        return unit == TimeUnit.None || seconds < First || seconds > Last ? null : new DateValue((long)seconds, (int)rest, zone);
    }

    /// <summary>Units since 1970; null where the unit does not hold the date exactly in 64 bits.</summary>
    public long? ToUnit(TimeUnit unit)
    {
        var (count, rest) = Int128.DivRem(((Int128)Seconds * PerSecond) + Nanosecond, unit.Nanoseconds());
        return rest == 0 && count > long.MinValue && count <= long.MaxValue ? (long)count : null;
    }

    /// <summary>Digits of the second that the date needs: 0, 3, 6 or 9.</summary>
    public int Digits =>
        Nanosecond == 0 ? 0
        : Nanosecond % 1_000_000 == 0 ? 3
        : Nanosecond % 1_000 == 0 ? 6
        : 9;

    /// <summary>The date in ISO 8601 with time of day and <paramref name="digits"/> digits of the second; with a zone in UTC.</summary>
    public string ToText(int digits)
    {
        var second = Clock.ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture);
        var fraction = digits == 0 ? string.Empty : "." + Nanosecond.ToString("000000000", CultureInfo.InvariantCulture)[..digits];
        return second + fraction + (Zone is null ? string.Empty : "+00:00");
    }

    /// <summary>The date in ISO 8601: a day without its midnight, a second without zeros at its end.</summary>
    public override string ToString()
    {
        if (IsDay)
        {
            return ToDay();
        }
        var text = ToText(Nanosecond == 0 ? 0 : 9);
        return Nanosecond == 0 ? text
            : Zone is null ? text.TrimEnd('0')
            : text[..^6].TrimEnd('0') + text[^6..];
    }

    /// <summary>The day in ISO 8601.</summary>
    public string ToDay() => Clock.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    public string ToString(string? format, IFormatProvider? formatProvider) => ToString();

    private DateTime Clock => DateTimeOffset.FromUnixTimeSeconds(Seconds).DateTime;
}
