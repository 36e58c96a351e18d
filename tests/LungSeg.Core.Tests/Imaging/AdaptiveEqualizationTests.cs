using LungSeg.Core.Imaging;
using Xunit;

namespace LungSeg.Core.Tests.Imaging;

public sealed class AdaptiveEqualizationTests
{
    // skimage.exposure.equalize_adapthist of scikit-image 0.19.3, every 97th value.
    [Fact]
    public void Apply_IsScikitImages()
    {
        const int Height = 24;
        const int Width = 40;
        var values = new double[Height * Width];
        for (var i = 0; i < values.Length; i++)
        {
            var (r, c) = (i / Width, i % Width);
            values[i] = (((r * 37) + (c * c * 11) + (r * c * 5)) % 701) - 700;
        }
        double[] expected =
        [
            0.05831999014656977,
            0.9730878186968839,
            0.36771769922404235,
            0.8161103584185244,
            0.6636285256805026,
            0.3363098903805887,
            0.5291292031038305,
            0.1704027589604631,
            0.21074023894568297,
            0.1704027589604631,
        ];
        var found = AdaptiveEqualization.Apply(values, Height, Width);
        Assert.Equal(expected, found.Where((_, i) => i % 97 == 0));
        Assert.Equal(504.65001847518175, found.Sum(), 9);
    }

    [Fact]
    public void Apply_OtherNumberOfValues_Throws() => Assert.Throws<ArgumentException>(() => AdaptiveEqualization.Apply([1, 2, 3], 2, 2));
}
