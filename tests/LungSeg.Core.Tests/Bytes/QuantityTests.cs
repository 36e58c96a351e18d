using LungSeg.Core.Bytes;
using Xunit;

namespace LungSeg.Core.Tests.Bytes;

public sealed class QuantityTests
{
    [Theory]
    [InlineData(1, "1 byte")]
    [InlineData(999, "999 bytes")]
    [InlineData(1_000, "1 kB")]
    [InlineData(53_478_326, "53.5 MB")]
    [InlineData(3_159_000_000, "3.16 GB")]
    public void OfBytes_IsDecimal(long bytes, string expected) => Assert.Equal(expected, Quantity.OfBytes(bytes));
}
