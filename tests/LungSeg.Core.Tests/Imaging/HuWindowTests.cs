using LungSeg.Core.Imaging;
using Xunit;

namespace LungSeg.Core.Tests.Imaging;

public sealed class HuWindowTests
{
    [Theory]
    [InlineData("lung")]
    [InlineData("mediastinum")]
    [InlineData("bone")]
    public void Apply_AllIntegers_EqualsNumpy(string name)
    {
        Assert.True(HuWindow.TryParse(name, out var window));
        var hu = Enumerable.Range(-4000, 8001).Select(value => (double)value).ToArray();
        var grey = new byte[hu.Length];

        window.Apply(hu, grey);

        Assert.Equal(ImageFixture.Bytes($"window_{name}.bin"), grey);
        Assert.Equal(grey, hu.Select(window.ToGrey));
    }

    [Fact]
    public void Apply_Eighths_EqualsNumpy()
    {
        var hu = Enumerable.Range(-1400 * 8, (1600 * 8) + 1).Select(value => value / 8.0).ToArray();
        var grey = new byte[hu.Length];

        HuWindow.Lung.Apply(hu, grey);

        Assert.Equal(ImageFixture.Bytes("window_lung_eighths.bin"), grey);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(31)]
    [InlineData(32)]
    [InlineData(33)]
    [InlineData(100)]
    public void Apply_AnyLength_ReachesEveryValue(int length)
    {
        // Bone: (1050 - -450) * 1/3 = 500 above -450, that is HU 50, is 255 / 3 = 85.
        var hu = Enumerable.Repeat(50.0, length).ToArray();
        var grey = new byte[length];

        HuWindow.Bone.Apply(hu, grey);

        Assert.All(grey, value => Assert.Equal(85, value));
    }

    [Fact]
    public void Apply_NotFinite_ClipsAndShowsNaNBlack()
    {
        double[] hu =
        [
            double.NaN,
            double.PositiveInfinity,
            double.NegativeInfinity,
            -0.0,
            double.MaxValue,
            double.MinValue,
            double.Epsilon,
            -double.NaN,
        ];
        byte[] expected = [0, 255, 0, 128, 255, 0, 128, 0];
        var many = Enumerable.Repeat(hu, 5).SelectMany(values => values).ToArray();
        var grey = new byte[many.Length];

        // -100..100: HU 0 is floor(127.5 + 0.5) = 128.
        new HuWindow(-100, 100).Apply(many, grey);

        Assert.Equal(Enumerable.Repeat(expected, 5).SelectMany(values => values), grey);
    }

    [Fact]
    public void Apply_OtherLength_Throws() => Assert.Throws<ArgumentException>(() => HuWindow.Lung.Apply(new double[3], new byte[2]));

    [Theory]
    [InlineData("lung", -1350, 150)]
    [InlineData("mediastinum", -160, 240)]
    [InlineData("bone", -450, 1050)]
    [InlineData("-1000..400", -1000, 400)]
    [InlineData("-0.5..1.25", -0.5, 1.25)]
    [InlineData("+10..20", 10, 20)]
    public void TryParse_Window_GivesBounds(string text, double low, double high)
    {
        Assert.True(HuWindow.TryParse(text, out var window));
        Assert.Equal((low, high), (window.Low, window.High));
    }

    [Theory]
    [InlineData("")]
    [InlineData("Lung")]
    [InlineData("..")]
    [InlineData("5..")]
    [InlineData("5..5")]
    [InlineData("5..4")]
    [InlineData("1,5..2,5")]
    [InlineData("1...2...3")]
    [InlineData("NaN..5")]
    [InlineData("-Infinity..5")]
    [InlineData("1 ..5")]
    public void TryParse_NoWindow_IsFalse(string text) => Assert.False(HuWindow.TryParse(text, out _));

    [Fact]
    public void ToString_Window_IsReadBack() => Assert.Equal("-0.5..1050", new HuWindow(-0.5, 1050).ToString());

    [Theory]
    [InlineData(1, 1)]
    [InlineData(double.NaN, 1)]
    [InlineData(-1e308, 1e308)]
    public void Constructor_UnusableBounds_Throws(double low, double high) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new HuWindow(low, high));
}
