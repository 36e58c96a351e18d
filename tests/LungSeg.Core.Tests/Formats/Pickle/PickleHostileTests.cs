using LungSeg.Core.Bytes;
using LungSeg.Core.Tests.Fixtures;
using Xunit;

namespace LungSeg.Core.Tests.Formats.Pickle;

/// <summary>Pickles made to crash, to hang or to take memory. Each is opened, summarised and read, strictly and in salvage.</summary>
[Collection(Measured.Name)]
public sealed class PickleHostileTests
{
    /// <summary>
    /// Every opcode that carries a length, with lengths no file has; the error stands at the first byte that is not there.
    /// </summary>
    [Theory]
    [InlineData("U\u00ff", Fault.Truncated, 4)]
    [InlineData("C\u00ff", Fault.Truncated, 4)]
    [InlineData("\u008c\u00ff", Fault.Truncated, 4)]
    [InlineData("\u008a\u0040", Fault.Truncated, 4)]
    [InlineData("\u008a\u00ff", Fault.TooLarge, 2)]
    [InlineData("\u008b\u00ff\u00ff\u00ff\u007f", Fault.TooLarge, 2)]
    [InlineData("\u008b\u00ff\u00ff\u00ff\u00ff", Fault.TooLarge, 2)]
    [InlineData("T\u00ff\u00ff\u00ff\u007f", Fault.Truncated, 7)]
    [InlineData("T\0\0\0\u0080", Fault.Truncated, 7)]
    [InlineData("X\u00ff\u00ff\u00ff\u00ff", Fault.Truncated, 7)]
    [InlineData("B\u00ff\u00ff\u00ff\u00ff", Fault.Truncated, 7)]
    [InlineData("\u008d\0\0\0\0\0\0\0\u0040", Fault.Truncated, 11)]
    [InlineData("\u008d\0\0\0\0\0\0\0\u0080", Fault.Truncated, 11)]
    [InlineData("\u008e\0\0\0\0\0\0\0\u0040", Fault.Truncated, 11)]
    [InlineData("\u008e\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff", Fault.Truncated, 11)]
    [InlineData("\u0096\0\0\0\0\0\0\0\u0040", Fault.Truncated, 11)]
    [InlineData("\u0096\0\0\0\0\0\0\0\u0080", Fault.Truncated, 11)]
    [InlineData("\u0095\0\0\0\0\0\0\0\u0040", Fault.Truncated, 3)]
    [InlineData("\u0095\0\0\0\0\0\0\0\u0080", Fault.Truncated, 3)]
    public void Read_LengthBeyondTheFile_IsRefusedAtOnce(string latin1, Fault fault, long offset)
    {
        var error = PickleProbe.Measure(PickleBytes.Protocol(4).Ops(latin1).Ops("N.").ToArray(), "length")!;
        Assert.Equal((fault, offset), (error.Fault, error.Offset));
    }

    [Theory]
    [InlineData("f8", 1L << 32, 1L << 32)]
    [InlineData("f8", 1L << 62, 4)]
    [InlineData("i1", 1L << 62, 4)]
    [InlineData("i1", long.MaxValue, long.MaxValue)]
    [InlineData("f8", 1L << 61, 1)]
    public void Read_ShapeWhoseProductOverflows_IsCorrupt(string dtype, long rows, long columns)
    {
        var head = PickleBytes.Protocol(4).ArrayHead(dtype, rows, columns).Raw(0x89).Ops("B").UInt32(8);
        var offset = head.Length;
        var error = PickleProbe.Measure(head.UInt64(0).Ops("tb.").ToArray(), "overflow")!;
        Assert.Equal((Fault.Corrupt, offset), (error.Fault, error.Offset));
    }

    [Theory]
    [InlineData("f8", 1_000_000_000_000_000, 0, 0)]
    [InlineData("f8", 1_000_000_000_000_000, 0, 512)]
    [InlineData("S0", 1_000_000_000_000_000, 1, 1)]
    [InlineData("V0", 1_000_000_000_000_000, 8, 8)]
    public void Read_StackWithoutPixels_IsRefused(string dtype, long slices, long rows, long columns)
    {
        var error = PickleProbe.Measure(PickleBytes.Protocol(4).Array(dtype, [slices, rows, columns], []).Ops(".").ToArray(), "no pixels")!;
        Assert.Contains(error.Fault, new[] { Fault.Corrupt, Fault.TooLarge });
    }

