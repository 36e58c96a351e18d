using System.Globalization;
using System.Text.Json;
using Xunit;

namespace LungSeg.Cli.Tests;

/// <summary>Balance is compared with scikit-learn by tests/interop/splitting/check_splits.py.</summary>
public sealed class SplitTests
{
    private static readonly string[] Ungrouped = ["--group", "none", "--quiet"];

    [Fact]
    public void Split_Folds_AreProvedByCheckAndRefutedForAMovedRow()
    {
        using var folder = new TemporaryFolder();
        var made = CliRun.Of("split", CliRun.Sample, "--folds", "2", "-o", folder["split.csv"]);
        Assert.Equal(0, made.Code);
        Assert.StartsWith($"lungseg: wrote {folder["split.csv"]}: 12 rows in ", made.Error, StringComparison.Ordinal);
        var proved = CliRun.Of("split", "--check", folder["split.csv"], CliRun.Sample);
        Assert.Equal(0, proved.Code);
        Assert.Contains("proved: every row once, no group divided", proved.Out, StringComparison.Ordinal);

        // demo:0 and demo:1 are slices of one phantom scan.
        var lines = File.ReadAllLines(folder["split.csv"]);
        var other = lines[1].Contains(",train,0,", StringComparison.Ordinal)
            ? lines[1].Replace(",train,0,", ",train,1,", StringComparison.Ordinal)
            : lines[1].Replace(",train,1,", ",train,0,", StringComparison.Ordinal);
        File.WriteAllLines(folder["moved.csv"], [lines[0], other, .. lines[2..]]);
        var refuted = CliRun.Of("split", "--check", folder["moved.csv"], CliRun.Sample, "--json");
        Assert.Equal(1, refuted.Code);
        using var json = JsonDocument.Parse(refuted.Out);
        Assert.Contains(
            "demo:0",
            json.RootElement.GetProperty("findings")
                .EnumerateArray()
                .Single(finding => finding.GetProperty("code").GetString() == "group_divided")
                .GetProperty("rows")
                .EnumerateArray()
                .Select(row => row.GetString())
        );
    }

    [Fact]
    public void Split_Json_HoldsTheDocumentedKeys()
    {
        var run = CliRun.Of(["split", CliRun.Sample, "--parts", "train=6,val=3,test", "--json", .. Ungrouped]);
        Assert.Equal((0, string.Empty), (run.Code, run.Error));
        using var json = JsonDocument.Parse(run.Out);
        var root = json.RootElement;
        Assert.Equal("lungseg/split/1", root.GetProperty("schema").GetString());
        Assert.Equal((1, 12), (root.GetProperty("seed").GetInt32(), root.GetProperty("groups").GetInt32()));
        Assert.True(root.GetProperty("deviation").GetDouble() >= 0);
        Assert.Equal(
            [6, 3, 3],
            ((string[])["train", "val", "test"]).Select(part => root.GetProperty("parts").GetProperty(part).GetProperty("rows").GetInt32())
        );
        Assert.Equal(12, root.GetProperty("assignments").GetArrayLength());
        Assert.Equal("demo:0", root.GetProperty("assignments")[0].GetProperty("row").GetString());
        Assert.Equal("LR2", root.GetProperty("assignments")[0].GetProperty("label").GetString());
    }

    [Fact]
    public void Split_JsonFile_IsReadBackByCheck()
    {
        using var folder = new TemporaryFolder();
        Assert.Equal(
            0,
            CliRun.Of(["split", CliRun.Sample, "--folds", "3", "--repeat", "2", "-o", folder["split.json"], .. Ungrouped]).Code
        );
        Assert.Equal(0, CliRun.Of(["split", "--check", folder["split.json"], CliRun.Sample, .. Ungrouped]).Code);
    }

    [Fact]
    public void Split_Repeats_AddAColumn()
    {
        var run = CliRun.Of(["split", CliRun.Sample, "--folds", "3", "--repeat", "2", "-o", "-", .. Ungrouped]);
        Assert.Equal("row,part,fold,group,label,key,repeat", run.Lines[0]);
        Assert.Equal(25, run.Lines.Length);
        Assert.Equal([12, 12], run.Lines[1..].CountBy(line => line[^1]).Select(repeat => repeat.Value));
    }

