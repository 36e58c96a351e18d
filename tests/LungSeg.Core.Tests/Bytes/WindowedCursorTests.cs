using LungSeg.Core.Bytes;
using LungSeg.Core.Formats;
using LungSeg.Core.Formats.Pickle;
using LungSeg.Core.Tests.Fixtures;
using Xunit;

namespace LungSeg.Core.Tests.Bytes;

public sealed class WindowedCursorTests
{
    private static readonly SourceName Name = new("test", null, "test");

    [Fact]
    public void Index_OfAFileOfGigabytes_TouchesFewerThanSixteenMebibytes()
    {
        using var source = new SparseSource(708);
        var table = PickleReader.Read(source, ReadLimits.Default, Leniency.Strict);
        TestContext.Current.TestOutputHelper?.WriteLine($"{source.BytesRead} bytes read of {source.Length}");
        Assert.Equal(708, table.Rows);
        Assert.Equal([512L, 512L], table.Columns[3][707].Array!.Shape);
        Assert.InRange(source.Length, 3_150_000_000, 3_170_000_000);
        Assert.InRange(source.BytesRead, 1, 16 << 20);
    }

    [Fact]
    public void Take_AcrossWindows_GivesTheBytesInOrder()
    {
        var bytes = new byte[200_000];
        new Random(1).NextBytes(bytes);
        using var cursor = new WindowedCursor(new MemoryByteSource(bytes, Name));
        var random = new Random(2);
        while (cursor.Remaining > 0)
        {
            var at = (int)cursor.Offset;
            var count = (int)Math.Min(cursor.Remaining, random.Next(1, 64 << 10));
            if (random.Next(3) == 0)
            {
                cursor.Skip(count, "bytes");
            }
            else
            {
                Assert.True(cursor.Take(count, "bytes").SequenceEqual(bytes.AsSpan(at, count)));
            }
            Assert.Equal(at + count, cursor.Offset);
        }
    }

    [Fact]
    public void Take_MoreThanIsLeft_SaysWhatIsMissingAndStays()
    {
        using var cursor = new WindowedCursor(new MemoryByteSource(new byte[10], Name));
        cursor.Skip(7, "head");
        var error = Assert.Throws<DatasetFormatException>(() => cursor.ReadUInt32("count"));
        Assert.Equal((Fault.Truncated, 7L), (error.Fault, error.Offset));
        Assert.StartsWith("count needs 4 bytes, 3 left", error.Detail, StringComparison.Ordinal);
        Assert.Equal(7, cursor.Offset);
        Assert.Equal(0, cursor.ReadUInt16("rest"));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(11)]
    [InlineData(long.MaxValue)]
    public void Skip_BeyondTheEnd_Throws(long count)
    {
        using var cursor = new WindowedCursor(new MemoryByteSource(new byte[10], Name));
        Assert.Equal(0, Assert.Throws<DatasetFormatException>(() => cursor.Skip(count, "bytes")).Offset);
        Assert.Equal(0, cursor.Offset);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(511)]
    [InlineData(512)]
    [InlineData(65_534)]
    [InlineData(65_535)]
    public void TakeLine_OfAnyLengthThatFits_IsGivenWithoutItsEnd(int length)
    {
        var bytes = new byte[length + 2];
        bytes.AsSpan(0, length).Fill((byte)'x');
        bytes[length] = (byte)'\n';
        using var cursor = new WindowedCursor(new MemoryByteSource(bytes, Name));
        Assert.Equal(length, cursor.TakeLine("line").Length);
        Assert.Equal(length + 1, cursor.Offset);
    }

    [Fact]
    public void TakeLine_WithoutEnd_IsCorruptAtItsStart()
    {
        using var cursor = new WindowedCursor(new MemoryByteSource(new byte[200_000], Name));
        cursor.Skip(3, "head");
        var error = Assert.Throws<DatasetFormatException>(() => cursor.TakeLine("line").Length);
        Assert.Equal((Fault.Corrupt, 3L), (error.Fault, error.Offset));
    }

    [Fact]
    public void ReadExactly_OfAFileThatShrank_IsTruncated()
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(path, new byte[100]);
            using var source = FileByteSource.Open(path);
            File.WriteAllBytes(path, new byte[40]);
            var error = Assert.Throws<DatasetFormatException>(() => source.ReadExactly(30, new byte[20], "values"));
            Assert.Equal((Fault.Truncated, 30L), (error.Fault, error.Offset));
            using var cursor = new WindowedCursor(source);
            cursor.Skip(90, "head");
            Assert.Equal(90, Assert.Throws<DatasetFormatException>(() => cursor.ReadByte("byte")).Offset);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Charge_BeyondWhatTheFileEarned_IsTooLargeAtItsByte()
    {
        var budget = new AllocationBudget(Name, new ReadLimits { IndexBytesBase = 100, IndexBytesPerFileByte = 2 }, fileLength: 10);
        budget.Charge(119, 1);
        budget.Charge(1, 2);
        var error = Assert.Throws<DatasetFormatException>(() => budget.Charge(1, 3));
        Assert.Equal((Fault.TooLarge, 3L), (error.Fault, error.Offset));
    }
}