    [Theory]
    [InlineData(0, 5)]
    [InlineData(0, 1L << 40)]
    [InlineData(1L << 40, 0)]
    public void Read_SliceWithoutPixels_IsReadOrRefused(long rows, long columns)
    {
        var error = PickleProbe.Measure(PickleBytes.Protocol(4).Array("f8", [rows, columns], []).Ops(".").ToArray(), "no pixels");
        Assert.Equal(Math.Max(rows, columns) > int.MaxValue ? Fault.TooLarge : null, error?.Fault);
    }

    private static readonly Dictionary<string, (Func<byte[]> Pickle, Fault? Fault)> BombsByName = new()
    {
        ["one memo key a million times"] = (
            () => new PickleBytes().Ops("N").Repeat(1_000_000, "r\u00ff\u00ff\u00ff\u00ff").Ops(".").ToArray(),
            Fault.WrongFormat
        ),
        ["a million memo keys"] = (() => MemoBomb(1_000_000), Fault.TooLarge),
        ["MEMOIZE a million times"] = (
            () => PickleBytes.Protocol(4).Ops("]").Repeat(1_000_000, "\u0094").Ops(".").ToArray(),
            Fault.TooLarge
        ),
        ["ten lists of lists, sixty deep"] = (() => Sharing(60, 10), null),
        ["100,000 marks"] = (() => PickleBytes.Protocol(4).Repeat(100_000, "(").Ops(".").ToArray(), Fault.Corrupt),
        ["3,000,000 marks"] = (() => PickleBytes.Protocol(4).Repeat(3_000_000, "(").Ops(".").ToArray(), Fault.TooLarge),
        ["1,000,000 tuples in each other"] = (
            () => PickleBytes.Protocol(4).Ops(")").Repeat(1_000_000, "\u0085").Ops(".").ToArray(),
            Fault.TooLarge
        ),
        ["1,000,000 lists in each other"] = (
            () => PickleBytes.Protocol(4).Repeat(1_000_000, "]").Repeat(999_999, "a").Ops(".").ToArray(),
            Fault.TooLarge
        ),
        ["200,000 tuples in each other"] = (() => PickleBytes.Protocol(4).Ops(")").Repeat(200_000, "\u0085").Ops(".").ToArray(), null),
        ["100,000 lists in each other"] = (() => PickleBytes.Protocol(4).Repeat(100_000, "]").Repeat(99_999, "a").Ops(".").ToArray(), null),
        ["DUP three million times"] = (() => PickleBytes.Protocol(4).Ops("N").Repeat(3_000_000, "2").Ops(".").ToArray(), Fault.TooLarge),
        ["a dict of a million keys"] = (
            () => PickleBytes.Protocol(4).Ops("}(N\u0094").Repeat(1_000_000, "h\0N").Ops("u.").ToArray(),
            Fault.TooLarge
        ),
        ["500,000 rows that are one dict of 500,000 pairs"] = (() => OneDict(500_000), Fault.TooLarge),
        ["100,000 rows that are one dict of 100,000 pairs"] = (() => OneDict(100_000), null),
        ["1000 columns that are one list of 100,000"] = (() => OneList(1000, 100_000), Fault.TooLarge),
        ["1025 columns"] = (() => OneList(1025, 1), Fault.TooLarge),
        ["1000 columns that are one array of 1,000,000"] = (() => OneArray(1000, 1_000_000), Fault.TooLarge),
        ["a column of texts without bytes"] = (
            () => PickleBytes.Protocol(4).Ops("}").Text("x").Array("S0", [1_000_000_000_000_000], []).Ops("s.").ToArray(),
            Fault.TooLarge
        ),
        ["BUILD of one large state 100,000 times"] = (() => Rebuilt(100_000), null),
        ["APPENDS of nothing a million times"] = (
            () => PickleBytes.Protocol(4).Ops("]").Repeat(1_000_000, "(e").Ops(".").ToArray(),
            Fault.WrongFormat
        ),
        ["100,000 labels, all different and unknown"] = (() => Labels(100_000), null),
        ["a number of 64 bytes in 100,000 rows"] = (() => OneValue("\u008a\u0040" + new string('\u0077', 64), 100_000), null),
        ["a scalar of 4096 bytes in 100,000 rows"] = (() => OneScalar(100_000), null),
        ["300,000 names"] = (() => Names(300_000), Fault.Unsafe),
        ["100,000 calls of a name that is refused"] = (
            () => PickleBytes.Protocol(4).Ops("cos\nsystem\n\u0094(").Repeat(100_000, "h\0)R").Ops("t.").ToArray(),
            Fault.Unsafe
        ),
    };

