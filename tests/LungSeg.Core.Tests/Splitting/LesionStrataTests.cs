using LungSeg.Core.Splitting;
using Xunit;

namespace LungSeg.Core.Tests.Splitting;

public sealed class LesionStrataTests
{
    [Fact]
    public void Compute_EightLesions_MakesQuartersAndNone() =>
        Assert.Equal([0, 1, 1, 2, 2, 3, 3, 4, 4, 0], LesionStrata.Compute([0, 10, 20, 30, 40, 50, 60, 70, 80, 0]));

    [Fact]
    public void Compute_EqualSizes_ShareAStratum() => Assert.Equal([0, 0, 0, 0, 0], LesionStrata.Compute([7, 7, 7, 7, 7]));

    [Fact]
    public void Compute_RowsWithoutMask_AreAStratumOfTheirOwn() => Assert.Equal([0, 1, 2], LesionStrata.Compute([null, 0, 5]));
}
