using LungSeg.Core.Bytes;
using Xunit;

namespace LungSeg.Core.Tests.Bytes;

public sealed class AllocationBudgetTests
{
    [Fact]
    public void Charge_MoreThanALongHolds_IsTooLarge()
    {
        var budget = new AllocationBudget(new SourceName("a", null, "file"), ReadLimits.Default, fileLength: 0);
        budget.Charge(10, null);
        var error = Assert.Throws<DatasetFormatException>(() => budget.Charge(long.MaxValue, 7));
        Assert.Equal((Fault.TooLarge, 7L), (error.Fault, error.Offset));
        Assert.Throws<DatasetFormatException>(() => budget.Charge(1, null));
    }
}
