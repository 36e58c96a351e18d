using LungSeg.Core.Bytes;
using LungSeg.Core.Datasets;
using LungSeg.Core.Tests.Fixtures;
using Xunit;

namespace LungSeg.Core.Tests.Datasets;

/// <summary>
/// Two inputs: frame_p4 (LR2, LR4A, LR4B) and frame_shuffled_p4 (five rows), and one of odd labels (LR-4A S, empty, nodule).
/// </summary>
public sealed class RowSelectionTests
{
    [Theory]
    [InlineData("0", "frame_p4:0")]
    [InlineData("2..4", "frame_p4:2 frame_shuffled_p4:0 frame_shuffled_p4:1")]
    [InlineData("frame_shuffled_p4:4", "frame_shuffled_p4:4")]
    [InlineData("frame_shuffled_p4:0..1", "frame_shuffled_p4:0 frame_shuffled_p4:1")]
    [InlineData("7,0,7,0..1", "frame_p4:0 frame_p4:1 frame_shuffled_p4:4")]
    [InlineData("labels_odd_p4:2", "labels_odd_p4:2")]
    public void GetRows_Items_GivesRowsInOrderEachOnce(string items, string expected)
    {
        using var dataset = Open();
        var rows = new RowSelection { Items = items.Split(',') }.GetRows(dataset);
        Assert.Equal(expected.Split(' '), rows.Select(row => row.Name));
    }

    [Theory]
    [InlineData("11")]
    [InlineData("0..11")]
    [InlineData("3..2")]
    [InlineData("-1")]
    [InlineData("1..")]
    [InlineData("x")]
    [InlineData("")]
    [InlineData("other:1")]
    [InlineData("frame_p4:3")]
    [InlineData("99999999999999999999")]
    public void GetRows_ItemThatIsNone_IsRefused(string item)
    {
        using var dataset = Open();
        var error = Assert.Throws<InvalidRequestException>(() => new RowSelection { Items = [item] }.GetRows(dataset));
        Assert.Equal(RequestParameter.Rows, error.Parameter);
    }

    [Theory]
    [InlineData("4b", "LR4B LR4B")]
    [InlineData("LR4A", "LR4A LR4A LR-4A S")]
    [InlineData("LR4AS", "LR-4A S")]
    [InlineData("nodule", "nodule")]
    [InlineData("LR1", "")]
    public void GetRows_Label_GivesItsRowsWithAnyModifier(string label, string expected)
    {
        using var dataset = Open();
        var rows = new RowSelection { Labels = [label] }.GetRows(dataset);
        Assert.Equal(expected, string.Join(' ', rows.Select(row => row.LabelText)));
    }

    [Fact]
    public void GetRows_LabelThatNoRowHas_NamesThoseThereAre()
    {
        using var dataset = Open();
        var error = Assert.Throws<InvalidRequestException>(() => new RowSelection { Labels = ["LR4"] }.GetRows(dataset));
        Assert.Equal(RequestParameter.Labels, error.Parameter);
        Assert.Contains("LR4A, LR4B", error.Message, StringComparison.Ordinal);
    }

    private static Dataset Open() =>
        Dataset.Open(new[] { "frame_p4.pkl", "frame_shuffled_p4.pkl", "labels_odd_p4.pkl" }.Select(ExpectedTables.Pickles.PathOf));
}
