using LungSeg.Core.Bytes;
using LungSeg.Core.Formats.Parquet;
using LungSeg.Core.Tests.Fixtures;
using Xunit;

namespace LungSeg.Core.Tests.Formats.Parquet;

/// <summary>Few bytes that state much.</summary>
public sealed class ParquetHostileTests
{
    private const int Optional = 1;
    private const int Repeated = 2;

    /// <summary>A column of lists of int32: definition level 2 is a number, 0 a list that is missing.</summary>
    private static readonly byte[][] Lists =
    [
        ParquetBytes.Struct((4, "schema"), (5, 1)),
        ParquetBytes.Struct((3, Optional), (4, "mask"), (5, 1), (6, 3)),
        ParquetBytes.Struct((3, Repeated), (4, "list"), (5, 1)),
        ParquetBytes.Struct((1, 1), (3, 0), (4, "element")),
    ];

    [Fact]
    public void Read_ThreeMissingLists_AreRows()
    {
        var page = ParquetBytes.Page(3, [.. ParquetBytes.Zeros(3), .. ParquetBytes.Zeros(3)]);
        using var source = BinaryFixtures.Source(ParquetBytes.File(Lists, 3, 3, page));
        var index = ParquetReader.Read(source, ReadLimits.Default);
        Assert.Equal(3, index.Rows);
        Assert.Equal("mask", Assert.Single(index.Columns).Name);
        Assert.Null(index.Columns[0][2].Value);
    }

    [Fact]
    public void Read_MoreListsThanRows_TakesNoMemoryForThem()
    {
        const int Stated = 1 << 20;
        var page = ParquetBytes.Page(Stated, [.. ParquetBytes.Zeros(Stated), .. ParquetBytes.Zeros(Stated)]);
        using var source = BinaryFixtures.Source(ParquetBytes.File(Lists, 3, Stated, page));
        var column = Assert.Single(ParquetReader.Read(source, ReadLimits.Default).Columns);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var error = Assert.Throws<DatasetFormatException>(() => column[0]);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4 * Stated);
        Assert.Equal(Fault.Corrupt, error.Fault);
        Assert.Contains("1048576 lists in a group of 3 rows", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_PageThatStatesTwoBillionLevels_IsTooLarge()
    {
        const int Stated = int.MaxValue;
        var page = ParquetBytes.Page(Stated, [.. ParquetBytes.Zeros(Stated), .. ParquetBytes.Zeros(Stated)]);
        using var source = BinaryFixtures.Source(ParquetBytes.File(Lists, 3, Stated, page));
        var column = Assert.Single(ParquetReader.Read(source, ReadLimits.Default).Columns);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var error = Assert.Throws<DatasetFormatException>(() => column[0]);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
        Assert.Equal((Fault.TooLarge, 4L), (error.Fault, error.Offset));
    }

    [Fact]
    public void Open_LongNameOverManyColumns_IsTooLarge()
    {
        byte[][] schema =
        [
            ParquetBytes.Struct((4, "schema"), (5, 1)),
            ParquetBytes.Struct((3, Optional), (4, new string('g', 1 << 16)), (5, 1000)),
            .. Enumerable.Range(0, 1000).Select(_ => ParquetBytes.Struct((1, 1), (3, 0), (4, "a"))),
        ];
        using var source = BinaryFixtures.Source(ParquetBytes.File(schema, 0, 0, []));
        var error = Assert.Throws<DatasetFormatException>(() => ParquetTable.Open(source, ReadLimits.Default));
        Assert.Equal(Fault.TooLarge, error.Fault);
    }

    [Fact]
    public void Decompress_Lz4LengthBeyondAnInteger_IsDamaged()
    {
        // A token of 15 literals and more, then 255 more a byte: over 2^31 in all.
        var packed = new byte[8_500_000];
        packed.AsSpan().Fill(255);
        var place = new ParquetPlace(new SourceName("a", null, "parquet"), 4);
        var error = Assert.Throws<DatasetFormatException>(() => ParquetCompression.Decompress(packed, ParquetCodec.Lz4Raw, 1000, place));
        Assert.Equal((Fault.Corrupt, 4L), (error.Fault, error.Offset));
    }
}
