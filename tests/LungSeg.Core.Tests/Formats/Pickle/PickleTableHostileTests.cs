using LungSeg.Core.Bytes;
using LungSeg.Core.Formats;
using LungSeg.Core.Tests.Fixtures;
using Xunit;

namespace LungSeg.Core.Tests.Formats.Pickle;

/// <summary>Frames whose parts contradict each other: indexes, placements, masks, Arrow buffers, codes, text payloads.</summary>
[Collection(Measured.Name)]
public sealed class PickleTableHostileTests
{
    private const long Huge = 1_000_000_000_000_000_000;

    [Theory]
    [InlineData(0, Huge, 1)]
    [InlineData(Huge, -Huge, -1)]
    [InlineData(long.MinValue, long.MaxValue, 1)]
    [InlineData(0, 1_000_000, 1)]
    public void Read_RangeIndexWithoutRows_IsTooLarge(long start, long stop, long step)
    {
        var pickle = PickleBytes.Protocol(4).FrameHead().FrameAxes().TextIndex().RangeIndex(start, stop, step).FrameEnd().ToArray();
        Assert.Equal(Fault.TooLarge, PickleProbe.Measure(pickle, "RangeIndex")!.Fault);
    }

    [Fact]
    public void Read_RangeIndexOverAColumnThatDoesNotSay_IsTooLarge()
    {
        var pickle = PickleBytes
            .Protocol(4)
            .FrameHead()
            .BlockHead()
            .Global("pandas.arrays", "DatetimeArray")
            .Ops(")")
            .Raw(0x81)
            .BlockTail(0, 1, 1)
            .FrameAxes()
            .TextIndex("when")
            .RangeIndex(0, Huge, 1)
            .FrameEnd()
            .ToArray();
        Assert.Equal(Fault.TooLarge, PickleProbe.Measure(pickle, "opaque")!.Fault);
    }

    [Fact]
    public void Read_RangeIndexAgainstOneRow_IsCorrupt() =>
        Assert.Equal(
            Fault.Corrupt,
            PickleProbe.Measure(Frame(block => block.Array("f8", [1, 1], new byte[8]), stop: Huge), "mismatch")!.Fault
        );

    [Theory]
    [InlineData(0, 4, long.MaxValue)]
    [InlineData(0, 4, 0)]
    [InlineData(0, 4, -1)]
    [InlineData(0, long.MaxValue, 1)]
    [InlineData(-4, 0, 1)]
    [InlineData(3, -1, -1)]
    [InlineData(long.MaxValue, 0, long.MinValue)]
    [InlineData(long.MaxValue, 0, -1)]
    [InlineData(1, 2, 1)]
    public void Read_PlacementThatNamesOtherColumns_IsCorrupt(long start, long stop, long step)
    {
        var pickle = PickleBytes
            .Protocol(4)
            .FrameHead()
            .BlockHead()
            .Array("f8", [1, 1], new byte[8])
            .BlockTail(start, stop, step)
            .FrameAxes()
            .TextIndex("a")
            .RangeIndex(0, 1, 1)
            .FrameEnd()
            .ToArray();
        var error = PickleProbe.Measure(pickle, $"slice({start}, {stop}, {step})");

        // slice(0, 4, 2^63-1) is place 0 alone, as Python has it.
        Assert.Equal((start, step) == (0, long.MaxValue) ? null : Fault.Corrupt, error?.Fault);
    }

    [Theory]
    [InlineData("O8")]
    [InlineData("f8")]
    [InlineData("U2")]
    public void Read_BlockOfAnotherRank_IsCorrupt(string dtype)
    {
        long[][] shapes =
        [
            [],
            [0, 1, 5],
            [1, 1, 5],
            [0, 5],
        ];
        foreach (var shape in shapes)
        {
            var count = (int)shape.Aggregate(1L, (product, length) => product * length);
            var pickle = Frame(
                block =>
                    dtype == "O8"
                        ? block.ArrayHead("O8", shape).Raw(0x89).Ops("](").Repeat(count, "N").Ops("etb")
                        : block.Array(dtype, shape, new byte[8 * count]),
                stop: 5
            );
            Assert.Equal(Fault.Corrupt, PickleProbe.Measure(pickle, $"{dtype} of rank {shape.Length}")!.Fault);
        }
    }

