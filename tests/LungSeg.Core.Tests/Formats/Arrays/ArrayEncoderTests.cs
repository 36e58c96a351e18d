using LungSeg.Core.Formats.Arrays;
using Xunit;

namespace LungSeg.Core.Tests.Formats.Arrays;

/// <summary>Bytes are what numpy's <c>np.array([[1, -2, 300]], dtype).tobytes(order)</c> gives.</summary>
public sealed class ArrayEncoderTests
{
    [Theory]
    [InlineData('i', 2, ByteOrder.Little, "0100feff2c01")]
    [InlineData('i', 2, ByteOrder.Big, "0001fffe012c")]
    [InlineData('f', 4, ByteOrder.Little, "0000803f000000c000009643")]
    [InlineData('f', 4, ByteOrder.Big, "3f800000c000000043960000")]
    [InlineData('f', 2, ByteOrder.Little, "003c00c0b05c")]
    [InlineData('f', 8, ByteOrder.Big, "3ff0000000000000c0000000000000004072c00000000000")]
    public void TryEncode_NumpyTypes_GivesNumpysBytes(char kind, int size, ByteOrder order, string hex)
    {
        var bytes = new byte[3 * size];
        Assert.True(ArrayEncoder.TryEncode([1, -2, 300], Layout(new DType(kind, size, order), [1, 3], fortran: false), bytes));
        Assert.Equal(hex, Convert.ToHexStringLower(bytes));
    }

    [Fact]
    public void TryEncode_FortranOrder_GoesColumnByColumn()
    {
        var bytes = new byte[6];
        Assert.True(ArrayEncoder.TryEncode([1, 2, 3, 4, 5, 6], Layout(new DType('u', 1, ByteOrder.None), [2, 3], fortran: true), bytes));
        Assert.Equal([1, 4, 2, 5, 3, 6], bytes);
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(40000)]
    [InlineData(double.NaN)]
    public void TryEncode_ValueThatDoesNotFit_IsRefused(double value) =>
        Assert.False(ArrayEncoder.TryEncode([value], Layout(new DType('i', 2, ByteOrder.Little), [1, 1], fortran: false), new byte[2]));

    private static ArrayInfo Layout(DType dtype, long[] shape, bool fortran) =>
        ArrayInfo.Contiguous(dtype, shape, fortran, new Payload(0, shape[0] * shape[1] * dtype.ItemSize));
}
