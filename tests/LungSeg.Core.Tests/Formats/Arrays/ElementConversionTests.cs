using LungSeg.Core.Formats.Arrays;
using Xunit;

namespace LungSeg.Core.Tests.Formats.Arrays;

public sealed class ElementConversionTests
{
    public static TheoryData<double> NoInt16 { get; } =
    [0.5, -0.25, 32768, -32769, 65536, 4294967301, 1e300, double.NaN, double.PositiveInfinity, double.NegativeInfinity, double.Epsilon];

    [Fact]
    public void TryToInt16_AllIntegersInRange_AreKept()
    {
        short[] expected = [.. Enumerable.Range(short.MinValue, 65536).Select(value => (short)value)];
        var integers = new short[expected.Length];
        Assert.True(ElementConversion.TryToInt16([.. expected.Select(value => (double)value)], integers));
        Assert.Equal(expected, integers);
    }

    /// <summary>Values are converted eight at a time, and the rest one by one: each place of both is looked at.</summary>
    [Theory]
    [MemberData(nameof(NoInt16))]
    public void TryToInt16_OtherValueAtAnyPlace_IsRefused(double other)
    {
        for (var length = 1; length <= 20; length++)
        {
            for (var at = 0; at < length; at++)
            {
                var values = Enumerable.Repeat(-7.0, length).ToArray();
                var integers = new short[length];
                Assert.True(ElementConversion.TryToInt16(values, integers));
                Assert.Equal(Enumerable.Repeat((short)-7, length), integers);
                values[at] = other;
                Assert.False(ElementConversion.TryToInt16(values, integers), $"{other} at {at} of {length}");
            }
        }
    }

    [Fact]
    public void TryToInt16_NegativeZero_IsZero()
    {
        var integers = new short[9];
        Assert.True(ElementConversion.TryToInt16([.. Enumerable.Repeat(-0.0, 9)], integers));
        Assert.Equal(new short[9], integers);
    }
}
