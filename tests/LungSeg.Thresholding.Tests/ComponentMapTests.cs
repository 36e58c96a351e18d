using LungSeg.Thresholding.Contours;

namespace LungSeg.Thresholding.Tests;

/// <summary>What the map of a slice takes: in noise, runs and components are as many as pixels.</summary>
public class ComponentMapTests
{
    [Fact]
    public void Build_Checkerboard_TakesWhatItsRunsAndComponentsNeed()
    {
        const int Side = 1024;
        var hu = new double[Side * Side];
        for (var i = 0; i < hu.Length; i++)
        {
            hu[i] = ((i / Side) + i) % 2;
        }

        var air = new BitSlice();
        air.LoadBelow(hu, Side, Side, 1);
        var map = new ComponentMap();
        var before = GC.GetAllocatedBytesForCurrentThread();
        map.Build(air);
        var taken = GC.GetAllocatedBytesForCurrentThread() - before;

        // Each pixel of air is a component, all tissue is one: 16 bytes a pixel for runs, and 32 for every other pixel.
        Assert.Equal((Side * Side / 2) + 1, map.ComponentCount);
        Assert.InRange(taken, 32L * Side * Side, (32L * Side * Side) + (64 * Side));
    }
}
