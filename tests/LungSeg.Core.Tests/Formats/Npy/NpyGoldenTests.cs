using System.Buffers.Binary;
using LungSeg.Core.Bytes;
using LungSeg.Core.Formats;
using LungSeg.Core.Formats.Arrays;
using LungSeg.Core.Formats.Npy;
using LungSeg.Core.Tests.Fixtures;
using Xunit;

namespace LungSeg.Core.Tests.Formats.Npy;

public sealed class NpyGoldenTests
{
    public static TheoryData<string> Files { get; } = [.. BinaryFixtures.Npz.Names(".npy")];

    [Theory]
    [MemberData(nameof(Files))]
    public void Identify_FileOfNumpy_SaysWhatNumpySays(string name)
    {
        var source = BinaryFixtures.Source(BinaryFixtures.Npz.Bytes(name));
        BinaryFixtures.AssertArray(BinaryFixtures.Npz[name], NpyReader.Identify(source), source);
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Read_FileOfNumpy_GivesTheRowsOfWhatIdentifySays(string name)
    {
        var source = BinaryFixtures.Source(BinaryFixtures.Npz.Bytes(name));
        var whole = NpyReader.Identify(source);
        var table = NpyReader.Read(source, Leniency.Strict);
        Assert.Null(table.Damage);
        Assert.Empty(table.Notes);
        var column = Assert.Single(table.Columns);
        Assert.Equal(TableIndex.BareColumn, column.Name);
        Assert.Equal(whole.Shape.Count == 2 ? 1 : whole.Shape[0], table.Rows);
        if (whole.Shape.Count < 2)
        {
            return;
        }
        var values = new byte[whole.ByteLength];
        ArrayReader.Read(source, whole, values);
        var rowBytes = table.Rows == 0 ? 0 : values.Length / (int)table.Rows;
        for (var row = 0; row < table.Rows; row++)
        {
            var slice = column[row].Array!;
            Assert.Equal(whole.Shape.Count == 2 ? [whole.Shape[0], whole.Shape[1]] : [whole.Shape[1], whole.Shape[2]], slice.Shape);
            var part = new byte[rowBytes];
            ArrayReader.Read(source, slice, part);
            Assert.True(part.AsSpan().SequenceEqual(values.AsSpan(row * rowBytes, rowBytes)), $"row {row} differs");
        }
    }

    [Fact]
    public void Read_Numbers_GivesOneCellEach()
    {
        var table = NpyReader.Read(BinaryFixtures.Source(BinaryFixtures.Npz.Bytes("numbers.npy")), Leniency.Strict);
        Assert.Equal(7, table.Rows);
        Assert.Equal([-3L, -2L, -1L, 0L, 1L, 2L, 3L], Enumerable.Range(0, 7).Select(row => table.Columns[0][row].Value));
    }

    [Fact]
    public void Read_SpecialValues_KeepsTheirBits()
    {
        var source = BinaryFixtures.Source(BinaryFixtures.Npz.Bytes("slice_special.npy"));
        var values = new byte[48];
        ArrayReader.Read(source, NpyReader.Read(source, Leniency.Strict).Columns[0][0].Array!, values);
        Assert.Equal(
            [0, BitConverter.DoubleToInt64Bits(-0.0), 0x7ff8000000000000, 0x7ff0000000000000, unchecked((long)0xfff0000000000000), 1],
            Enumerable.Range(0, 6).Select(i => BinaryPrimitives.ReadInt64LittleEndian(values.AsSpan(8 * i)))
        );
    }

    [Fact]
    public void Read_BytesBehindTheArray_AreIgnoredAndNoted()
    {
        var whole = BinaryFixtures.Npz.Bytes("stack_int16_little.npy");
        var table = NpyReader.Read(BinaryFixtures.Source([.. whole, 1, 2, 3]), Leniency.Strict);
        Assert.Equal(3, table.Rows);
        Assert.Contains("3 bytes", Assert.Single(table.Notes), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("objects.npy", Fault.Unsupported)]
    [InlineData("fields.npy", Fault.Unsupported)]
    [InlineData("single.npy", Fault.Unsupported)]
    public void Read_WhatIsNoColumn_SaysSo(string name, Fault fault)
    {
        foreach (var leniency in (ReadOnlySpan<Leniency>)[Leniency.Strict, Leniency.Salvage])
        {
            var error = Assert.Throws<DatasetFormatException>(() =>
                NpyReader.Read(BinaryFixtures.Source(BinaryFixtures.Npz.Bytes(name)), leniency)
            );
            Assert.Equal(fault, error.Fault);
        }
    }

    [Fact]
    public void Read_ObjectsWhosePickleIsLongerThanTheirPointers_AreRefusedAsWell()
    {
        var whole = BinaryFixtures.Npz.Bytes("objects.npy");
        var error = Assert.Throws<DatasetFormatException>(() =>
            NpyReader.Read(BinaryFixtures.Source([.. whole, .. new byte[1000]]), Leniency.Strict)
        );
        Assert.Equal(Fault.Unsupported, error.Fault);
        Assert.Contains("pickle", error.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_Complex_IsIndexedAndItsValuesAreRefused()
    {
        var source = BinaryFixtures.Source(BinaryFixtures.Npz.Bytes("complex.npy"));
        var slice = NpyReader.Read(source, Leniency.Strict).Columns[0][0].Array!;
        Assert.Equal("complex128", slice.DType.Name);
        var error = Assert.Throws<DatasetFormatException>(() => ArrayReader.Read(source, slice, new byte[slice.ByteLength]));
        Assert.Equal(Fault.Unsupported, error.Fault);
    }
}
