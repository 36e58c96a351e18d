namespace LungSeg.Core.Formats.Arrays;

/// <summary>Unit of numpy's datetime64 and timedelta64.</summary>
internal enum TimeUnit
{
    /// <summary>No unit, or one that is not read: years and months, and multiples such as 25 s.</summary>
    None,

    Week,
    Day,
    Hour,
    Minute,
    Second,
    Millisecond,
    Microsecond,
    Nanosecond,
}

/// <summary>The units as numpy writes them.</summary>
internal static class TimeUnits
{
    private static readonly string[] Codes = ["", "W", "D", "h", "m", "s", "ms", "us", "ns"];

    /// <summary>The unit of a code such as <c>ns</c>.</summary>
    public static TimeUnit Parse(ReadOnlySpan<char> code)
    {
        for (var i = 1; i < Codes.Length; i++)
        {
            if (code.SequenceEqual(Codes[i]))
            {
                return (TimeUnit)i;
            }
        }

        return TimeUnit.None;
    }

    /// <summary>numpy's code of the unit; empty without a unit.</summary>
    public static string Code(this TimeUnit unit) => Codes[(int)unit];

    /// <summary>Length of the unit in ns; 0 without a unit.</summary>
    public static long Nanoseconds(this TimeUnit unit) =>
        unit switch
        {
            TimeUnit.Week => 7 * 86_400_000_000_000,
            TimeUnit.Day => 86_400_000_000_000,
            TimeUnit.Hour => 3_600_000_000_000,
            TimeUnit.Minute => 60_000_000_000,
            TimeUnit.Second => 1_000_000_000,
            TimeUnit.Millisecond => 1_000_000,
            TimeUnit.Microsecond => 1_000,
            TimeUnit.Nanosecond => 1,
            _ => 0,
        };
}
