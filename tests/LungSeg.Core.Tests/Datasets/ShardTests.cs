using LungSeg.Core.Datasets;
using LungSeg.Core.Tests.Fixtures;
using Xunit;

namespace LungSeg.Core.Tests.Datasets;

public sealed class ShardTests
{
    [Theory]
    [InlineData("0/1", 0, 1)]
    [InlineData("3/4", 3, 4)]
    public void TryParse_IndexAndCount_AreRead(string text, int index, int count)
    {
        Assert.True(Shard.TryParse(text, out var shard));
        Assert.Equal(new Shard(index, count), shard);
        Assert.Equal(text, shard.ToString());
    }

    [Theory]
    [InlineData("4/4")]
    [InlineData("-1/4")]
    [InlineData("1")]
    [InlineData("1/")]
    [InlineData("0/0")]
    [InlineData("a/b")]
    public void TryParse_Nonsense_IsRefused(string text) => Assert.False(Shard.TryParse(text, out _));

    [Fact]
    public void GetRows_Shard_TakesEveryNthRowOverAllInputs()
    {
        using var dataset = Dataset.Open([
            FixtureFile.PathOf("Pickle", "frame_p4.pkl"),
            FixtureFile.PathOf("Pickle", "frame_shuffled_p4.pkl"),
        ]);
        var rows = new RowSelection { Shard = new Shard(1, 3) }.GetRows(dataset);
        Assert.Equal(["frame_p4:1", "frame_shuffled_p4:1", "frame_shuffled_p4:4"], rows.Select(row => row.Name));
        rows = new RowSelection { Items = ["0..4"], Shard = new Shard(1, 3) }.GetRows(dataset);
        Assert.Equal(["frame_p4:1", "frame_shuffled_p4:1"], rows.Select(row => row.Name));
    }
}
