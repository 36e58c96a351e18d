using LungSeg.Core.Bytes;
using LungSeg.Core.Splitting;
using Xunit;

namespace LungSeg.Core.Tests.Splitting;

public sealed class SplitPartTests
{
    [Fact]
    public void Parse_SharesCountsAndARest_AreToldApart() =>
        Assert.Equal(
            [new SplitPart("train"), new SplitPart("val", Share: 0.15), new SplitPart("test", Rows: 264)],
            SplitPart.Parse("train, val=0.15,test=264")
        );

    [Fact]
    public void Targets_ARest_TakesWhatIsLeft() =>
        Assert.Equal([611, 97, 264], SplitPart.Targets(SplitPart.Parse("train,val=97,test=264"), 972));

    [Theory]
    [InlineData("train=0.7,val=0.15")]
    [InlineData("train=60,val=41")]
    [InlineData("train=0.9,val,test=10")]
    public void Targets_NotAddingUp_IsRefused(string text) =>
        Assert.Throws<InvalidRequestException>(() => SplitPart.Targets(SplitPart.Parse(text), 100));

    [Theory]
    [InlineData("train=0.7,train=0.3")]
    [InlineData("train,val")]
    [InlineData("train=1.5,val=0.1")]
    [InlineData("train=-1,val")]
    [InlineData("train=0,7")]
    [InlineData("=0.5,val")]
    [InlineData("dropped=0.5,val")]
    [InlineData("")]
    public void Parse_Nonsense_IsRefused(string text) => Assert.Throws<InvalidRequestException>(() => SplitPart.Parse(text));
}
