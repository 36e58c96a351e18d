using LungSeg.Core.Imaging;
using LungSeg.Core.Model;
using Xunit;

namespace LungSeg.Core.Tests.Imaging;

/// <summary>
/// Expected values: Pillow's LANCZOS (mode F, float32) and NEAREST; numpy's mean over blocks of the slice repeated 2 x 3 times for the area
/// mean.
/// </summary>
public sealed class ResamplerTests
{
    private static readonly double[] Slice =
    [
        -50,
        -39,
        -6,
        -48,
        29,
        31,
        -42,
        -13,
        -2,
        31,
        -11,
        -31,
        -29,
        -5,
        24,
        35,
        -29,
        26,
        6,
        8,
        32,
        -36,
        -25,
        8,
        -34,
        43,
        45,
        -28,
        1,
        12,
        45,
        3,
        -17,
        -15,
        9,
    ];

    [Fact]
    public void Apply_AreaToSmaller_GivesTheMeanOfTheAreaCovered() =>
        AssertNear(
            [-12.17142857142857, -6.571428571428571, -4.228571428571429, -0.9714285714285714, 4.628571428571429, 6.9714285714285715],
            Scaled(new(2, 3), Resampling.Area),
            1e-12
        );

    [Fact]
    public void Apply_LanczosToSmaller_EqualsPillow() =>
        AssertNear(
            [-10.621903419494629, -4.604377269744873, -2.2312071323394775, 2.241445541381836, 6.523133277893066, 7.591413974761963],
            Scaled(new(2, 3), Resampling.Lanczos),
            1e-5
        );

    [Fact]
    public void Apply_LanczosToLarger_EqualsPillow() =>
        AssertNear(
            [
                -52.716793060302734,
                -49.83748245239258,
                -20.66828155517578,
                -20.802539825439453,
                -50.625492095947266,
                15.619420051574707,
                59.75724411010742,
                6.659858226776123,
                -49.954010009765625,
            ],
            Scaled(new(8, 9), Resampling.Lanczos)[..9],
            1e-4
        );

    [Fact]
    public void Apply_SameSize_ChangesNothing()
    {
        Assert.Equal(Slice, Scaled(new(5, 7), Resampling.Area));
        AssertNear(Slice, Scaled(new(5, 7), Resampling.Lanczos), 1e-12);
    }

    [Fact]
    public void ApplyNearest_Mask_EqualsPillow()
    {
        var mask = Slice.Select(value => value > 0 ? (byte)1 : (byte)0).ToArray();
        var result = new byte[12];
        new Resampler(new(5, 7), new(4, 3), Resampling.Area).ApplyNearest(mask, result);
        Assert.Equal([0, 0, 1, 0, 0, 0, 0, 0, 1, 1, 1, 0], result);
    }

    private static double[] Scaled(SliceSize target, Resampling kind)
    {
        var result = new double[target.Height * target.Width];
        new Resampler(new(5, 7), target, kind).Apply(Slice, result);
        return result;
    }

    private static void AssertNear(double[] expected, double[] found, double tolerance)
    {
        Assert.Equal(expected.Length, found.Length);
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.True(Math.Abs(expected[i] - found[i]) <= tolerance, $"value {i} is {found[i]}, expected {expected[i]}");
        }
    }
}
