using LungSeg.Core.Model;
using Xunit;

namespace LungSeg.Core.Tests.Model;

public sealed class HuColumnTests
{
    [Theory]
    [InlineData(HuColumn.HuOld, "hu_array_old")]
    [InlineData(HuColumn.Hu, "hu_array")]
    public void Name_IsThatOfTheColumnAndReadBack(HuColumn column, string name)
    {
        Assert.Equal(name, HuColumns.Name(column));
        Assert.True(HuColumns.TryParse(name, out var read));
        Assert.Equal(column, read);
    }

    [Theory]
    [InlineData("mask")]
    [InlineData("HU_ARRAY")]
    [InlineData("")]
    [InlineData(null)]
    public void TryParse_AnotherName_IsRefused(string? name) => Assert.False(HuColumns.TryParse(name, out _));
}