    public static TheoryData<string> Bombs => [.. BombsByName.Keys];

    [Theory]
    [MemberData(nameof(Bombs))]
    public void Read_Bomb_StaysWithinTimeAndMemory(string name)
    {
        var (make, fault) = BombsByName[name];
        var pickle = make();
        var error = PickleProbe.Measure(pickle, name);
        Assert.Equal(fault, error?.Fault);
        if (error is not null)
        {
            Assert.InRange(error.Offset!.Value, 0, pickle.Length);
        }
    }

    private static readonly Dictionary<string, (Func<byte[]> Pickle, Fault? Fault)> CyclesByName = new()
    {
        ["a list in itself"] = (() => PickleBytes.Protocol(4).Ops("]\u0094h\0a.").ToArray(), null),
        ["a list of itself as dict's column"] = (
            () => PickleBytes.Protocol(4).Ops("}").Text("mask").Ops("]q\u0007h\u0007as.").ToArray(),
            null
        ),
        ["a dict in itself"] = (() => PickleBytes.Protocol(4).Ops("}\u0094").Text("mask").Ops("h\0s.").ToArray(), Fault.WrongFormat),
        ["a row in itself"] = (() => PickleBytes.Protocol(4).Ops("]}\u0094").Text("mask").Ops("h\0sa.").ToArray(), null),
        ["an array of objects in itself"] = (() => ObjectsInThemselves(), null),
        ["a frame in its own cell"] = (() => FrameInItself(), null),
        ["a frame that is its own state"] = (
            () => PickleBytes.Protocol(4).Global("pandas", "DataFrame").Ops(")\u0081\u0094h\0b.").ToArray(),
            Fault.Corrupt
        ),
    };

    public static TheoryData<string> Cycles => [.. CyclesByName.Keys];

    [Theory]
    [MemberData(nameof(Cycles))]
    public void Read_Cycle_Ends(string name) =>
        Assert.Equal(CyclesByName[name].Fault, PickleProbe.Measure(CyclesByName[name].Pickle(), name)?.Fault);

    [Fact]
    public void Read_EndlessLine_IsRefusedWithinItsWindow()
    {
        foreach (
            var (opcode, fault) in new[]
            {
                ("c", Fault.Corrupt),
                ("I", Fault.Corrupt),
                ("L", Fault.Corrupt),
                ("F", Fault.Corrupt),
                ("g", Fault.Corrupt),
                ("P", Fault.Corrupt),
                ("V", Fault.Truncated),
                ("S", Fault.Truncated),
            }
        )
        {
            var error = PickleProbe.Measure(new PickleBytes().Ops(opcode).Repeat(300_000, "7").ToArray(), $"endless {opcode}")!;
            Assert.Equal((opcode, fault), (opcode, error.Fault));
            Assert.Equal(fault == Fault.Truncated ? 300_001 : 1, error.Offset);
        }
    }

    private static byte[] MemoBomb(int keys)
    {
        var pickle = new PickleBytes().Ops("N");
        for (var i = 0; i < keys; i++)
        {
            pickle.Ops("r").UInt32((uint)(i * 2654435761L));
        }
        return pickle.Ops(".").ToArray();
    }

    private static byte[] Sharing(int levels, int width)
    {
        var pickle = PickleBytes.Protocol(4).Ops("]q\0");
        for (var i = 1; i <= levels; i++)
        {
            pickle.Ops("](").Repeat(width, $"h{(char)(i - 1)}").Ops($"eq{(char)i}");
        }
        return pickle.Ops(".").ToArray();
    }

