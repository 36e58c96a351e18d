using LungSeg.Core.Bytes;
using LungSeg.Core.Selection;
using Xunit;

namespace LungSeg.Core.Tests.Selection;

public sealed class JoinedMarksTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lungseg-marks-");

    private string this[string name] => Path.Combine(_folder.FullName, name);

    private static JoinedMarks Read(IReadOnlyList<string> paths) =>
        JoinedMarks.Read(paths, Enumerable.Range(0, 5).Select(row => $"d:{row}").ToHashSet());

    [Fact]
    public void Read_LaterFile_HoldsAndTheConflictIsNamed()
    {
        File.WriteAllText(this["a.csv"], "row,mark,note\nd:1,reject,table\nd:2,mask,\nd:3,label,\n");
        File.WriteAllText(this["b.csv"], "row,mark,note\nd:1,mask,\nd:3,label,\nd:4,note,look\n");
        var marks = Read([this["a.csv"], this["b.csv"]]);
        Assert.Equal(
            ["d:1 mask ", "d:2 mask ", "d:3 label ", "d:4 note look"],
            marks.GetAll().Marks.SelectMany(row => row.Value.Select(mark => $"{row.Key} {mark.Mark} {mark.Note}"))
        );
        Assert.Equal([$"d:1: reject 'table', and mask in {this["b.csv"]}, which holds"], marks.Conflicts);
    }

    [Fact]
    public void Read_RowsThatAreNotShown_AreCountedAndStayInTheirFile()
    {
        File.WriteAllText(this["a.csv"], "row,mark,note\nd:7,note,of another row\nd:8,reject,\nd:1,mask,\n");
        File.WriteAllText(this["b.csv"], "row,mark,note\nd:7,note,of nobody here\n");
        var marks = Read([this["a.csv"], this["b.csv"]]);
        Assert.Equal("d:1", Assert.Single(marks.GetAll().Marks).Key);
        Assert.Equal((2, 0), (marks.RowsElsewhere, marks.Conflicts.Count));
        marks.Set("d:1", "mask", null);
        Assert.Equal("row,mark,note\nd:7,note,of another row\nd:8,reject,\n", File.ReadAllText(this["a.csv"]));
    }

    [Fact]
    public void Read_LaterLineWithTheSameMark_Holds()
    {
        File.WriteAllText(this["a.csv"], "row,mark,note\nd:1,reject,first\nd:1,mask,\nd:1,reject,second\n");
        var row = Assert.Single(Read([this["a.csv"]]).GetAll().Marks);
        Assert.Equal([new RowMark("mask", string.Empty), new RowMark("reject", "second")], row.Value);
    }

    [Fact]
    public void Set_KeepsOtherColumnsAndLines_AndWritesAtOnce()
    {
        File.WriteAllText(this["a.csv"], "who;row;mark\nann;d:1;reject\nbob;gone:7;mask\n");
        var marks = Read([this["a.csv"]]);
        Assert.Null(marks.Set("d:2", "note", "a, \"b\"; c"));
        Assert.Equal(
            "who,row,mark,note\nann,d:1,reject,\nbob,gone:7,mask,\n,d:2,note,\"a, \"\"b\"\"; c\"\n",
            File.ReadAllText(this["a.csv"])
        );
        marks.Set("d:1", "reject", "why");
        marks.Set("d:2", "note", null);
        Assert.Equal("who,row,mark,note\nbob,gone:7,mask,\nann,d:1,reject,why\n", File.ReadAllText(this["a.csv"]));
    }

    [Fact]
    public void Set_AfterAnotherProgramWrote_LosesNothing()
    {
        var (mine, hers) = (Read([this["a.csv"]]), Read([this["a.csv"]]));
        mine.Set("d:1", "reject", string.Empty);
        hers.Set("d:2", "reject", string.Empty);
        mine.Set("d:3", "mask", string.Empty);
        Assert.Equal("row,mark,note\nd:1,reject,\nd:2,reject,\nd:3,mask,\n", File.ReadAllText(this["a.csv"]));
    }

    [Fact]
    public void Set_OnARowOfALaterFile_SaysSo()
    {
        File.WriteAllText(this["b.csv"], "row,mark,note\nd:1,mask,\n");
        var marks = Read([this["a.csv"], this["b.csv"]]);
        Assert.Contains("b.csv marks d:1 too", marks.Set("d:1", "reject", string.Empty), StringComparison.Ordinal);
        Assert.Equal("row,mark,note\nd:1,mask,\n", File.ReadAllText(this["b.csv"]));
    }

    [Theory]
    [InlineData(";;;;;;;;")]
    [InlineData("\t\t\t")]
    [InlineData("'; DROP")]
    [InlineData("=1+1")]
    [InlineData("é ü 肺 \U0001FAC1")]
    public void Set_AnyNote_IsReadBack(string note)
    {
        var marks = Read([this["a.csv"]]);
        for (var row = 0; row < 5; row++)
        {
            marks.Set($"d:{row}", "note", note);
        }

        Assert.All(Read([this["a.csv"]]).GetAll().Marks, row => Assert.Equal(note, row.Value[0].Note));
    }

    [Fact]
    public void Set_ToAFileThatWasBroken_WritesNothing()
    {
        var marks = Read([this["a.csv"]]);
        marks.Set("d:1", "reject", string.Empty);
        File.WriteAllText(this["a.csv"], "something else\n");
        Assert.Throws<DatasetFormatException>(() => marks.Set("d:2", "reject", string.Empty));
        Assert.Equal("something else\n", File.ReadAllText(this["a.csv"]));
        Assert.Throws<InvalidRequestException>(() => marks.Set("d:2", "nonsense", string.Empty));
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