    [Theory]
    [InlineData("b1", 2)]
    [InlineData("i8", 3)]
    public void Read_MaskOfANullableColumnThatDoesNotFit_IsCorrupt(string dtype, int length)
    {
        var pickle = Frame(
            block =>
                block
                    .Global("pandas.core.arrays.integer", "IntegerArray")
                    .Ops(")")
                    .Raw(0x81)
                    .Ops("}(")
                    .Text("_data")
                    .Array("i8", [3], new byte[24])
                    .Text("_mask")
                    .Array(dtype, [length], new byte[length * (dtype == "b1" ? 1 : 8)])
                    .Ops("ub"),
            stop: 3
        );
        Assert.Equal(Fault.Corrupt, PickleProbe.Measure(pickle, "mask")!.Fault);
    }

    [Fact]
    public void Read_CategoryCodesOutOfRange_AreMissing()
    {
        var pickle = Frame(
            block =>
                block
                    .Global("pandas.core.arrays.categorical", "Categorical")
                    .Ops(")")
                    .Raw(0x81)
                    .Ops("}(")
                    .Text("_codes")
                    .Array("i1", [4], [0, 1, 127, 255])
                    .Text("_dtype")
                    .Global("pandas.core.dtypes.dtypes", "CategoricalDtype")
                    .TextIndex("LR2")
                    .Ops("\u0089\u0086Rub"),
            stop: 4
        );
        Assert.Null(PickleProbe.Measure(pickle, "codes"));
        var column = PickleProbe.Read(pickle).Columns[0];
        Assert.Equal(new Cell(CellKind.Category, "LR2"), column[0]);
        Assert.All([1, 2, 3], row => Assert.Equal(CellKind.Missing, column[row].Kind));
    }

    /// <summary>Offsets 0, 3, 7 over "LR2LR4A", then the ways to lie about them.</summary>
    [Theory]
    [InlineData(2, 0, 0L, 3L, 7L, null)]
    [InlineData(2, 0, 0L, 3L, 8L, Fault.Corrupt)]
    [InlineData(2, 0, 0L, -3L, 7L, Fault.Corrupt)]
    [InlineData(2, 0, 5L, 3L, 7L, Fault.Corrupt)]
    [InlineData(2, 0, 0L, long.MaxValue, 7L, Fault.Corrupt)]
    [InlineData(3, 0, 0L, 3L, 7L, Fault.Truncated)]
    [InlineData(2, 1, 0L, 3L, 7L, Fault.Truncated)]
    [InlineData(2, 1L << 58, 0L, 3L, 7L, Fault.Truncated)]
    public void Read_ArrowBuffers_AreCheckedAgainstTheirLengths(long length, long first, long a, long b, long c, Fault? fault)
    {
        var offsets = new byte[24];
        Buffer.BlockCopy(new[] { a, b, c }, 0, offsets, 0, 24);
        var pickle = Frame(block => Arrow(block, length, first, offsets), stop: length);
        Assert.Equal(fault, PickleProbe.Measure(pickle, "arrow")?.Fault);
        if (fault is null)
        {
            Assert.Equal(["LR2", "LR4A"], new[] { 0, 1 }.Select(row => PickleProbe.Read(pickle).Columns[0][row].Text));
        }
    }

    [Fact]
    public void Read_ArrowLongerThanItsOffsets_IsNotTaken()
    {
        var pickle = Frame(block => Arrow(block, Huge, 0, new byte[24]), stop: Huge);
        Assert.Equal(Fault.TooLarge, PickleProbe.Measure(pickle, "arrow")!.Fault);
    }

    [Fact]
    public void Read_DeepFrozenList_DoesNotOverflowTheStack()
    {
        var pickle = PickleBytes
            .Protocol(4)
            .FrameHead()
            .FrameAxes()
            .TextIndex()
            .Global("pandas.core.indexes.base", "_new_Index")
            .Global("pandas.core.indexes.multi", "MultiIndex")
            .Ops("}")
            .Text("codes")
            .Repeat(60_000, "cpandas.core.indexes.frozen\nFrozenList\n")
            .Ops("]")
            .Repeat(60_000, "\u0085R")
            .Ops("s\u0086R")
            .FrameEnd()
            .ToArray();
        PickleProbe.Measure(pickle, "FrozenList");
    }

