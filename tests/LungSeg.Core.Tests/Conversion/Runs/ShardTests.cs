using LungSeg.Core.Bytes;
using LungSeg.Core.Conversion;
using LungSeg.Core.Datasets;
using LungSeg.Core.Model;
using LungSeg.Core.Selection;
using LungSeg.Core.Sharding;
using LungSeg.Core.Statistics;
using LungSeg.Core.Tests.Fixtures;
using LungSeg.Core.Tests.Sharding;
using Xunit;

namespace LungSeg.Core.Tests.Conversion.Runs;

/// <summary>Joined shards are compared with the files of a run without shards.</summary>
public sealed class ShardTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lungseg-test-");

    public static TheoryData<string> Formats => [.. DatasetConverter.FormatNames];

    private string Source => field ??= ExportSample.Write(Path.Combine(_folder.FullName, "sample.pkl"));

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [MemberData(nameof(Formats))]
    public void Merge_AnyOrderAndMoreShardsThanRows_GivesTheBytesOfOneRun(string format)
    {
        var whole = ExportSample.OptionsOf(format, _folder.CreateSubdirectory("whole").FullName);
        ExportSample.Convert(Source, whole);
        var options = ExportSample.OptionsOf(format, _folder.CreateSubdirectory("joined").FullName);
        var shards = new[] { 2, 0, 3, 1 }.Select(index => Write(options, index, 4)).ToArray();
        Merge(options with { Verify = true }, shards);
        SameFiles(shards);
    }

    /// <summary>The types of columns are those of all rows, whichever of them a shard has.</summary>
    [Theory]
    [InlineData("pickle")]
    [InlineData("npz")]
    [InlineData("hdf5")]
    [InlineData("parquet")]
    [InlineData("csv")]
    [InlineData("webdataset")]
    [InlineData("hf")]
    [InlineData("coco")]
    public void Merge_ColumnsOfTheInput_GivesTheBytesOfOneRun(string format)
    {
        var source = Path.Combine(AppContext.BaseDirectory, "Fixtures", "Columns", "all.pkl");
        var whole = ExportSample.OptionsOf(format, _folder.CreateSubdirectory("whole").FullName);
        ExportSample.Convert(source, whole);
        var options = ExportSample.OptionsOf(format, _folder.CreateSubdirectory("joined").FullName);
        var shards = new[] { 1, 0, 2 }.Select(index => Write(options, index, 3, source)).ToArray();
        Merge(options with { Verify = true }, shards, source);
        SameFiles(shards);
    }

    /// <summary>A file of all rows has the name that the merge gives it, whatever the shards' command called it.</summary>
    [Theory]
    [InlineData("csv")]
    [InlineData("npz")]
    public void Merge_UnderAnotherName_NamesItsOwnFileInTheManifest(string format)
    {
        var options = ExportSample.OptionsOf(format, _folder.FullName);
        string[] shards = [Write(options, 0, 2), Write(options, 1, 2)];
        var output = Path.Combine(_folder.FullName, "other" + Path.GetExtension(options.Output));
        Merge(options with { Output = output }, shards);
        using var manifest = System.Text.Json.JsonDocument.Parse(File.ReadAllBytes(output + ".manifest.json"));
        Assert.All(
            manifest.RootElement.GetProperty("rows").EnumerateArray(),
            row => Assert.Equal(Path.GetFileName(output), Assert.Single(row.GetProperty("files").EnumerateArray()).GetString())
        );
    }

    /// <summary>One segmentation holds rows of several shards.</summary>
    [Fact]
    public void Merge_SegmentationOfASeries_GivesTheBytesOfOneRun()
    {
        var whole = ExportSample.OptionsOf("dicom-seg", _folder.CreateSubdirectory("whole").FullName);
        ExportSample.Convert(DicomFixtures.SeriesFolder, whole);
        Assert.Single(Directory.GetFiles(Path.Combine(whole.Output, "masks")));
        var options = ExportSample.OptionsOf("dicom-seg", _folder.CreateSubdirectory("joined").FullName);
        var shards = new[] { 1, 0 }.Select(index => Write(options, index, 2, DicomFixtures.SeriesFolder)).ToArray();
        Merge(options, shards, DicomFixtures.SeriesFolder);
        SameFiles(shards);
        ShardFolder.Exchange(Write(options, 0, 2, DicomFixtures.SeriesFolder), "record", "{}"u8.ToArray());
        Write(options, 1, 2, DicomFixtures.SeriesFolder);
        Directory.Delete(options.Output, recursive: true);
        var error = Assert.Throws<DatasetFormatException>(() => Merge(options, shards, DicomFixtures.SeriesFolder));
        Assert.Contains("no slice of a segmentation", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Convert_Shard_WritesNothingUnderTheFinalName()
    {
        var options = ExportSample.OptionsOf("png", _folder.FullName);
        Write(options, 1, 2);
        Assert.Equal(["out.shard-1-of-2"], Directory.GetDirectories(_folder.FullName).Select(Path.GetFileName));
        Assert.Equal(
            ["files/images/sample_00001.png", "files/masks/sample_00001.png", "pieces.bin", "shard.json"],
            ExportSample.FilesIn(_folder.FullName + "/out.shard-1-of-2").Keys
        );
    }

    [Fact]
    public void Open_ShardMissing_NamesIt()
    {
        var options = ExportSample.OptionsOf("csv", _folder.FullName);
        var error = Assert.Throws<DatasetFormatException>(() =>
            ShardSet.Open([Write(options, 3, 5), Write(options, 0, 5), Write(options, 2, 5)])
        );
        Assert.Equal(Fault.Corrupt, error.Fault);
        Assert.Contains("2 of 5 shards are missing: 1, 4", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_ShardDoubled_NamesBoth()
    {
        var options = ExportSample.OptionsOf("csv", _folder.FullName);
        var (first, second) = (Write(options, 0, 2), Write(options, 1, 2));
        var copy = Path.Combine(_folder.FullName, "copy");
        Directory.Move(first, copy);
        var error = Assert.Throws<DatasetFormatException>(() => ShardSet.Open([second, copy, Write(options, 0, 2)]));
        Assert.Contains($"shard 0/2 is given twice: {copy} and {first}", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("other parameters", "it was made with other parameters or of other rows")]
    [InlineData("other inputs", "it was made of other inputs")]
    [InlineData("other count", "it is one of 3, the other one of 2")]
    public void Open_ForeignShard_SaysWhy(string what, string why)
    {
        var options = ExportSample.OptionsOf("csv", _folder.FullName);
        var first = Write(options, 0, 2);
        var foreign = what switch
        {
            "other parameters" => Write(options with { Image = HuColumn.Hu }, 1, 2),
            "other count" => Write(options, 1, 3),
            _ => Write(options, 1, 2, ExportSample.Write(Path.Combine(_folder.FullName, "other.pkl"), isOther: true)),
        };
        var error = Assert.Throws<DatasetFormatException>(() => ShardSet.Open([foreign, first]));
        Assert.Contains(why, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Merge_DamagedPiece_IsRefused()
    {
        var options = ExportSample.OptionsOf("npy", _folder.FullName);
        string[] shards = [Write(options, 0, 2), Write(options, 1, 2)];
        var path = Path.Combine(shards[1], "pieces.bin");
        var bytes = File.ReadAllBytes(path);
        bytes[100] ^= 1;
        File.WriteAllBytes(path, bytes);
        var error = Assert.Throws<DatasetFormatException>(() => Merge(options, shards));
        Assert.Contains("its checksum differs", error.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(options.Output));
    }

    [Fact]
    public void Merge_RowFileGone_IsRefused()
    {
        var options = ExportSample.OptionsOf("png", _folder.FullName);
        string[] shards = [Write(options, 0, 2), Write(options, 1, 2)];
        File.Delete(Path.Combine(shards[0], "files/masks/sample_00002.png"));
        var error = Assert.Throws<DatasetFormatException>(() => Merge(options, shards));
        Assert.Equal("masks/sample_00002.png", error.Entry);
        Assert.False(Directory.Exists(options.Output));
    }

    [Fact]
    public void Merge_InputChanged_IsRefused()
    {
        var options = ExportSample.OptionsOf("csv", _folder.FullName);
        string[] shards = [Write(options, 0, 2), Write(options, 1, 2)];
        ExportSample.Write(Path.Combine(_folder.FullName, "new.pkl"), isOther: true);
        File.Move(Path.Combine(_folder.FullName, "new.pkl"), Source, overwrite: true);
        var error = Assert.Throws<DatasetFormatException>(() => Merge(options, shards));
        Assert.Contains("an input has changed", error.Message, StringComparison.Ordinal);
    }

    /// <summary>Shards may be anybody's: checksums are right, what they cover is not.</summary>
    [Theory]
    [InlineData("png", "files", "../../../stolen", "a file name leaves the folder")]
    [InlineData("png", "files", "/etc/passwd", "a file name leaves the folder")]
    [InlineData("png", "counts", "rows many", "no count")]
    [InlineData("npy", "image", "short", "5 bytes, expected 7680")]
    [InlineData("pickle", "mask", "short", "5 bytes, expected 960")]
    [InlineData("npz", "mask", "short", "5 bytes, expected 960")]
    [InlineData("csv", "figures", "short", "the number of bytes is wrong")]
    [InlineData("coco", "record", "short", "end of the stream")]
    public void Merge_PieceOfAnotherKind_IsRefused(string format, string name, string content, string why)
    {
        var options = ExportSample.OptionsOf(format, _folder.CreateSubdirectory("joined").FullName);
        string[] shards = [Write(options, 0, 2), Write(options, 1, 2)];
        ShardFolder.Exchange(shards[0], name, System.Text.Encoding.UTF8.GetBytes(content));
        var error = Assert.Throws<DatasetFormatException>(() => Merge(options, shards));
        Assert.Contains(why, error.Message, StringComparison.Ordinal);
        Assert.Equal(
            shards.Select(Path.GetFileName).Order(),
            Directory.GetFileSystemEntries(_folder.FullName + "/joined").Select(Path.GetFileName).Order()
        );
    }

    [Fact]
    public void Merge_PieceBeyondItsFile_TakesNoMemoryForIt()
    {
        var options = ExportSample.OptionsOf("csv", _folder.FullName);
        string[] shards = [Write(options, 0, 2), Write(options, 1, 2)];
        ShardFolder.Change(shards[0], "figures", piece => piece[3] = int.MaxValue);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal(Fault.Truncated, Assert.Throws<DatasetFormatException>(() => Merge(options, shards)).Fault);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 8 << 20);
    }

    /// <summary>Rows 0 and 2 have a lesion. A shard judges its own rows where it can.</summary>
    [Theory]
    [MemberData(nameof(Formats))]
    public void Merge_OfJudgedShards_GivesTheBytesOfOneRun(string format)
    {
        var criteria = new RowCriteria { Where = RowFilter.Parse("lesion_px>0") };
        var whole = ExportSample.OptionsOf(format, _folder.CreateSubdirectory("whole").FullName);
        Assert.False(ConvertChosen(whole, criteria));
        var options = ExportSample.OptionsOf(format, _folder.CreateSubdirectory("joined").FullName);
        string[] shards =
        [
            .. Enumerable
                .Range(0, 2)
                .Select(index =>
                {
                    var run = new ShardRun(new Shard(index, 2), []);
                    ConvertChosen(options with { Shard = run }, criteria);
                    return run.GetFolder(options.Output);
                }),
        ];
        using (var set = ShardSet.Open(shards))
        {
            ConvertChosen(options with { Merged = set }, criteria);
        }

        SameFiles(shards);
    }

    /// <summary>A shard that lacks a class of the sample numbers the others as one run does only if it knows all.</summary>
    [Theory]
    [InlineData("csv", 1, true)]
    [InlineData("csv", 4, false)]
    [InlineData("dicom", 1, false)]
    public void IsIndependentOfOthers_OwnRowsHaveAllTraits_IsTrue(string format, int count, bool expected)
    {
        using var dataset = Dataset.Open(Source);
        var options = ExportSample.OptionsOf(format, _folder.FullName) with { Shard = new ShardRun(new Shard(0, count), []) };
        Assert.Equal(expected, DatasetConversion.Create(options).IsIndependentOfOthers(dataset, ExportSample.RowsOf(dataset)));
    }

    /// <summary>Converts the rows that criteria leave; returns whether the rows of other shards were left to these.</summary>
    private bool ConvertChosen(ConversionOptions options, RowCriteria criteria)
    {
        using var dataset = Dataset.Open(Source);
        RowChoice Choose(Shard? shard) =>
            RowChooser.Choose(
                dataset,
                ExportSample.RowsOf(dataset),
                criteria,
                new ChoiceOptions { Shard = shard, Merged = options.Merged }
            );
        var conversion = DatasetConversion.Create(options);
        var choice = Choose(options.Shard?.Shard);
        var isOwn = choice.HasUnjudged && conversion.IsIndependentOfOthers(dataset, choice.Rows);
        choice = isOwn ? choice : Choose(null);
        conversion.With(null, choice).Run(dataset, choice.Rows);
        return isOwn;
    }

    private string Write(ConversionOptions options, int index, int count, string? source = null)
    {
        var run = new ShardRun(new Shard(index, count), []);
        ExportSample.Convert(source ?? Source, options with { Shard = run });
        return run.GetFolder(options.Output);
    }

    private void Merge(ConversionOptions options, string[] shards, string? source = null)
    {
        using var set = ShardSet.Open(shards);
        ExportSample.Convert(source ?? Source, options with { Merged = set });
    }

    /// <summary>What was joined is what one run wrote, also when the shards are gone.</summary>
    private void SameFiles(string[] shards)
    {
        foreach (var shard in shards)
        {
            Directory.Delete(shard, recursive: true);
        }
        var (expected, found) = (ExportSample.FilesIn(_folder.FullName + "/whole"), ExportSample.FilesIn(_folder.FullName + "/joined"));
        Assert.NotEmpty(expected);
        Assert.Equal(expected.Keys, found.Keys);
        Assert.All(expected, file => Assert.True(file.Value.AsSpan().SequenceEqual(found[file.Key]), file.Key));
    }
}
