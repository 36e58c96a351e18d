using LungSeg.Core.Bytes;
using LungSeg.Core.Datasets;
using LungSeg.Core.Datasets.Collections;
using LungSeg.Core.Formats.Coco;
using LungSeg.Core.Matching;
using LungSeg.Core.Phantom;
using LungSeg.Core.Tests.Docs;
using Xunit;

namespace LungSeg.Core.Tests.Matching;

/// <summary>Keys are those of python3-xxhash; run lengths are those of the example in COCO's specification, or counted by hand.</summary>
public sealed class SliceIndexTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("lungseg-index-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void FromHu_SmallSlice_HasTheKeysOfXxHash()
    {
        var content = SliceContent.FromHu([-2048, -1000, -999, 0, 5, 3071], 2, 3);
        Assert.Equal("3538802f4370755a59f5353bb4b65232", ContentKey.Format(content.Key));
        Assert.Equal("8fdaffb1baa9e1680d765d06462beb35", ContentKey.Format(content.PaddingKey));
        Assert.Equal((-2048, 3071, -971, true), (content.Minimum, content.Maximum, content.Sum, content.IsInt16));
        Assert.False(SliceContent.FromHu([0.5, 1], 1, 2).IsInt16);
    }

    [Theory]
    [InlineData(1, 1, 2, 3, 4, 5, "5 2 2 2 2 2 5")]
    [InlineData(0, 0, 3, 3, 3, 3, "0 9")]
    [InlineData(1, 2, 2, 2, 4, 4, "6 2 2 2 4")]
    [InlineData(2, 2, 2, 2, 4, 4, "10 2 2 2")]
    [InlineData(1, 0, 4, 2, 4, 4, "4 8 4")]
    [InlineData(0, 0, 0, 0, 2, 2, "4")]
    public void CountWindow_FilledWindow_CountsColumnByColumn(
        int left,
        int top,
        int rows,
        int columns,
        int height,
        int width,
        string counts
    )
    {
        var area = Enumerable.Repeat((byte)1, rows * columns).ToArray();
        var runs = CocoRle.CountWindow(area, (left, top, columns), height, width);
        Assert.Equal(counts, string.Join(' ', runs));
        var mask = new byte[height * width];
        Assert.True(CocoRle.TryFill(runs, mask, height));
        Assert.Equal(rows * columns, mask.Count(pixel => pixel == 1));
    }

    [Theory]
    [InlineData("index.csv")]
    [InlineData("index.parquet")]
    public void Write_ThenRead_GivesTheSameRecords(string name)
    {
        var path = Path.Combine(_folder, name);
        var slice = new SliceRecord
        {
            Key = 1,
            PaddingKey = UInt128.MaxValue,
            Minimum = -1024,
            Sum = 0.1,
            Rows = 2,
            Columns = 3,
            PatientId = "P,\"1\"",
            SopUid = "1.2.3",
            ImagePositionMm = @"-1\2\3",
        };
        var reading = new ReadingRecord
        {
            SopUid = "1.2.3",
            NoduleId = "Nodule 1",
            Reader = 2,
            Rle = "04",
            Ratings = [5, null, 6, 1, 2, 3, 4, 5, 1],
        };
        new SliceIndex([slice], [reading], ["1.2"]).Write(path, overwrite: false);
        var read = SliceIndex.Read(path);
        Assert.Equal(slice, Assert.Single(read.Slices));
        Assert.Equal(reading.Ratings, Assert.Single(read.Readings).Ratings);
        Assert.Equal((reading.NoduleId, 2, "04"), (read.Readings[0].NoduleId, read.Readings[0].Reader, read.Readings[0].Rle));
        Assert.Equal(["1.2"], read.ReadSeries);
        Assert.Equal(slice, Assert.Single(read.Find(1)));
    }

    [Theory]
    [InlineData("# lungseg/slice-index/9\nkey\n", Fault.Unsupported, "lungseg/slice-index/9")]
    [InlineData("key,padding_key\n", Fault.WrongFormat, "its first line")]
    [InlineData("# lungseg/slice-index/1\nkey,rows\n", Fault.Corrupt, "no column padding_key")]
    public void Read_OtherFile_SaysWhatItIs(string text, Fault fault, string message)
    {
        var path = Path.Combine(_folder, "other.csv");
        File.WriteAllText(path, text);
        var error = Assert.Throws<DatasetFormatException>(() => SliceIndex.Read(path));
        Assert.Equal(fault, error.Fault);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_TenMillionLines_IsRefusedBeforeTheyAreHeld()
    {
        var path = Path.Combine(_folder, "long.csv");
        using (var file = new StreamWriter(path))
        {
            file.Write("# lungseg/slice-index/1\nkey\n");
            for (var i = 0; i < 100; i++)
            {
                file.Write(new string('\n', 100_000));
            }
        }
        var before = GC.GetAllocatedBytesForCurrentThread();
        var error = Assert.Throws<DatasetFormatException>(() => SliceIndex.Read(path));
        Assert.Equal(Fault.TooLarge, error.Fault);
        Assert.Contains("the number of lines is 10000000, the limit is 1000000", error.Message, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Fact]
    public void Read_ParquetOfTooManyLines_IsRefusedByItsFooter()
    {
        var path = Path.Combine(_folder, "long.parquet");
        RecordTables.Slices.Write(path, overwrite: false, [.. Enumerable.Repeat(new SliceRecord { Rows = 1 }, 1_000_001)]);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var error = Assert.Throws<DatasetFormatException>(() => SliceIndex.Read(path));
        Assert.Equal(Fault.TooLarge, error.Fault);
        Assert.Contains("the number of lines is 1000001, the limit is 1000000", error.Message, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4 << 20);
    }

    [Theory]
    [InlineData("index.csv")]
    [InlineData("index.parquet")]
    public void Write_MoreImagesThanAreRead_LeavesNoFile(string name)
    {
        var path = Path.Combine(_folder, name);
        var index = new SliceIndex([.. Enumerable.Repeat(new SliceRecord(), 1_000_001)]);
        Assert.Equal(Fault.TooLarge, Assert.Throws<DatasetFormatException>(() => index.Write(path, overwrite: false)).Fault);
        Assert.Empty(Directory.GetFiles(_folder));
    }

    [Fact]
    public void Read_EveryPrefixOfParquet_IsAnError()
    {
        var path = Path.Combine(_folder, "whole.parquet");
        new SliceIndex([new SliceRecord { Key = 1 }]).Write(path, overwrite: false);
        var whole = File.ReadAllBytes(path);
        var cut = Path.Combine(_folder, "cut.parquet");
        for (var length = 0; length < whole.Length; length += 7)
        {
            File.WriteAllBytes(cut, whole[..length]);
            Assert.Throws<DatasetFormatException>(() => SliceIndex.Read(cut));
        }
    }

    [Fact]
    public void Match_Phantom_IsFoundInItsIndexAndNotInAnother()
    {
        var (data, index) = (Path.Combine(_folder, "set.pkl"), Path.Combine(_folder, "set.csv"));
        PhantomPickle.Write(data, new PhantomDataset(3, 1, new PhantomOptions { Side = 64 }), new PhantomPickleOptions { Side = 64 });
        using (var dataset = Dataset.Open(data))
        {
            using var sample = dataset[1].Load();
            var key = UInt128.Parse(ContentKey.Compute(sample)!, System.Globalization.NumberStyles.AllowHexSpecifier);
            var record = new SliceRecord
            {
                Key = key,
                PatientId = "P1",
                SeriesUid = "1.2",
                SopUid = "1.2.3",
                PositionMm = -12.5,
            };
            new SliceIndex([record, record with { SopUid = "1.2.4" }]).Write(index, overwrite: false);
            var report = SliceMatcher.Match([.. dataset.Rows], SliceIndex.Read(index), new MatchOptions());
            Assert.Equal([SourceKind.None, SourceKind.Exact, SourceKind.None], report.Matches.Select(match => match.Kind));
            Assert.Equal(["1.2.4"], report.Matches[1].OtherSources.Select(source => source.SopUid));
            Assert.Contains(report.Notes, note => note.Contains("1018", StringComparison.Ordinal));
        }

        using var output = new StringWriter { NewLine = "\n" };
        MatchExample.Run(data, index, output);
        Assert.Equal("set:1 P1 -12.5 mm \n", output.ToString());
    }
}
