using LungSeg.Core.Formats.Arrays;
using LungSeg.Core.Formats.Pickle.Writing;
using Xunit;

namespace LungSeg.Core.Tests.Formats.Pickle.Writing;

public sealed class PickleFrameLayoutTests
{
    // Assembled by hand from the opcode table of CPython's pickletools; xx stands for payload.
    private const string TinyFrame = """
        80 04
        8c 06 70 61 6e 64 61 73                pandas
        8c 09 44 61 74 61 46 72 61 6d 65 93    DataFrame
        7d 28
        8c 01 6c 94                            l, memo 0
        5d 28 8c 03 4c 52 32 94 68 01 65       [LR2 (memo 1), GET 1]
        8c 01 6d 94                            m, memo 2
        5d 28
        8c 05 6e 75 6d 70 79                   numpy
        8c 07 6e 64 61 72 72 61 79 93 94       ndarray, memo 3
        4b 00 85 8c 01 62 86 94 52             ((0,), 'b') memo 4, REDUCE
        28 4b 01 4b 01 4b 03 86 94             state (1, (1, 3) memo 5
        8c 05 6e 75 6d 70 79                   numpy
        8c 05 64 74 79 70 65 93 94             dtype, memo 6
        8c 02 69 31 89 88 87 52 94             ('i1', False, True), memo 7
        28 4b 03 8c 01 7c 4e 4e 4e             (3, '|', None, None, None
        4a ff ff ff ff 4a ff ff ff ff          -1, -1
        4b 00 74 62                            0) BUILD
        89 42 03 00 00 00 xx xx xx 74 62       C order, 3 bytes, BUILD
        68 03 68 04 52 28 4b 01 68 05 68 07    second array, all from the memo
        88 42 03 00 00 00 xx xx xx 74 62 65    Fortran order
        75 85 52 2e
        """;

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    public void Metadata_TinyFrame_EqualsBytesAssembledByHand(int protocol)
    {
        var layout = new PickleFrameLayout(TinyPlan(protocol));
        var expected = ParseHex(TinyFrame);
        expected[1] = (byte)protocol;

        var found = new int[layout.Length];
        Array.Fill(found, -1);
        foreach (var (offset, bytes) in layout.Metadata())
        {
            for (int i = 0; i < bytes.Length; i++)
            {
                found[offset + i] = bytes.Span[i];
            }
        }

        Assert.Equal(expected, found);
        Assert.Equal(Array.IndexOf(expected, -1), layout.PayloadOffset(layout.GetOwner(new CellAddress(1, 0))));
        Assert.Equal(Array.LastIndexOf(expected, -1) - 2, layout.PayloadOffset(layout.GetOwner(new CellAddress(1, 1))));
    }

    [Fact]
    public void Metadata_PayloadOver4GiB_UsesBinBytes8()
    {
        var cell = PickleArrayCell.Own(DType.Int8, [65536, 65537]);
        var layout = new PickleFrameLayout(new PickleFramePlan([new PickleArrayColumn("m", [cell])]));

        var head = layout.Metadata().First().Bytes.Span;

        // 65536 x 65537 = 4,295,032,832 = 0x1_0001_0000
        Assert.Equal([0x8e, 0x00, 0x00, 0x01, 0x00, 0x01, 0x00, 0x00, 0x00], head[^9..].ToArray());
        Assert.Equal(4_295_032_832 + layout.Metadata().Sum(piece => (long)piece.Bytes.Length), layout.Length);
    }