    [Fact]
    public void Split_KeptTest_RefusesDropsOrMovesLeakedRows()
    {
        using var folder = new TemporaryFolder();
        File.Copy(CliRun.Sample, folder["test.pkl.gz"]);
        string[] args =
        [
            "split",
            CliRun.Sample,
            "--rows",
            "0..7",
            "--keep-test",
            folder["test.pkl.gz"],
            "--folds",
            "2",
            "--group",
            folder["groups.csv"],
            "--quiet",
            "-o",
            "-",
        ];
        File.WriteAllLines(folder["groups.csv"], ["row,group", "demo:0,a", "demo:1,a", "test:5,a"]);
        var refused = CliRun.Of(args);
        Assert.Equal((1, string.Empty), (refused.Code, refused.Out));
        Assert.Contains("2 rows (demo:0, demo:1) of the inputs share a group with", refused.Error, StringComparison.Ordinal);
        var dropped = CliRun.Of([.. args, "--leaked", "drop"]);
        Assert.Equal(["demo:0,dropped,,g0001,LR2,,leaked", "demo:1,dropped,,g0001,LR2,,leaked"], dropped.Lines[1..3]);
        Assert.Equal(
            12,
            dropped.Lines.Count(line =>
                line.StartsWith("test:", StringComparison.Ordinal) && line.Contains(",test,,", StringComparison.Ordinal)
            )
        );
        Assert.Equal(["demo:0,test,,g0001,LR2,", "demo:1,test,,g0001,LR2,"], CliRun.Of([.. args, "--leaked", "move"]).Lines[1..3]);
    }

    [Fact]
    public void Split_GroupFileOfOtherRows_IsRefusedOrRemarkedOn()
    {
        using var folder = new TemporaryFolder();
        var none = folder.Write("none.csv", "row,group\n0,a\n1,a\n"u8.ToArray());
        foreach (
            var command in (string[][])
                [
                    ["split", CliRun.Sample, "-n", "--group", none],
                    ["split", CliRun.Sample, "--shard", "0/2", "-o", folder["s.csv"], "--group", none],
                    ["stats", CliRun.Sample, "--by", "group", "--group", none, "--figures", "lesion"],
                ]
        )
        {
            var refused = CliRun.Of(command);
            Assert.Equal((3, string.Empty), (refused.Code, refused.Out));
            Assert.Contains(
                "none of the rows it names is a row of the inputs: 0, 1; a row is called stem:index, here demo:0",
                refused.Error,
                StringComparison.Ordinal
            );
        }

        var some = folder.Write("some.csv", "row,group\ndemo:0,a\ndemo:77,a\n"u8.ToArray());
        var made = CliRun.Of("split", CliRun.Sample, "-o", folder["split.csv"], "--group", some);
        Assert.Equal(0, made.Code);
        Assert.StartsWith($"lungseg: {some}: 1 name is that of no row of the inputs: demo:77\n", made.Error, StringComparison.Ordinal);
        Assert.Equal(string.Empty, CliRun.Of("split", "--check", folder["split.csv"], CliRun.Sample, "--group", some, "-q").Error);
    }

