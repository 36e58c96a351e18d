using Xunit;

namespace LungSeg.Core.Tests.Validation.Rules;

public sealed class RawStoredRuleTests : RuleTest
{
    [Fact]
    public void Check_SliceStoredAsItWas_IsFoundAloneThoughTheBodyIsKeptToo()
    {
        Set.Rows[1].Keep(_ => true);
        Assert.StartsWith(
            "equal to hu_array_old; outcome of the published method: ",
            AssertOnly("LS031", Validate(), "set:1").Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Check_FilledLungs_NamesTheOutcome()
    {
        var slice = new Core.Phantom.PhantomScan(70, "LR3", Core.Phantom.PhantomAnatomy.FilledLungs, 256).Render(0);
        Set.Rows[1] = PlantedRow.Of("LR3", slice);
        Set.Rows[1].Keep(_ => true);
        Assert.EndsWith("too_few", AssertOnly("LS031", Validate(), "set:1").Message, StringComparison.Ordinal);
    }
}
