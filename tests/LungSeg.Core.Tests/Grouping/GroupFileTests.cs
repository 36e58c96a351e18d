using LungSeg.Core.Bytes;
using LungSeg.Core.Datasets;
using LungSeg.Core.Grouping;
using LungSeg.Core.Tests.Fixtures;
using Xunit;

namespace LungSeg.Core.Tests.Grouping;

public sealed class GroupFileTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lungseg-test-");
    private readonly Dataset _dataset = Dataset.Open(FixtureFile.PathOf("Grouping", "patients.pkl"));

    public void Dispose()
    {
        _dataset.Dispose();
        _folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData(
        "row,group\npatients:3,x\npatients:1,x\npatients:0,\"y, z\"\npatients:4,\"y, z\"\nother:9,x\n",
        "g0001 g0002 g0003 g0002 g0001"
    )]
    [InlineData("group,part,row\r\nx,train,patients:2\r\nx,val,patients:4\r\n", "g0001 g0002 g0003 g0004 g0003")]
    [InlineData("row;group\npatients:0;x, y\npatients:2;\"x, y\"\n", "g0001 g0002 g0001 g0003 g0004")]
    public void Read_Csv_GroupsTheRowsItNames(string text, string expected)
    {
        var groups = Read(text).Groups([.. _dataset.Rows]);
        Assert.Equal(expected.Split(' '), groups.GroupOf);
        Assert.Equal(GroupSource.Given, groups.Source);
    }

    [Fact]
    public void GroupOf_EmptyCell_IsMissing()
    {
        var groups = Read("row,group\npatients:0,x\npatients:1,\npatients:2,x\n");
        DatasetRow[] rows = [.. _dataset.Rows];
        Assert.Equal([false, true, false, false, false], rows.Select(groups.IsMissing));
        Assert.Null(groups.Find(rows[1]));
        Assert.Equal([true, false, false], groups.GroupOf(rows).Skip(1).Take(3).Select(group => group is null));
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData("row,part\npatients:1,train\n", 0)]
    [InlineData("row,group\npatients:1,x\npatients:1,y\n", 23)]
    [InlineData("row,group\npatients:1,x,7\n", 10)]
    public void Read_OtherContent_SaysWhereItIsWrong(string text, long offset)
    {
        var error = Assert.Throws<DatasetFormatException>(() => Read(text));
        Assert.Equal((Fault.Corrupt, offset), (error.Fault, error.Offset));
    }

    [Fact]
    public void FromIds_OtherCount_Throws() => Assert.Throws<ArgumentException>(() => RowGroups.FromIds([.. _dataset.Rows], ["a"]));

    [Theory]
    [InlineData("row,group\n", "it names no row;")]
    [InlineData("row,group\n0,a\n1,b\n", "a row of the inputs: 0, 1; a row is called stem:index, here patients:0")]
    public void Read_NamesOfNoRow_AreRefused(string text, string expected) =>
        Assert.Contains(expected, Assert.Throws<DatasetFormatException>(() => Read(text)).Detail, StringComparison.Ordinal);

    [Fact]
    public void Remark_SomeNamesOfNoRow_CountsThem()
    {
        Assert.Null(Read("row,group\npatients:0,a\n").Note);
        var groups = Read("row,group\npatients:0,a\npatients:99,a\nx\u001b:1,b\n");
        Assert.Equal(["patients:99", "x\u001b:1"], groups.Unmatched);
        Assert.EndsWith(": 2 names are those of no row of the inputs: patients:99, x\\x1b:1", groups.Note, StringComparison.Ordinal);
    }

    [Fact]
    public void NameGroups_TakesTheNamesOfTheFile_AndKeepsOthersApart()
    {
        var rows = _dataset.Rows.Take(3).ToArray();
        var groups = Read($"row,group\n{rows[0].Name},scan 7\n{rows[1].Name},g0003\n");
        Assert.Equal(["scan 7", "g0003", "g0003~"], groups.NameGroups(rows, ["g0001", "g0002", "g0003"]));
    }

    private UserGroups Read(string text)
    {
        var path = Path.Combine(_folder.FullName, "groups.csv");
        File.WriteAllText(path, text);
        return UserGroups.Read(path, _dataset);
    }
}