    [Fact]
    public void Metadata_SharedCells_FirstInFileOwnsThePayload()
    {
        // The cell that is described comes second in the file.
        var own = PickleArrayCell.Own(DType.Float64, [2, 2]);
        var plan = new PickleFramePlan([
            new PickleArrayColumn("hu_array", [PickleArrayCell.SameAs(1, 0)]),
            new PickleArrayColumn("hu_array_old", [own]),
        ]);
        var layout = new PickleFrameLayout(plan);

        Assert.Equal(0, layout.GetOwner(new CellAddress(0, 0)));
        Assert.Equal(0, layout.GetOwner(new CellAddress(1, 0)));
        Assert.Equal(32, layout.PayloadLength(new CellAddress(0, 0)));

        // name "hu_array_old" memo, list of one GET of memo 3: after hu_array (0), ndarray (1) and its arguments (2).
        var tail = layout.Metadata().Last().Bytes.Span;
        Assert.Equal([0x94, 0x5d, 0x28, 0x68, 0x03, 0x65, 0x75, 0x85, 0x52, 0x2e], tail[^10..].ToArray());
    }

    [Fact]
    public void Metadata_1001Rows_AppendsInBatchesOf1000()
    {
        var layout = new PickleFrameLayout(new PickleFramePlan([new PickleTextColumn("l", [.. Enumerable.Repeat("a", 1001)])]));

        var bytes = layout.Metadata().Single().Bytes.Span;

        // GET 1, APPENDS, MARK, GET 1, APPENDS, then the end of the frame.
        Assert.Equal([0x68, 0x01, 0x65, 0x28, 0x68, 0x01, 0x65, 0x75, 0x85, 0x52, 0x2e], bytes[^11..].ToArray());
    }

    [Fact]
    public void Metadata_MoreThan256MemoEntries_UsesLongBinGet()
    {
        string[] labels = [.. Enumerable.Range(0, 300).Select(i => $"t{i}"), "t299"];
        var layout = new PickleFrameLayout(new PickleFramePlan([new PickleTextColumn("l", labels)]));

        // The column's name is memo 0, t299 memo 300 = 0x012c.
        var bytes = layout.Metadata().Single().Bytes.Span;
        Assert.Equal([0x6a, 0x2c, 0x01, 0x00, 0x00, 0x65, 0x75], bytes[^10..^3].ToArray());
    }

    [Fact]
    public void Plan_ColumnsOfUnequalLength_Throws() =>
        Assert.Throws<ArgumentException>(() => new PickleFramePlan([new PickleTextColumn("a", ["x"]), new PickleTextColumn("b", [])]));

    [Fact]
    public void Plan_NameTwice_Throws() =>
        Assert.Throws<ArgumentException>(() => new PickleFramePlan([new PickleTextColumn("a", []), new PickleTextColumn("a", [])]));

    [Theory]
    [InlineData(3)]
    [InlineData(6)]
    public void Plan_OtherProtocol_Throws(int protocol) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new PickleFramePlan([], protocol));

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(2, 0)]
    [InlineData(1, 0)]
    public void Plan_TargetIsNoArrayOfItsOwn_Throws(int column, int row) =>
        Assert.Throws<ArgumentException>(() =>
            new PickleFramePlan([new PickleTextColumn("l", ["x"]), new PickleArrayColumn("m", [PickleArrayCell.SameAs(column, row)])])
        );

    [Fact]
    public void Own_UnknownDtypeOrNegativeLength_Throws()
    {
        Assert.Throws<ArgumentException>(() => PickleArrayCell.Own(new DType('f', 3, ByteOrder.Little), [1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => PickleArrayCell.Own(DType.Int8, [-1]));
        Assert.Throws<OverflowException>(() => PickleArrayCell.Own(DType.Float64, [int.MaxValue, int.MaxValue]));
    }

    private static PickleFramePlan TinyPlan(int protocol) =>
        new(
            [
                new PickleTextColumn("l", ["LR2", "LR2"]),
                new PickleArrayColumn(
                    "m",
                    [PickleArrayCell.Own(DType.Int8, [1, 3]), PickleArrayCell.Own(DType.Int8, [1, 3], isFortran: true)]
                ),
            ],
            protocol
        );

    private static int[] ParseHex(string listing) =>
        [
            .. listing
                .Split('\n')
                .SelectMany(line => line[..Math.Min(line.Length, 39)].Split(' ', StringSplitOptions.RemoveEmptyEntries))
                .Select(text => text == "xx" ? -1 : Convert.ToInt32(text, 16)),
        ];
}
