using LungSeg.Core.Analysis;
using LungSeg.Core.Datasets;
using LungSeg.Core.Reporting;
using LungSeg.Core.Tests.Statistics;
using Xunit;

namespace LungSeg.Core.Tests.Reporting;

public sealed class ChestMapTests
{
    private const int Side = 128;

    // 128 pixels over 64 cells: pixel 127 is in cell 63, pixels 2 and 3 in cell 1.
    [Fact]
    public void Add_LesionPixels_CountOnceInTheirCells()
    {
        var masks = new byte[2 * Side * Side];
        masks[0] = masks[1] = 1;
        masks[(127 * Side) + 126] = 1;
        masks[(Side * Side) + 1] = 1;
        masks[(Side * Side) + (3 * Side) + 2] = 1;
        using var file = new StatisticsFile(Side, Side, Filled(-600, 150), null, masks);
        var map = MapOf(file);
        Assert.Equal((2, 2, 4), (map.RowsWithLesion, map.Lesions[0], map.Lesions.Sum()));
        Assert.Equal((1, 1), (map.Lesions[(63 * 64) + 63], map.Lesions[(1 * 64) + 1]));
    }

    // In the lung window -600 is floor(255 * 750 / 1500 + 0.5) = 128 and 150 is 255; their mean rounds to 192.
    [Fact]
    public void MeanGreys_OfTwoSlices_IsTheirMean()
    {
        using var file = new StatisticsFile(Side, Side, Filled(-600, 150), null, null);
        var map = MapOf(file);
        Assert.Equal((0, 2), (map.RowsWithLesion, map.Slices));
        Assert.All(map.MeanGreys(), grey => Assert.Equal(192, grey));
    }

    private static ChestMap MapOf(StatisticsFile file)
    {
        var map = new ChestMap();
        using var dataset = Dataset.Open(file.Path);
        foreach (var row in dataset.Rows)
        {
            using var analysis = RowAnalysis.Open(row, new RowMemoryPool());
            map.Add(analysis);
        }

        return map;
    }

    private static double[] Filled(params double[] values) => [.. values.SelectMany(value => Enumerable.Repeat(value, Side * Side))];
}
