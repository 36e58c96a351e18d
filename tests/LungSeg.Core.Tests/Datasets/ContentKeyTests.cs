using System.IO.Hashing;
using LungSeg.Core.Datasets;
using LungSeg.Core.Formats.Arrays;
using LungSeg.Core.Tests.Bytes.Compression;
using LungSeg.Core.Tests.Validation;
using Xunit;

namespace LungSeg.Core.Tests.Datasets;

/// <summary>The bytes are written out by hand.</summary>
public sealed class ContentKeyTests
{
    private static readonly byte[] Shape = [1, 0, 0, 0, 3, 0, 0, 0];

    [Theory]
    [InlineData(new[] { -1024, 0, 255.0 }, new byte[] { 0x00, 0xfc, 0, 0, 0xff, 0 })]
    [InlineData(new[] { -32768, -0.0, 32767.0 }, new byte[] { 0x00, 0x80, 0, 0, 0xff, 0x7f })]
    public void ComputeHash_IntegersInRange_AreHashedAsInt16(double[] values, byte[] bytes) =>
        Assert.Equal(XxHash128.HashToUInt128([.. Shape, .. bytes]), ContentKey.ComputeHash(values, 1, 3));

    [Fact]
    public void ComputeHash_OtherValues_AreHashedAsFloat64()
    {
        // 1.5, NaN of other bits, -0.0.
        double[] values = [1.5, BitConverter.UInt64BitsToDouble(0xfff8000000000001), -0.0];
        byte[] bytes = [0, 0, 0, 0, 0, 0, 0xf8, 0x3f, 0, 0, 0, 0, 0, 0, 0xf8, 0x7f, 0, 0, 0, 0, 0, 0, 0, 0];
        Assert.Equal(XxHash128.HashToUInt128([.. Shape, .. bytes]), ContentKey.ComputeHash(values, 1, 3));

        // 32768 is out of range.
        bytes = [0, 0, 0, 0, 0, 0, 0xe0, 0x40, .. new byte[16]];
        Assert.Equal(XxHash128.HashToUInt128([.. Shape, .. bytes]), ContentKey.ComputeHash([32768, 0, 0], 1, 3));
    }

    [Fact]
    public void Format_IsBigEndianHex()
    {
        var hash = XxHash128.Hash([1, 2, 3]);
        Assert.Equal(Convert.ToHexStringLower(hash), ContentKey.Format(XxHash128.HashToUInt128([1, 2, 3])));
    }

    [Fact]
    public void Compute_AnyDTypeAndOrder_IsTheSame()
    {
        double[] values = [-1024, 40, 3071, 0];
        var expected = ContentKey.Format(ContentKey.ComputeHash(values, 2, 2));
        Assert.Equal(expected, KeyOf(PlantedArray.Of<double>(DType.Float64, values, 2, 2)));
        Assert.Equal(expected, KeyOf(PlantedArray.Of<short>(new DType('i', 2, ByteOrder.Little), [-1024, 40, 3071, 0], 2, 2)));
        Assert.Equal(expected, KeyOf(PlantedArray.Of<long>(new DType('i', 8, ByteOrder.Little), [-1024, 40, 3071, 0], 2, 2)));
        Assert.NotEqual(expected, KeyOf(PlantedArray.Of<double>(DType.Float64, values, 1, 4)));
    }

    [Theory]
    [InlineData(1L << 53, true)]
    [InlineData((1L << 53) + 1, false)]
    [InlineData(-(1L << 53) - 1, false)]
    [InlineData(long.MinValue, true)]
    [InlineData(long.MaxValue, false)]
    public void Compute_IntegersThatFloat64CannotHold_HaveNoKey(long value, bool hasKey) =>
        Assert.Equal(hasKey, KeyOf(PlantedArray.Of<long>(new DType('i', 8, ByteOrder.Little), [value, 0, 0, 0], 2, 2)) is not null);

    private static string? KeyOf(PlantedArray array)
    {
        using var folder = new TemporaryFolder();
        var set = new PlantedSet();
        set.Rows[0].OtherHuOld = array;
        using var dataset = Dataset.Open(set.Write(Path.Combine(folder.Path, "set.pkl")));
        using var sample = dataset[0].Load();
        return ContentKey.Compute(sample);
    }
}
