using LungSeg.Core.Formats.Arrays;
using Xunit;

namespace LungSeg.Core.Tests.Formats.Arrays;

/// <summary>Names, sizes and orders are those of numpy 1.24: <c>np.dtype(text).name</c>, <c>.itemsize</c>, <c>.byteorder</c>.</summary>
public sealed class DTypeTests
{
    [Theory]
    [InlineData("?", "bool", 1, ByteOrder.None)]
    [InlineData("|b1", "bool", 1, ByteOrder.None)]
    [InlineData("|i1", "int8", 1, ByteOrder.None)]
    [InlineData("i1", "int8", 1, ByteOrder.None)]
    [InlineData("|u1", "uint8", 1, ByteOrder.None)]
    [InlineData("<i2", "int16", 2, ByteOrder.Little)]
    [InlineData(">i2", "int16", 2, ByteOrder.Big)]
    [InlineData("=i4", "int32", 4, ByteOrder.Little)]
    [InlineData("i8", "int64", 8, ByteOrder.Little)]
    [InlineData(">u8", "uint64", 8, ByteOrder.Big)]
    [InlineData("<f2", "float16", 2, ByteOrder.Little)]
    [InlineData(">f4", "float32", 4, ByteOrder.Big)]
    [InlineData("<f8", "float64", 8, ByteOrder.Little)]
    [InlineData("<f16", "float128", 16, ByteOrder.Little)]
    [InlineData("<c16", "complex128", 16, ByteOrder.Little)]
    [InlineData("<U4", "str128", 16, ByteOrder.Little)]
    [InlineData(">U4", "str128", 16, ByteOrder.Big)]
    [InlineData("|S5", "bytes40", 5, ByteOrder.None)]
    [InlineData("|V8", "void64", 8, ByteOrder.None)]
    [InlineData("|O", "object", 8, ByteOrder.None)]
    [InlineData("O8", "object", 8, ByteOrder.None)]
    [InlineData("<M8[ns]", "datetime64[ns]", 8, ByteOrder.Little)]
    [InlineData("<m8[D]", "timedelta64[D]", 8, ByteOrder.Little)]
    public void TryParse_WhatNumpyWrites_SaysWhatNumpySays(string text, string name, int size, ByteOrder order)
    {
        Assert.True(DType.TryParse(text, out var dtype));
        Assert.Equal(name, dtype.Name);
        Assert.Equal((size, order), (dtype.ItemSize, dtype.ByteOrder));
    }

    [Theory]
    [InlineData("")]
    [InlineData("<")]
    [InlineData("f")]
    [InlineData("x4")]
    [InlineData("f-4")]
    [InlineData("f 4")]
    [InlineData("f4x")]
    [InlineData("<U536870912")]
    [InlineData("i99999999999")]
    [InlineData("<<f8")]
    public void TryParse_WhatNumpyRefusesOrNoMemoryHolds_IsFalse(string text) => Assert.False(DType.TryParse(text, out _));

    [Theory]
    [InlineData("f8", true)]
    [InlineData("f2", true)]
    [InlineData("?", true)]
    [InlineData("u8", true)]
    [InlineData("f16", false)]
    [InlineData("i16", false)]
    [InlineData("b2", false)]
    [InlineData("c8", false)]
    [InlineData("M8", false)]
    [InlineData("U4", false)]
    [InlineData("O", false)]
    public void IsNumeric_IsWhatIsRead(string text, bool expected)
    {
        Assert.True(DType.TryParse(text, out var dtype));
        Assert.Equal(expected, dtype.IsNumeric);
    }

    [Fact]
    public void With_OrderOfOneByte_StaysNone()
    {
        Assert.Equal(ByteOrder.None, DType.Int8.With(ByteOrder.Big).ByteOrder);
        Assert.Equal(ByteOrder.Big, DType.Float64.With(ByteOrder.Big).ByteOrder);
    }
}
