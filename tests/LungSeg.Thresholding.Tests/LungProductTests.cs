namespace LungSeg.Thresholding.Tests;

public class LungProductTests
{
    // numpy 1.24: (np.uint8(mask) * np.float64(hu)).view(np.uint64)
    [Theory]
    [InlineData(-800.0, 0, 0x8000000000000000)]
    [InlineData(40.0, 0, 0x0000000000000000)]
    [InlineData(0.0, 0, 0x0000000000000000)]
    [InlineData(-0.0, 0, 0x8000000000000000)]
    [InlineData(-0.0, 1, 0x8000000000000000)]
    [InlineData(-800.0, 1, 0xC089000000000000)]
    [InlineData(double.PositiveInfinity, 1, 0x7FF0000000000000)]
    public void Apply_EveryPosition_HasTheBitsOfNumpy(double hu, byte mask, ulong expected)
    {
        for (var length = 1; length < 40; length++)
        {
            var values = Enumerable.Repeat(hu, length).ToArray();
            var product = new double[length];

            LungProduct.Apply(values, Enumerable.Repeat(mask, length).ToArray(), product);

            Assert.All(product, value => Assert.Equal(expected, BitConverter.DoubleToUInt64Bits(value)));
        }
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void Apply_ZeroTimesNotFinite_IsNaN(double hu)
    {
        var values = Enumerable.Repeat(hu, 11).ToArray();

        LungProduct.Apply(values, new byte[11], values);

        Assert.All(values, value => Assert.True(double.IsNaN(value)));
    }

    [Fact]
    public void Apply_DifferentLengths_Throws()
    {
        Assert.Throws<ArgumentException>(() => LungProduct.Apply(new double[3], new byte[2], new double[3]));
        Assert.Throws<ArgumentException>(() => LungProduct.Apply(new double[3], new byte[3], new double[2]));
    }
}
