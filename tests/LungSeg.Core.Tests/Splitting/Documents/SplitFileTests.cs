using LungSeg.Core.Bytes;
using LungSeg.Core.Splitting;
using LungSeg.Core.Splitting.Documents;
using LungSeg.Core.Tests.Bytes.Compression;
using Xunit;

namespace LungSeg.Core.Tests.Splitting.Documents;

public sealed class SplitFileTests
{
    private static readonly Split Folded = new([
        new("set:0", "train", 0, "g0001", "LR2") { Key = "00ff" },
        new("set:1", "train", 1, "g0002", "LR4A"),
        new("other,set:12345", "test", null, "g0003", null),
    ]);

    [Fact]
    public void ToText_Csv_IsTheDocumentedTable() =>
        Assert.Equal(
            "row,part,fold,group,label,key\nset:0,train,0,g0001,LR2,00ff\nset:1,train,1,g0002,LR4A,\n\"other,set:12345\",test,,g0003,,\n",
            Text(Folded, SplitFileFormat.Csv)
        );

    [Fact]
    public void ToText_Nnunet_HoldsEachFoldWithoutTestRows() =>
        Assert.Equal(
            """[{"train":["set_00001"],"val":["set_00000"]},{"train":["set_00000"],"val":["set_00001"]}]""",
            Flat(Text(Folded, SplitFileFormat.NnunetSplits))
        );

