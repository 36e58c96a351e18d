using LungSeg.Core.Datasets;
using LungSeg.Core.Tests.Fixtures;
using Xunit;

namespace LungSeg.Core.Tests.Formats.Pickle;

/// <summary>
/// The layout of pandas 3: labels apart from the arrays, as Arrow buffers or as objects; column names as Arrow buffers
/// (tests/interop/make_pandas3_like.py).
/// </summary>
public sealed class Pandas3LayoutTests
{
    public static TheoryData<string> Names =>
        [.. from kind in new[] { "arrow", "objects" } from protocol in Enumerable.Range(2, 4) select $"{kind}_p{protocol}.pkl"];

    [Theory]
    [MemberData(nameof(Names))]
    public void Open_Pandas3Layout_HoldsLabelsAndArrays(string name)
    {
        using var dataset = Dataset.Open(FixtureFile.PathOf("Pandas3Like", name));
        Assert.Equal(["label1", "mask", "hu_array", "hu_array_old"], dataset.Inputs[0].ColumnNames);
        Assert.Equal(["LR2", "LR3", "LR4A", "LR4B"], dataset.Rows.Select(row => row.LabelText));
        var summary = DatasetSummary.Create(dataset, [.. dataset.Rows]);
        Assert.Equal("str", summary.Columns[0].DType);
        Assert.Empty(summary.Notes);
        foreach (var row in dataset.Rows)
        {
            using var sample = row.Load();
            var old = sample.ReadValues(row.HuOld!).ToArray();
            Assert.Equal(old.Select(hu => hu < -500 ? hu : 0 * hu), sample.ReadValues(row.Hu!).ToArray());
            Assert.Equal(old.Select(hu => hu > 400 ? 1.0 : 0.0), sample.ReadValues(row.Mask!).ToArray());
        }
    }
}
