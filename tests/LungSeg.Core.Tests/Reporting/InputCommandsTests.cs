using LungSeg.Core.Reporting;
using LungSeg.Core.Validation;
using Xunit;

namespace LungSeg.Core.Tests.Reporting;

/// <summary>Commands as someone would type them; tests/interop/report runs those of real pages.</summary>
public sealed class InputCommandsTests
{
    private static readonly InputCommands Two = new(
        [new("/data/train.pkl", "train", "pickle", 708, 1), new("/data/my test.pkl.gz", "my test", "pickle", 264, 1)],
        "--lesion tumor"
    );

    [Fact]
    public void Show_NamesTheFileOfTheRowAlone()
    {
        Assert.Equal("lungseg inspect train.pkl --lesion tumor --show train:17", Two.Show("train:17"));
        Assert.Equal("lungseg inspect 'my test.pkl.gz' --lesion tumor --show 'my test:3'", Two.Show("my test:3"));
    }

    [Fact]
    public void Show_OneOfTwoFilesOfOneName_NamesBoth()
    {
        var same = new InputCommands([new("a/set.pkl", "set", "pickle", 1, 1), new("b/set.pkl", "set~2", "pickle", 1, 1)], string.Empty);
        Assert.Equal("lungseg inspect set.pkl --show set:0", same.Show("set:0"));
        Assert.Equal("lungseg inspect set.pkl set.pkl --show set~2:0", same.Show("set~2:0"));
    }

    [Fact]
    public void LeaveOut_IsACommandForEachFileWithSuchRows()
    {
        Assert.Equal(
            ["lungseg convert train.pkl --lesion tumor -o train-clean.pkl --without lesion-lost"],
            Two.LeaveOut("lesion-lost", ["train", "train"])
        );
        Assert.Equal(
            [
                "lungseg convert train.pkl 'my test.pkl.gz' --lesion tumor -o 'my test-clean.pkl' "
                    + "--rows 'my test:0..263' --without leakage",
            ],
            Two.LeaveOutOfLater("leakage", ["my test"])
        );
    }

    // 708 of 972 rows are 0.728 of them.
    [Fact]
    public void SplitAgain_KeepsTheSharesOfTwoFiles() =>
        Assert.Equal(
            [
                "lungseg split train.pkl 'my test.pkl.gz' --lesion tumor --parts train=0.73,test -o split.csv",
                "lungseg convert train.pkl 'my test.pkl.gz' --lesion tumor --split split.csv -o split-again --to npz",
            ],
            Two.SplitAgain()
        );

    [Fact]
    public void Fill_CommandThatWrites_KeepsFormatAndPacking()
    {
        const string Refine = "lungseg threshold INPUT -o OUTPUT --method refined";
        Assert.Equal(
            ["lungseg threshold 'my test.pkl.gz' --lesion tumor -o 'my test-new.pkl.gz' --method refined"],
            Two.Fill(Refine, [Find("my test.pkl.gz", "my test")])
        );
        var folder = new InputCommands([new("scans/", "scans", "dicom", 1, 1)], string.Empty);
        Assert.Empty(folder.Fill(Refine, [Find("scans/", "scans")]));
        Assert.Equal(["lungseg inspect scans"], folder.Fill("lungseg inspect INPUT", [Find("scans/", "scans")]));
    }

    [Theory]
    [InlineData("train.pkl", "train.pkl")]
    [InlineData("-x.pkl", "./-x.pkl")]
    [InlineData("-", "-")]
    [InlineData("it's", "'it'\\''s'")]
    [InlineData("$(rm x)", "'$(rm x)'")]
    [InlineData("~", "'~'")]
    [InlineData("", "''")]
    [InlineData("a\nb", "'a\nb'")]
    public void QuotePath_IsWhatAShellReadsAsTheName(string name, string expected) => Assert.Equal(expected, ShellWord.QuotePath(name));

    private static Finding Find(string path, string stem) =>
        new()
        {
            Rule = RuleCatalog.All[0],
            Severity = Severity.Error,
            Path = path,
            Stem = stem,
            Message = "found",
        };
}