    [Fact]
    public void ToText_Datalist_NamesFoldsAndTestRows()
    {
        var text = Flat(Text(Folded, SplitFileFormat.MonaiDatalist));
        Assert.Contains(
            """{"image":"imagesTr/set_00000_0000.nii.gz","label":"labelsTr/set_00000.nii.gz","fold":0}""",
            text,
            StringComparison.Ordinal
        );
        Assert.Contains(""","testing":[{"image":"imagesTs/other_set_12345_0000.nii.gz",""", text, StringComparison.Ordinal);
        Assert.Contains(""","numTraining":2,"numTest":1,""", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(SplitFileFormat.Csv)]
    [InlineData(SplitFileFormat.Json)]
    public void Read_Repeats_GivesBackWhatWasWritten(SplitFileFormat format)
    {
        var repeated = new Split([
            new("set:0", "train", 0, "g0001", "LR2", 0),
            new("set:1", "train", 1, null, null, 0),
            new("set:0", "train", 1, "g0001", "LR2", 1),
            new("set:1", "train", 0, null, null, 1),
        ]);
        Assert.Equal(repeated.Assignments, Read("split", Text(repeated, format)).Assignments);
        Assert.Equal(Folded.Assignments, Read("split", Text(Folded, format)).Assignments);
    }

    [Fact]
    public void Read_Nnunet_GivesBackTheFoldsThatWereWritten() =>
        Assert.Equal(
            [("set:0", 0), ("set:1", 1)],
            Read("splits_final.json", Text(Folded, SplitFileFormat.NnunetSplits)).Assignments.Select(row => (row.Row, row.Fold ?? -1))
        );

    [Fact]
    public void Read_CsvOfAnotherTool_NeedsRowAndPartAlone()
    {
        var split = Read("split.csv", "\uFEFFpart,note,row\r\ntrain,x,set:0\r\ntest,,set:1\r\n");
        Assert.Equal(
            [new SplitAssignment("set:0", "train", null, null, null), new SplitAssignment("set:1", "test", null, null, null)],
            split.Assignments
        );
    }

    [Fact]
    public void Read_Nnunet_TellsFoldsRepeatsAndTestRows()
    {
        var split = Read(
            "splits_final.json",
            """
            [{"train":["a_00001"],"val":["a_00000"]},{"train":["a_00000"],"val":["a_00001"]},
            {"train":["a_00000"],"val":["a_00001"]},{"train":["a_00001"],"val":["a_00000"]}]
            """
        );
        Assert.True(split.ListsFileNames);
        Assert.Equal(
            [("a:0", 0, 0), ("a:1", 1, 0), ("a:1", 0, 1), ("a:0", 1, 1)],
            split.Assignments.Select(row => (row.Row, row.Fold ?? -1, row.Repeat))
        );
    }

    [Fact]
    public void For_CasesOfOddlyNamedInputs_GoByTheirRowsAndTheRestIsTest()
    {
        // Browsers call a second download so; nnU-Net's case names are those that convert writes.
        string[] rows = ["train (1):0", "train (1):1", "train_1:0", "train-_1_:0"];
        var split = new Split([
            new(rows[0], "train", 0, null, null),
            new(rows[1], "train", 1, null, null),
            new(rows[2], "test", null, null, null),
        ]);
        var text = Text(split, SplitFileFormat.NnunetSplits);
        Assert.Equal(
            """[{"train":["train__1__00001"],"val":["train__1__00000"]},{"train":["train__1__00000"],"val":["train__1__00001"]}]""",
            Flat(text)
        );
        var read = Read("splits_final.json", text).For(rows);
        Assert.Equal(
            [(rows[0], "train", 0), (rows[1], "train", 1), (rows[2], "test", -1), (rows[3], "test", -1)],
            read.Assignments.Select(row => (row.Row, row.Part, row.Fold ?? -1))
        );
    }

    [Fact]
    public void Read_NnunetCaseThatTrainsWhereItValidates_IsListedTwice()
    {
        var split = Read(
            "splits_final.json",
            """[{"train":["a_00001","a_00000"],"val":["a_00000"]},{"train":["a_00000"],"val":["a_00001"]}]"""
        );
        Assert.Equal(2, split.Assignments.Count(row => row.Row == "a:0"));
    }

    [Theory]
    [InlineData("row;part;fold\nset:0;train;1\nset:1;test;\n")]
    [InlineData("row\tpart\tfold\nset:0\ttrain\t1\nset:1\ttest\t\n")]
    public void Read_CsvOfASpreadsheet_IsTheSame(string content) =>
        Assert.Equal(
            [("set:0", "train", 1), ("set:1", "test", -1)],
            Read("split.csv", content).Assignments.Select(row => (row.Row, row.Part, row.Fold ?? -1))
        );

    [Theory]
    [InlineData("", "the file is empty")]
    [InlineData("row,fold\nset:0,1\n", "found the columns row,fold")]
    [InlineData("row,part,fold\nset:0,train,x\n", "fold in line 2 is 'x'")]
    [InlineData("row,part\nset:0\n", "line 2 has 1 fields, expected 2")]
    [InlineData("[{\"train\":[]}]", "no array 'val'")]
    [InlineData("[{\"train\":[\"case\"],\"val\":[]}]", "is not a case name")]
    [InlineData("{\"rows\":[]}", "no array 'assignments'")]
    [InlineData("{\"assignments\":[{\"row\":1}]}", "assignment 0 has no row and part")]
    [InlineData("{\"assignments\":[{\"row\":\"a:0\",\"part\":\"train\",\"fold\":-1}]}", "fold is -1, expected a number from 0")]
    [InlineData("{\"name\":\"LungSeg\",\"training\":[]}", "no array 'assignments'")]
    [InlineData("[{]", "this is not JSON")]
    public void Read_NoSplit_SaysWhatIsWrong(string content, string expected)
    {
        var error = Assert.Throws<DatasetFormatException>(() => Read("split.csv", content));
        Assert.Contains(expected, error.Detail, StringComparison.Ordinal);
        Assert.Equal(Fault.Corrupt, error.Fault);
    }

    [Theory]
    [InlineData("a/split.csv", SplitFileFormat.Csv)]
    [InlineData("SPLIT.CSV", SplitFileFormat.Csv)]
    [InlineData("x/splits_final.json", SplitFileFormat.NnunetSplits)]
    [InlineData("my_datalist_0.json", SplitFileFormat.MonaiDatalist)]
    [InlineData("split.json", SplitFileFormat.Json)]
    public void GetFormat_Name_Decides(string path, SplitFileFormat expected) => Assert.Equal(expected, SplitFile.GetFormat(path));

    [Fact]
    public void GetFormat_OtherSuffix_IsRefused() =>
        Assert.Equal(RequestParameter.Output, Assert.Throws<InvalidRequestException>(() => SplitFile.GetFormat("split.txt")).Parameter);

    [Theory]
    [InlineData("[{\"train\":[\"a_0000\u00ff\"],\"val\":[]}]", 11)]
    [InlineData("[{\"train\":[\"a_00001\\ud800\"],\"val\":[]}]", 11)]
    public void Read_TextThatIsNoUnicode_NamesItsByte(string latin1, long offset)
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "splits_final.json");
        File.WriteAllBytes(path, System.Text.Encoding.Latin1.GetBytes(latin1));
        Assert.Equal(offset, Assert.Throws<DatasetFormatException>(() => SplitFile.Read(path)).Offset);
    }

    /// <summary>Latin-1 letters and damaged lines behind others: a byte order mark, a quoted line break, an empty line.</summary>
    [Theory]
    [InlineData("row,part,group\na:0,train,g\na:1,train,M\u00fcller\n", 38, "line 3 is not UTF-8: byte 0xfc")]
    [InlineData("row,part\r\n\r\na:0,t\u00e9st\r\n", 17, "line 3 is not UTF-8: byte 0xe9")]
    [InlineData("\u00ef\u00bb\u00bfrow,part,group\na:0,train,\"x\ny\"\n\na:1,train\n", 35, "line 5 has 2 fields, expected 3")]
    [InlineData("row,part,group\na:0,train,g\na:1,tr\"ain,g\na:2,train,g\n", 27, "line 3 is not CSV, or has a field of over 4096 bytes")]
    public void Read_DamagedCsv_NamesLineAndByte(string latin1, long offset, string detail)
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "split.csv");
        File.WriteAllBytes(path, System.Text.Encoding.Latin1.GetBytes(latin1));
        var error = Assert.Throws<DatasetFormatException>(() => SplitFile.Read(path));
        Assert.Equal((detail, offset), (error.Detail, error.Offset));
    }

    private static string Text(Split split, SplitFileFormat format) => SplitFile.ToText(SplitReport.Create([], split, [], seed: 7), format);

    private static string Flat(string json) => string.Concat(json.Where(c => !char.IsWhiteSpace(c)));

    private static Split Read(string name, string content)
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, name);
        File.WriteAllText(path, content);
        return SplitFile.Read(path);
    }
}