    private static byte[] OneDict(int count) =>
        PickleBytes
            .Protocol(4)
            .Text("label1")
            .Ops("q\u0001")
            .Text("LR2")
            .Ops("q\u0002](}(")
            .Repeat(count, "h\u0001h\u0002")
            .Ops("uq\u0003")
            .Repeat(count - 1, "h\u0003")
            .Ops("e.")
            .ToArray();

    private static byte[] OneList(int columns, int rows)
    {
        var pickle = PickleBytes.Protocol(4).Ops("](").Repeat(rows, "N").Ops("eq\u0001}(");
        for (var i = 0; i < columns; i++)
        {
            pickle.Text($"c{i}").Ops("h\u0001");
        }
        return pickle.Ops("u.").ToArray();
    }

    private static byte[] OneArray(int columns, int rows)
    {
        var pickle = PickleBytes.Protocol(4).Array("i1", [rows], new byte[rows]).Ops("q\u0001}(");
        for (var i = 0; i < columns; i++)
        {
            pickle.Text($"c{i}").Ops("h\u0001");
        }
        return pickle.Ops("u.").ToArray();
    }

    private static byte[] OneValue(string opcode, int rows) =>
        PickleBytes.Protocol(4).Ops(opcode + "q\u0001}").Text("label1").Ops("](").Repeat(rows, "h\u0001").Ops("es.").ToArray();

    private static byte[] OneScalar(int rows) =>
        PickleBytes
            .Protocol(4)
            .Global("numpy.core.multiarray", "scalar")
            .DType("U1024")
            .Bytes(new byte[4096])
            .Raw(0x86)
            .Ops("Rq\u0001}")
            .Text("label1")
            .Ops("](")
            .Repeat(rows, "h\u0001")
            .Ops("es.")
            .ToArray();

    private static byte[] Labels(int rows)
    {
        var pickle = PickleBytes.Protocol(4).Ops("}").Text("label1").Ops("](");
        for (var i = 0; i < rows; i++)
        {
            pickle.Text($"x{i}");
        }
        return pickle.Ops("es.").ToArray();
    }

    private static byte[] Names(int count)
    {
        var pickle = PickleBytes.Protocol(4);
        for (var i = 0; i < count; i++)
        {
            pickle.Ops($"cbuiltins\nslice\n0cdecimal\nDecimal\n0cm{i}\nx\n0");
        }
        return pickle.Ops("N.").ToArray();
    }

    private static byte[] Rebuilt(int times) =>
        PickleBytes
            .Protocol(4)
            .Ops("](")
            .Repeat(50_000, "N")
            .Ops("eq\u0001")
            .Global("pandas", "Series")
            .Ops(")\u0081")
            .Repeat(times, "h\u0001b")
            .Ops("0h\u0001\u0085.")
            .ToArray();

    private static byte[] ObjectsInThemselves() =>
        PickleBytes
            .Protocol(4)
            .Ops("}")
            .Text("mask")
            .Global("numpy.core.multiarray", "_reconstruct")
            .Global("numpy", "ndarray")
            .Ops("K\0")
            .Raw(0x85)
            .Ops("C\u0001b")
            .Raw(0x87)
            .Ops("Rq\u0001(K\u0001K\u0001")
            .Raw(0x85)
            .DType("O8", "|")
            .Raw(0x89)
            .Ops("]h\u0001atbs.")
            .ToArray();

    private static byte[] FrameInItself() =>
        PickleBytes
            .Protocol(4)
            .Global("pandas.core.frame", "DataFrame")
            .Ops(")")
            .Raw(0x81)
            .Ops("q\u0001}")
            .Text("_mgr")
            .Global("pandas.core.internals.managers", "BlockManager")
            .Ops("(")
            .BlockHead()
            .ArrayHead("O8", 1, 1)
            .Raw(0x89)
            .Ops("]h\u0001atb")
            .BlockTail(0, 1, 1)
            .FrameAxes()
            .TextIndex("mask")
            .RangeIndex(0, 1, 1)
            .FrameEnd()
            .ToArray();
}
