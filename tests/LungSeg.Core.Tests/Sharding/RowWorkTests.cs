using System.Text;
using LungSeg.Core.Analysis;
using LungSeg.Core.Bytes;
using LungSeg.Core.Datasets;
using LungSeg.Core.Grouping;
using LungSeg.Core.Regeneration;
using LungSeg.Core.Sharding;
using LungSeg.Core.Splitting;
using LungSeg.Core.Tests.Conversion;
using LungSeg.Core.Validation;
using Xunit;

namespace LungSeg.Core.Tests.Sharding;

/// <summary>
/// Pieces of rows that are not what they should be. That whole shards give the bytes of one run is tested by the command line
/// (ShardedOutputTests).
/// </summary>
public sealed class RowWorkTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lungseg-test-");
    private readonly Dataset _dataset;

    public RowWorkTests() => _dataset = Dataset.Open(ExportSample.Write(Path.Combine(_folder.FullName, "sample.pkl")));

    public void Dispose()
    {
        _dataset.Dispose();
        _folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData("check", "short", "invalid")]
    [InlineData("check", "null", "it is null")]
    [InlineData("check", """{"row":"sample:1","methods":[],"stored":0,"lesion_kept":null}""", "no check of sample:0")]
    [InlineData("check", """{"row":"sample:0","methods":[null,null,null],"stored":0,"lesion_kept":null}""", "no check of sample:0")]
    [InlineData("check", """{"row":"sample:0","methods":[],"stored":99,"lesion_kept":null}""", "no check of sample:0")]
    [InlineData("verdict", "abc", "no verdict")]
    [InlineData("verdict", "\u007f\u007f\u007f\u007f{}", "no verdict")]
    [InlineData("verdict", "\u0002\0\0\0{}tail", "4 bytes, expected")]
    [InlineData("verdict", "\u002d\0\0\0{\"findings\":[{\"rule\":\"LS999\",\"message\":\"x\"}]}", "a finding of an unknown rule")]
    [InlineData("verdict", "\u0025\0\0\0{\"findings\":[null],\"is_read\":false}  ", "a finding of an unknown rule")]
    [InlineData("slice", "short", "5 bytes, expected")]
    [InlineData("lesion_pixels", "short", "the number of bytes is wrong")]
    [InlineData("figures", "short", "the number of bytes is wrong")]
    public void Read_PieceOfAnotherKind_IsRefused(string name, string content, string why)
    {
        var shard = Write(name, 0, 1);
        ShardFolder.Exchange(shard, name, Encoding.UTF8.GetBytes(content));
        var error = Assert.Throws<DatasetFormatException>(() => Read(name, [shard]));
        Assert.Contains(why, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("check")]
    [InlineData("verdict")]
    [InlineData("slice")]
    [InlineData("lesion_pixels")]
    [InlineData("figures")]
    public void Read_BytesChangedAtRandom_AreRefusedOrTaken(string name)
    {
        var shard = Write(name, 0, 1);
        var piece = ShardFolder.Piece(shard, name);
        var random = new Random(7);
        for (var round = 0; round < 60; round++)
        {
            var changed = piece.AsSpan(0, round % 3 == 0 ? random.Next(piece.Length) : piece.Length).ToArray();
            for (var change = 0; change < 3 && changed.Length > 0; change++)
            {
                changed[random.Next(Math.Min(changed.Length, 300))] = (byte)random.Next(256);
            }
            ShardFolder.Exchange(shard, name, changed);
            if (Record.Exception(() => Read(name, [shard])) is { } error)
            {
                Assert.IsType<DatasetFormatException>(error);
            }
        }
    }

    [Fact]
    public void Open_CountWithoutBounds_TakesNoMemoryForIt()
    {
        var shard = Write("figures", 0, 1);
        var path = Path.Combine(shard, "shard.json");
        File.WriteAllText(path, File.ReadAllText(path).Replace("\"0/1\"", "\"0/2147483647\"", StringComparison.Ordinal));
        var before = GC.GetAllocatedBytesForCurrentThread();
        var error = Assert.Throws<DatasetFormatException>(() => ShardSet.Open([shard]));
        Assert.Contains("2147483646 of 2147483647 shards are missing: 1, 2, 3", error.Message, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Fact]
    public void Open_PiecesGone_IsRefused()
    {
        var shard = Write("figures", 0, 1);
        File.Delete(Path.Combine(shard, "pieces.bin"));
        Assert.Contains(
            "it has no pieces.bin",
            Assert.Throws<DatasetFormatException>(() => ShardSet.Open([shard])).Message,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("parameters")]
    [InlineData("rows")]
    public void Open_ShardOfAnotherRun_IsRefused(string what)
    {
        var rows = what == "rows" ? _dataset.Rows.Skip(1) : _dataset.Rows;
        var first = Write("figures", 0, 2);
        using (
            var work = RowWork.Start(_dataset, [.. rows], Options(1, 2) with { Parameters = what == "parameters" ? ["other"] : ["same"] })
        )
        {
            ShardedFigures.Compute(work);
            work.Commit();
        }

        var other = Path.Combine(_folder.FullName, "out.shard-1-of-2");
        Assert.Contains(
            "other parameters or of other rows",
            Assert.Throws<DatasetFormatException>(() => ShardSet.Open([other, first])).Message,
            StringComparison.Ordinal
        );
    }

    private RowWorkOptions Options(int index, int count) =>
        new()
        {
            Parameters = ["same"],
            Target = new ShardTarget(new ShardRun(new Shard(index, count), []), Path.Combine(_folder.FullName, "out"), Overwrite: false),
        };

    private string Write(string name, int index, int count)
    {
        var options = Options(index, count);
        using var work = RowWork.Start(_dataset, [.. _dataset.Rows], options);
        if (name == "verdict")
        {
            Validator.Put(_dataset, work, new ValidationOptions());
        }
        else if (name == "slice")
        {
            GroupInference.Put(work, new GroupingOptions());
        }
        else if (name == "lesion_pixels")
        {
            SplitRowReader.Put(work);
        }
        else
        {
            Do(name, work);
        }
        work.Commit();
        return options.Target!.Folder;
    }

    private void Read(string name, string[] shards)
    {
        using var set = ShardSet.Open(shards);
        using var work = RowWork.Start(_dataset, [.. _dataset.Rows], new RowWorkOptions { Parameters = ["same"], Merged = set });
        Do(name, work);
    }

    private void Do(string name, RowWork work)
    {
        switch (name)
        {
            case "check":
                ThresholdCheck.Run(work);
                break;
            case "verdict":
                Validator.Run(_dataset, work, [], new ValidationOptions());
                break;
            case "slice":
                GroupInference.Infer(work, new GroupingOptions());
                break;
            case "lesion_pixels":
                SplitRowReader.Read(work, [.. work.Rows.Select(row => row.Name)], null);
                break;
            default:
                ShardedFigures.Compute(work);
                break;
        }
    }
}