    /// <summary>Two int8 elements as text: too few, too many, no bytes, broken escapes; the values are read only when asked for.</summary>
    [Theory]
    [InlineData("Vab\n", null)]
    [InlineData("V\\u0001\\u00ff\n", null)]
    [InlineData("V\u00e9\u00ff\n", null)]
    [InlineData("Va\n", Fault.Corrupt)]
    [InlineData("Vabc\n", Fault.Corrupt)]
    [InlineData("V\\u0001\n", Fault.Corrupt)]
    [InlineData("Va\\u0100\n", Fault.Corrupt)]
    [InlineData("Va\\U80000001\n", Fault.Corrupt)]
    [InlineData("Va\\u00\n", Fault.Corrupt)]
    [InlineData("X\u0004\0\0\0\u00c2\u0080\u00c3\u00bf", null)]
    [InlineData("X\u0004\0\0\0\u00c4\u0080\u00c3\u00bf", Fault.Corrupt)]
    [InlineData("X\u0003\0\0\0\u00c2\u0080\u00c3", Fault.Corrupt)]
    [InlineData("X\u0003\0\0\0abc", Fault.Corrupt)]
    public void Read_TextPayload_MustDecodeToItsArray(string text, Fault? fault)
    {
        var pickle = PickleBytes
            .Protocol(2)
            .ArrayHead("i1", 1, 2)
            .Raw(0x89)
            .Ops("c_codecs\nencode\n(")
            .Ops(text)
            .Text("latin1")
            .Ops("tRtb.")
            .ToArray();
        Assert.Equal(fault, PickleProbe.Measure(pickle, "text payload")?.Fault);
    }

    [Fact]
    public void Read_OverlongArraysAsText_AreDecodedSliceBySlice()
    {
        // 40 slices of 64 KiB as one p2 text: reading all of them costs one pass, not one pass each.
        const int Slices = 40;
        var values = new byte[Slices << 16];
        new Random(5).NextBytes(values);
        var text = System.Text.Encoding.UTF8.GetBytes(System.Text.Encoding.Latin1.GetString(values));
        var pickle = PickleBytes
            .Protocol(2)
            .ArrayHead("u1", Slices, 256, 256)
            .Raw(0x89)
            .Ops("c_codecs\nencode\nX")
            .UInt32((uint)text.Length)
            .Raw(text)
            .Text("latin1")
            .Ops("\u0086Rtb.")
            .ToArray();
        using var dataset = PickleProbe.Open(pickle);
        for (var row = Slices - 1; row >= 0; row--)
        {
            using var sample = dataset[row].Load();
            var expected = values.AsSpan(row << 16, 1 << 16);
            var found = sample.ReadValues(dataset[row].HuOld!);
            for (var i = 0; i < found.Length; i++)
            {
                Assert.Equal(expected[i], found[i]);
            }
        }

        Assert.Null(PickleProbe.Measure(pickle, "stack as text"));
    }

    private static byte[] Frame(Func<PickleBytes, PickleBytes> values, long stop) =>
        values(PickleBytes.Protocol(4).FrameHead().BlockHead())
            .BlockTail(0, 1, 1)
            .FrameAxes()
            .TextIndex("label1")
            .RangeIndex(0, stop, 1)
            .FrameEnd()
            .ToArray();

    private static PickleBytes Arrow(PickleBytes block, long length, long first, byte[] offsets)
    {
        PickleBytes Buffer(ReadOnlySpan<byte> bytes) => block.Global("pyarrow.lib", "py_buffer").Bytes(bytes).Raw(0x85).Ops("R");
        block
            .Global("pandas.arrays", "ArrowStringArray")
            .Ops(")")
            .Raw(0x81)
            .Ops("}")
            .Text("_pa_array")
            .Global("pyarrow.lib", "_restore_array")
            .Ops("((")
            .Global("pyarrow.lib", "type_for_alias")
            .Text("large_string")
            .Raw(0x85)
            .Ops("R")
            .Number(length)
            .Ops("K\0")
            .Number(first)
            .Ops("](N");
        Buffer(offsets);
        Buffer("LR2LR4A"u8);
        return block.Ops("e]Nt").Ops("tRsb");
    }
}
