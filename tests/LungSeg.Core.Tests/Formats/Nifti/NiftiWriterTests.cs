using System.Buffers.Binary;
using CsCheck;
using LungSeg.Core.Formats;
using LungSeg.Core.Formats.Arrays;
using LungSeg.Core.Formats.Nifti;
using LungSeg.Core.Model;
using LungSeg.Core.Tests.Fixtures;
using Xunit;

namespace LungSeg.Core.Tests.Formats.Nifti;

public sealed class NiftiWriterTests
{
    private static readonly DType[] Types =
    [
        .. from kind in "iu" from size in (int[])[1, 2, 4, 8] select new DType(kind, size, ByteOrder.Little).With(ByteOrder.Little),
        new DType('f', 4, ByteOrder.Little),
        DType.Float64,
    ];

    private static byte[] Write(NiftiLayout layout, ReadOnlySpan<byte> voxels)
    {
        using var stream = new MemoryStream();
        NiftiWriter.Write(stream, layout, voxels);
        return stream.ToArray();
    }

    [Fact]
    public void Write_AnyVolume_IsReadBack() =>
        Gen.Select(Gen.Int[0, Types.Length - 1].Select(i => Types[i]), Gen.Int[1, 9], Gen.Int[1, 9], Gen.Int[1, 5], Gen.Int)
            .Sample(
                (dtype, rows, columns, slices, seed) =>
                {
                    var layout = new NiftiLayout
                    {
                        DType = dtype,
                        Height = rows,
                        Width = columns,
                        Slices = slices,
                    };
                    var voxels = new byte[layout.DataBytes];
                    new Random(seed).NextBytes(voxels);
                    var source = BinaryFixtures.Source(Write(layout, voxels));
                    var table = NiftiReader.Read(source, Leniency.Strict);
                    Assert.Empty(table.Notes);
                    var found = new List<byte>();
                    for (var row = 0; row < table.Rows; row++)
                    {
                        var array = table.Columns[0][row].Array!;
                        Assert.Equal([rows, columns], array.Shape);
                        Assert.Equal(dtype, array.DType);
                        var values = new byte[array.ByteLength];
                        ArrayReader.Read(source, array, values);
                        found.AddRange(values);
                    }

                    Assert.Equal(voxels, found);
                }
            );

    [Fact]
    public void WriteHead_UnknownSpacing_ClaimsNone()
    {
        // Offsets and codes are those of nifti1.h.
        var file = Write(
            new NiftiLayout
            {
                DType = new DType('i', 2, ByteOrder.Little),
                Height = 2,
                Width = 3,
                Spacing = new(1, 1, 999),
                Window = (-1350, 150),
                Description = "test",
            },
            new byte[12]
        );
        Assert.Equal(352 + 12, file.Length);
        Assert.Equal(348, BinaryPrimitives.ReadInt32LittleEndian(file));
        Assert.Equal(
            [3, 3, 2, 1, 1, 1, 1, 1],
            Enumerable.Range(0, 8).Select(i => (int)BinaryPrimitives.ReadInt16LittleEndian(file.AsSpan(40 + (2 * i))))
        );
        Assert.Equal(
            (4, 16),
            (BinaryPrimitives.ReadInt16LittleEndian(file.AsSpan(70)), BinaryPrimitives.ReadInt16LittleEndian(file.AsSpan(72)))
        );
        Assert.Equal(
            [1f, 1f, 1f, 999f],
            Enumerable.Range(0, 4).Select(i => BinaryPrimitives.ReadSingleLittleEndian(file.AsSpan(76 + (4 * i))))
        );
        Assert.Equal(
            [352f, 1f, 0f],
            Enumerable.Range(0, 3).Select(i => BinaryPrimitives.ReadSingleLittleEndian(file.AsSpan(108 + (4 * i))))
        );
        Assert.Equal(
            (0, 150f, -1350f),
            (
                file[123],
                BinaryPrimitives.ReadSingleLittleEndian(file.AsSpan(124)),
                BinaryPrimitives.ReadSingleLittleEndian(file.AsSpan(128))
            )
        );
        Assert.Equal(
            (0, 0),
            (BinaryPrimitives.ReadInt16LittleEndian(file.AsSpan(252)), BinaryPrimitives.ReadInt16LittleEndian(file.AsSpan(254)))
        );
        Assert.Equal("test\0"u8, file.AsSpan(148, 5));
        Assert.Equal("n+1\0\0\0\0\0"u8, file.AsSpan(344, 8));
    }

    [Fact]
    public void Write_KnownSpacing_IsReadBack()
    {
        var file = Write(
            new NiftiLayout
            {
                DType = DType.Int8,
                Height = 1,
                Width = 2,
                Spacing = new(0.5, 0.75, 2.5),
                IsSpacingKnown = true,
            },
            new byte[2]
        );
        Assert.Equal(new PixelSpacing(0.75, 0.5), NiftiHeader.Read(BinaryFixtures.Source(file)).SpacingMm);
    }

    [Fact]
    public void Write_WhatNiftiCannotHold_IsRefused()
    {
        var layout = new NiftiLayout
        {
            DType = DType.Int8,
            Height = 1,
            Width = 2,
        };
        Assert.Throws<ArgumentException>(() => Write(layout, new byte[3]));
        Assert.Throws<ArgumentException>(() => Write(layout with { Width = 40_000 }, new byte[40_000]));
        Assert.Throws<ArgumentException>(() => Write(layout with { Height = 0 }, []));
        Assert.Throws<ArgumentException>(() => Write(layout with { DType = new DType('f', 2, ByteOrder.Little) }, new byte[4]));
        Assert.Throws<ArgumentException>(() => Write(layout with { Description = new string('x', 80) }, new byte[2]));
        Assert.Throws<ArgumentException>(() => Write(layout with { Description = "Lünge" }, new byte[2]));
    }
}