    [Fact]
    public void Split_SameSet_LeaksIntoItself()
    {
        using var folder = new TemporaryFolder();
        File.Copy(CliRun.Sample, folder["test.pkl.gz"]);
        var run = CliRun.Of("split", CliRun.Sample, "--keep-test", folder["test.pkl.gz"], "-n");
        Assert.Equal(1, run.Code);
        Assert.Contains("12 rows (demo:0, ", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Split_Outputs_AreTheDocumentedFiles()
    {
        using var folder = new TemporaryFolder();
        foreach (var name in (string[])["split.csv", "split.json", "splits_final.json", "datalist.json"])
        {
            Assert.Equal(0, CliRun.Of(["split", CliRun.Sample, "--folds", "3", "-o", folder[name], .. Ungrouped]).Code);
        }
        using var splits = JsonDocument.Parse(File.ReadAllText(folder["splits_final.json"]));
        Assert.Equal(3, splits.RootElement.GetArrayLength());
        Assert.All(
            splits.RootElement.EnumerateArray(),
            fold => Assert.Equal((8, 4), (fold.GetProperty("train").GetArrayLength(), fold.GetProperty("val").GetArrayLength()))
        );
        using var datalist = JsonDocument.Parse(File.ReadAllText(folder["datalist.json"]));
        Assert.Equal(
            [4, 4, 4],
            datalist
                .RootElement.GetProperty("training")
                .EnumerateArray()
                .CountBy(item => item.GetProperty("fold").GetInt32())
                .Select(fold => fold.Value)
        );
        Assert.Equal(["datalist.json", "split.csv", "split.json", "splits_final.json"], folder.Names);
    }

    [Fact]
    public void Split_ExistingFile_IsNotOverwrittenWithoutForce()
    {
        using var folder = new TemporaryFolder();
        folder.Write("split.csv", [1]);
        Assert.Equal(4, CliRun.Of(["split", CliRun.Sample, "-o", folder["split.csv"], .. Ungrouped]).Code);
        Assert.Single(File.ReadAllBytes(folder["split.csv"]));
        Assert.Equal(0, CliRun.Of(["split", CliRun.Sample, "-o", folder["split.csv"], "--force", .. Ungrouped]).Code);
        Assert.Equal(13, File.ReadAllLines(folder["split.csv"]).Length);
    }

    [Fact]
    public void Split_DryRun_WritesNothing()
    {
        using var folder = new TemporaryFolder();
        var run = CliRun.Of("split", CliRun.Sample, "-o", folder["split.csv"], "-n", "--group", "none");
        Assert.Equal(0, run.Code);
        Assert.Contains("would write", run.Error, StringComparison.Ordinal);
        Assert.Empty(folder.Names);
    }

    [Fact]
    public void Split_OtherCultureAndThreads_GivesTheSameBytes()
    {
        // Only the invariant culture is there; its numbers written as German and Turkish write them must change nothing.
        string[] args = ["split", CliRun.Sample, "--folds", "3", "--json"];
        var expected = CliRun.Of([.. args, "--jobs", "1"]).Out;
        var before = CultureInfo.CurrentCulture;
        var foreign = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        (foreign.NumberFormat.NumberDecimalSeparator, foreign.NumberFormat.NegativeSign) = (",", "~");
        try
        {
            CultureInfo.CurrentCulture = foreign;
            Assert.Equal(expected, CliRun.Of([.. args, "--jobs", "2"]).Out);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Theory]
    [InlineData("split writes a file")]
    [InlineData("--folds is 1", "--folds", "1", "-n")]
    [InlineData("--repeat is 0", "--repeat", "0", "-n")]
    [InlineData("--parts: '1.5' is not a size of part 'train'", "--parts", "train=1.5", "-n")]
    [InlineData("the parts add up to 6 of 12 rows", "--parts", "train=0.5", "-n")]
    [InlineData("--leaked goes with --keep-test", "--leaked", "drop", "-n")]
    [InlineData("--leaked is 'keep'", "--leaked", "keep", "--keep-test", "x", "-n")]
    [InlineData("with --folds, --parts can only set a test part aside", "--folds", "3", "--parts", "train=0.5,test=0.5", "-n")]
    [InlineData("standard input can be read once", "--keep-test", "-", "-", "-n")]
    [InlineData("12 groups cannot fill 13 parts: a group is never divided\n", "--folds", "13", "-n")]
    [InlineData("a datalist holds one split", "--repeat", "2", "-o", "datalist.json")]
    [InlineData("splits_final.json needs folds or a part called 'val'", "--parts", "train,test=2", "-o", "splits_final.json")]
    [InlineData("a split is written as .csv, .json, splits_final.json or datalist.json\n", "-o", "split.txt")]
    [InlineData("file not found", "--group", "nowhere.csv", "-n")]
    [InlineData("lungseg: --check nope.csv: file not found\n", "--check", "nope.csv")]
    [InlineData("--check writes no file", "--check", "x.csv", "-o", "y.csv")]
    [InlineData("--threshold goes with --leakage", "--threshold", "0.5", "-n")]
    public void Split_WhatCannotBe_IsAUsageError(string expected, params string[] args)
    {
        var run = CliRun.Of(["split", CliRun.Sample, .. args.Contains("--group") ? [] : Ungrouped, .. args]);
        Assert.Equal((2, string.Empty), (run.Code, run.Out));
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Split_CheckOfNoSplit_IsAnInputError()
    {
        using var folder = new TemporaryFolder();
        var run = CliRun.Of(["split", "--check", folder.Write("split.csv", "a,b\n1,2\n"u8.ToArray()), CliRun.Sample, .. Ungrouped]);
        Assert.Equal(3, run.Code);
        Assert.Contains("found the columns a,b, expected row,part,fold,group,label", run.Error, StringComparison.Ordinal);
    }
}
