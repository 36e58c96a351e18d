using LungSeg.Core.Formats;
using LungSeg.Core.Formats.Arrays;
using Xunit;

namespace LungSeg.Core.Tests.Formats;

/// <summary>The values are those that <c>pandas.Timestamp</c> and <c>pandas.Timedelta</c> print with isoformat.</summary>
public sealed class DateValueTests
{
    [Theory]
    [InlineData(1710201600000000000, "ns", "2024-03-12")]
    [InlineData(1710239400000000001, "ns", "2024-03-12T10:30:00.000000001")]
    [InlineData(-1, "ns", "1969-12-31T23:59:59.999999999")]
    [InlineData(-9223372036854775807, "ns", "1677-09-21T00:12:43.145224193")]
    [InlineData(1500, "ms", "1970-01-01T00:00:01.5")]
    [InlineData(-62135596800, "s", "0001-01-01")]
    [InlineData(19794, "D", "2024-03-12")]
    [InlineData(1, "W", "1970-01-08")]
    public void ToString_Units_IsIso(long value, string unit, string expected) =>
        Assert.Equal(expected, DateValue.Create(value, TimeUnits.Parse(unit))!.ToString());

    [Theory]
    [InlineData(-62135596801, "s")]
    [InlineData(253402300800, "s")]
    [InlineData(long.MaxValue, "D")]
    [InlineData(5, "Y")]
    public void Create_OutsideTheYears_IsNull(long value, string unit) => Assert.Null(DateValue.Create(value, TimeUnits.Parse(unit)));

    [Fact]
    public void ToUnit_ThatDoesNotHoldIt_IsNull()
    {
        var date = DateValue.Create(1_500_000_001, TimeUnit.Nanosecond)!;
        Assert.Equal(1_500_000_001, date.ToUnit(TimeUnit.Nanosecond));
        Assert.Null(date.ToUnit(TimeUnit.Microsecond));
        Assert.Equal(-2, DateValue.Create(-2, TimeUnit.Day)!.ToUnit(TimeUnit.Day));
        Assert.Null(DateValue.Create(253402300799, TimeUnit.Second)!.ToUnit(TimeUnit.Nanosecond));
    }

    [Fact]
    public void ToText_Zone_IsUtc()
    {
        var date = DateValue.Create(1710196200123, TimeUnit.Millisecond, "Europe/Berlin")!;
        Assert.Equal("2024-03-11T22:30:00.123+00:00", date.ToString());
        Assert.Equal("2024-03-11T22:30:00.123000+00:00", date.ToText(6));
        Assert.Equal(3, date.Digits);
        Assert.False(DateValue.Create(0, TimeUnit.Second, "UTC")!.IsDay);
    }

    [Theory]
    [InlineData(93784500000000, "ns", "P1DT2H3M4.5S")]
    [InlineData(-1, "D", "P-1DT0H0M0S")]
    [InlineData(-1, "ns", "P-1DT23H59M59.999999999S")]
    [InlineData(0, "s", "P0DT0H0M0S")]
    public void Duration_ToString_IsIso(long value, string unit, string expected) =>
        Assert.Equal(expected, DurationValue.Create(value, TimeUnits.Parse(unit))!.ToString());
}
