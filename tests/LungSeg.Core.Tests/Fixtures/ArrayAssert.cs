using System.Runtime.InteropServices;
using System.Security.Cryptography;
using LungSeg.Core.Datasets;
using LungSeg.Core.Formats.Arrays;
using Xunit;
using NDArray = NumSharp.NDArray;

namespace LungSeg.Core.Tests.Fixtures;

/// <summary>Compares an array, read in each way there is, with the SHA-256 that numpy's bytes have.</summary>
internal static class ArrayAssert
{
    /// <summary>Checks the NDArray of the column the array is in, and its values as float64 against those of the NDArray.</summary>
    public static void HasBytes(string sha256, CtSample sample, ArrayInfo array)
    {
        var bytes = new byte[array.ByteLength];
        ArrayReader.Read(sample.Row.Input.Source, array, bytes);
        Assert.Equal(sha256, Sha256(bytes));
        var values = sample.ReadValues(array).ToArray();
        Assert.Equal(array.Count, values.Length);
        for (var i = 0; i < values.Length; i++)
        {
            Assert.Equal(BitConverter.DoubleToInt64Bits(ValueAt(bytes, array.DType, i)), BitConverter.DoubleToInt64Bits(values[i]));
        }

        if (ReferenceEquals(array, sample.Row.FoundMask) && array.Shape.Count == 2)
        {
            AssertSame(bytes, array, sample.Mask);
        }
        if (ReferenceEquals(array, sample.Row.FoundHu) && array.Shape.Count == 2)
        {
            AssertSame(bytes, array, sample.Hu);
        }
        if (ReferenceEquals(array, sample.Row.FoundHuOld) && array.Shape.Count == 2)
        {
            AssertSame(bytes, array, sample.HuOld);
        }
    }

    private static unsafe void AssertSame(byte[] bytes, ArrayInfo array, NDArray found)
    {
        Assert.Equal(array.Shape, found.shape.Select(length => (long)length));
        Assert.Equal(array.DType.ItemSize, found.dtypesize);
        var memory = new ReadOnlySpan<byte>(found.Unsafe.Address, bytes.Length);
        Assert.True(memory.SequenceEqual(bytes), "the NDArray's bytes differ");
    }

    private static string Sha256(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private static double ValueAt(byte[] bytes, DType dtype, int index)
    {
        var at = bytes.AsSpan(index * dtype.ItemSize);
        return (dtype.Kind, dtype.ItemSize) switch
        {
            ('i', 1) => (sbyte)at[0],
            ('i', 2) => MemoryMarshal.Read<short>(at),
            ('i', 4) => MemoryMarshal.Read<int>(at),
            ('i', 8) => MemoryMarshal.Read<long>(at),
            ('u', 2) => MemoryMarshal.Read<ushort>(at),
            ('u', 4) => MemoryMarshal.Read<uint>(at),
            ('u', 8) => MemoryMarshal.Read<ulong>(at),
            ('f', 2) => (double)MemoryMarshal.Read<Half>(at),
            ('f', 4) => MemoryMarshal.Read<float>(at),
            ('f', 8) => MemoryMarshal.Read<double>(at),
            _ => at[0],
        };
    }
}
