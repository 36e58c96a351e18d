using System.Runtime.InteropServices;
using LungSeg.Core.Imaging;
using Xunit;

namespace LungSeg.Core.Tests.Imaging;

public sealed class ScalingTests
{
    [Theory]
    [InlineData(7, 9)]
    [InlineData(1, 1)]
    [InlineData(23, 31)]
    [InlineData(40, 35)]
    public void Area_AnySize_EqualsNumpy(int rows, int columns)
    {
        var scaled = Scaling.Area(Picture(), rows, columns);

        Assert.Equal(ImageFixture.Bytes($"area_{rows}x{columns}.bin"), scaled.Samples.ToArray());
    }

    [Fact]
    public void AnyOf_SparseMask_EqualsNumpy() =>
        Assert.Equal(
            ImageFixture.Bytes("sparse_any_5x8.bin"),
            Scaling.AnyOf(ImageFixture.Bytes("sparse_19x17.bin"), new(19, 17), new(5, 8))
        );

    [Fact]
    public void AnyOf_OtherLength_Throws() => Assert.Throws<ArgumentException>(() => Scaling.AnyOf(new byte[5], new(2, 3), new(1, 1)));

    [Fact]
    public void Nearest_Doubled_RepeatsPixels()
    {
        var image = RgbImage.FromGrey([1, 2, 3, 4], 2, 2);

        var scaled = Scaling.Nearest(image, 4, 4);

        byte[] expected = [1, 1, 2, 2, 1, 1, 2, 2, 3, 3, 4, 4, 3, 3, 4, 4];
        Assert.Equal(expected, scaled.Pixels.ToArray().Select(pixel => pixel.Red));
    }

    [Fact]
    public void Nearest_Shrunk_TakesCentres()
    {
        // Five pixels to two: the centres lie at 1.25 and 3.75.
        var scaled = Scaling.Nearest(RgbImage.FromGrey([10, 11, 12, 13, 14], 1, 5), 1, 2);

        Assert.Equal([11, 13], scaled.Pixels.ToArray().Select(pixel => (int)pixel.Green));
    }

    private static RgbImage Picture()
    {
        var image = new RgbImage(23, 31);
        MemoryMarshal.Cast<byte, RgbColor>(ImageFixture.Bytes("picture_23x31.bin")).CopyTo(image.Pixels);
        return image;
    }
}
