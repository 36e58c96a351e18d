using LungSeg.Core.Analysis;
using LungSeg.Core.Datasets;
using LungSeg.Core.Model;
using LungSeg.Core.Tests.Statistics;
using LungSeg.Thresholding;
using Xunit;

namespace LungSeg.Core.Tests.Analysis;

/// <summary>One row of 4 x 4; every value is computed by hand.</summary>
public sealed class RowAnalysisTests
{
    private const int Side = 4;

    private static readonly double[] Old = [-900, -900, 50, 0, -900, -900, 60, -800, -900, -900, -900, -900, 40, 40, 40, 40];

    // Dropped: the two of tissue above, one of air beside, and the last row. The 0 of hu_array_old is kept.
    private static readonly double[] Hu = [-900, 0, -0.0, 0, -900, -900, 0, -800, -900, -900, -900, -900, 0, 0, 0, 0];

    private static readonly byte[] Mask = [0, 1, 1, 0, 0, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0];

    [Fact]
    public void Lesion_FourPixels_HasItsFigures()
    {
        using var file = new StatisticsFile(Side, Side, Old, Hu, Mask);
        using var dataset = Dataset.Open(file.Path);
        using var row = Open(dataset);
        Assert.Equal(4, row.LesionPixels);
        Assert.Equal(new LesionBox(0, 1, 3, 4), row.LesionBox);
        Assert.Equal((0.75, 1.75), row.LesionCentre);
        Assert.Equal(new LesionParts(2, 3, 0, 0), row.LesionParts);
        Assert.Equal(7, row.DroppedPixels);
        Assert.Equal(0.5, row.LesionKept);
    }

    [Fact]
    public void Values_InWhateverOrder_AreTheSame()
    {
        using var file = new StatisticsFile(Side, Side, Old, Hu, Mask);
        using var dataset = Dataset.Open(file.Path);
        var pool = new RowMemoryPool();
        (StoredArea, ThresholdOutcome, int, double?, int) Ask(bool keptFirst)
        {
            using var row = RowAnalysis.Open(dataset.Rows.First(), pool);
            return keptFirst
                ? (row.Stored, row.Outcome, row.DroppedPixels, row.LesionKept, row.LesionPixels)
                : Turn((row.LesionPixels, row.LesionKept, row.DroppedPixels, row.Outcome, row.Stored));
        }

        // Tissue is the 0 of nine kept pixels, and no lung can be lost; scipy.spatial.ConvexHull refuses the flat contour.
        Assert.Equal((StoredArea.Ok, ThresholdOutcome.QhullError, 7, 0.5, 4), Ask(keptFirst: true));
        Assert.Equal(Ask(keptFirst: true), Ask(keptFirst: false));
    }

    [Fact]
    public void Open_MemoryOfAnotherRow_ShowsNothingOfIt()
    {
        byte[] masks = [.. Mask, .. new byte[16]];
        using var file = new StatisticsFile(Side, Side, [.. Old, .. Old], [.. Hu, .. Old], masks);
        using var dataset = Dataset.Open(file.Path);
        var pool = new RowMemoryPool();
        foreach (var (row, expected) in dataset.Rows.Zip([(4, 7), (0, 0)]))
        {
            using var analysis = RowAnalysis.Open(row, pool);
            Assert.Equal(expected, (analysis.LesionPixels, analysis.Kept.Count((byte)0)));
        }
    }

    [Fact]
    public void HasBothHu_OtherShapeOrNoArray_IsFalse()
    {
        using var file = new StatisticsFile(Side, Side, Old, null, Mask);
        using var dataset = Dataset.Open(file.Path);
        using var row = Open(dataset);
        Assert.False(row.HasBothHu);
        Assert.True(row.HasMaskOfSlice);
        Assert.Null(row.Hu);
    }

    private static RowAnalysis Open(Dataset dataset) => RowAnalysis.Open(dataset.Rows.First(), new RowMemoryPool());

    private static (T5, T4, T3, T2, T1) Turn<T1, T2, T3, T4, T5>((T1, T2, T3, T4, T5) values) =>
        (values.Item5, values.Item4, values.Item3, values.Item2, values.Item1);
}
