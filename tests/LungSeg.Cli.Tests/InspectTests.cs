using System.Globalization;
using System.Text;
using System.Text.Json;
using Xunit;

namespace LungSeg.Cli.Tests;

/// <summary>Figures of the sample are those that pandas 1.5.3 and numpy 1.24.2 give for it.</summary>
public sealed class InspectTests
{
    private static readonly byte[] Evil = Encoding.Latin1.GetBytes("cos\nsystem\n(S'touch ran'\ntR.");

    [Fact]
    public void Inspect_Sample_ShowsWhatItHolds()
    {
        var run = CliRun.Of("inspect", CliRun.Sample);
        Assert.Equal(0, run.Code);
        Assert.Empty(run.Error);
        Assert.Contains("pandas DataFrame (pickle in gzip), 5.1 MB, 12 rows", run.Out, StringComparison.Ordinal);
        Assert.Contains("labels  LR2 3, LR3 3, LR4A 3, LR4B 3", run.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("note", run.Out, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', run.Out);
    }

    [Fact]
    public void Inspect_Json_KeepsItsContract()
    {
        var run = CliRun.Of("inspect", "--json", "--values", CliRun.Sample);
        using var json = JsonDocument.Parse(run.Out);
        var root = json.RootElement;
        Assert.Equal("lungseg/inspect/1", root.GetProperty("schema").GetString());
        Assert.Equal("lungseg", root.GetProperty("tool").GetProperty("name").GetString());
        var input = root.GetProperty("inputs")[0];
        Assert.Equal(
            ("demo", "pickle", 12),
            (input.GetProperty("stem").GetString(), input.GetProperty("format").GetString(), input.GetProperty("rows").GetInt32())
        );
        Assert.Equal(new FileInfo(CliRun.Sample).Length, root.GetProperty("bytes").GetInt64());
        Assert.Equal(
            """{"LR2":3,"LR3":3,"LR4A":3,"LR4B":3}""",
            root.GetProperty("labels")
                .GetRawText()
                .Replace(" ", string.Empty, StringComparison.Ordinal)
                .Replace("\n", string.Empty, StringComparison.Ordinal)
        );
        var columns = root.GetProperty("columns").EnumerateArray().ToDictionary(column => column.GetProperty("name").GetString()!);
        Assert.Equal(["label1", "mask", "hu_array", "hu_array_old"], columns.Keys);
        var old = columns["hu_array_old"];
        Assert.Equal(
            ("array", "float64", "little", "C"),
            (Text(old, "kind"), Text(old, "dtype"), Text(old, "byte_order"), Text(old, "order"))
        );
        Assert.Equal([512, 512], old.GetProperty("shape").EnumerateArray().Select(length => length.GetInt32()));
        Assert.Equal((HuMin, HuMax), (old.GetProperty("min").GetDouble(), old.GetProperty("max").GetDouble()));
        Assert.Equal(HuMean, old.GetProperty("mean").GetDouble(), 1e-9);
        Assert.Equal(JsonValueKind.Null, columns["label1"].GetProperty("shape").ValueKind);
    }

    [Fact]
    public void Inspect_JsonLines_HasOneLineARow()
    {
        var run = CliRun.Of("inspect", "--jsonl", "--rows", "2..4,11", CliRun.Sample);
        var rows = run.Lines.Select(line => JsonDocument.Parse(line).RootElement).ToArray();
        Assert.Equal(["demo:2", "demo:3", "demo:4", "demo:11"], rows.Select(row => Text(row, "row")));
        Assert.Equal(["LR2", "LR3", "LR3", "LR4B"], rows.Select(row => Text(row, "label")));
        var mask = rows[0].GetProperty("arrays").GetProperty("mask");
        Assert.Equal(512 * 512, mask.GetProperty("length").GetInt32());
        Assert.All(rows, row => Assert.Equal("gzip", Text(row, "compression")));
    }

    /// <summary>What the arrays of these fixtures are, pandas wrote: tests/interop/make_fixtures.py.</summary>
    [Theory]
    [InlineData("cells_big_endian_p4.pkl", "big", "C")]
    [InlineData("cells_fortran_p5.pkl", "little", "F")]
    [InlineData("frame_p4.pkl", "little", "C")]
    public void Inspect_JsonLines_SayHowBytesAreMapped(string file, string byteOrder, string order)
    {
        var path = Path.Combine(CliRun.Root, "tests", "LungSeg.Core.Tests", "Fixtures", "Pickle", file);
        foreach (var line in CliRun.Of("inspect", "--jsonl", path, path).Lines)
        {
            using var row = JsonDocument.Parse(line);
            var array = row.RootElement.GetProperty("arrays").GetProperty("hu_array_old");
            Assert.Equal((byteOrder, order), (Text(array, "byte_order"), Text(array, "order")));
            Assert.Equal(
                Text(row.RootElement, "row")!.Contains("~2:", StringComparison.Ordinal) ? 1 : 0,
                row.RootElement.GetProperty("input").GetInt32()
            );
            Assert.False(row.RootElement.TryGetProperty("compression", out _));
        }
    }

    /// <summary>The columns stand in tests/interop/convert/make_column_fixtures.py.</summary>
    [Fact]
    public void Inspect_JsonLines_HoldOtherColumns()
    {
        var path = Path.Combine(CliRun.Root, "tests", "LungSeg.Core.Tests", "Fixtures", "Columns", "all.pkl");
        var rows = CliRun.Of("inspect", "--jsonl", path).Lines.Select(line => JsonDocument.Parse(line).RootElement).ToArray();
        string Raw(int row, string column) => rows[row].GetProperty("extra").GetProperty(column).GetRawText();
        Assert.Equal(
            ["\"Graz\"", "61", "70.5", "true", "\"2024-03-12\"", "\"2024-03-11T23:00:00+00:00\"", "\"P1DT2H3M4.5S\"", "2"],
            ((string[])["site", "age", "weight", "smoker", "scanned", "reported", "waited", "grade"]).Select(column => Raw(0, column))
        );
        Assert.All((string[])["site", "packs", "weight", "biopsy", "vendor", "none"], column => Assert.Equal("null", Raw(1, column)));
        Assert.Equal("9007199254740993", Raw(2, "packs"));
    }

    [Fact]
    public void Inspect_JsonLines_NameCellsThatHoldNoSlice()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("cells.pkl", "(dS'label1'\n(lS'LR2'\nasS'mask'\n(lS'none'\nas."u8.ToArray());
        using var row = JsonDocument.Parse(CliRun.Of("inspect", "--jsonl", path).Out);
        Assert.Contains(
            "column mask: a slice [row, col] of numbers",
            Text(row.RootElement.GetProperty("faults"), "mask"),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("LR4B", 3)]
    [InlineData("4b", 3)]
    [InlineData("LR2,LR-3", 6)]
    [InlineData("LR4X", 0)]
    public void Inspect_Label_SelectsByClass(string label, int rows) =>
        Assert.Contains(
            $"\"rows\": {rows},\n  \"columns\"",
            CliRun.Of("inspect", "--json", "--label", label, "--allow-empty", CliRun.Sample).Out,
            StringComparison.Ordinal
        );

    [Fact]
    public void Inspect_RowsFromStandardInputAndFile_SelectTheSame()
    {
        using var folder = new TemporaryFolder();
        var list = folder.Write("rows.txt", "demo:3\n7\n"u8.ToArray());
        var fromInput = CliRun.With("demo:3\n7\n", "inspect", "--jsonl", "--rows", "@-", CliRun.Sample);
        Assert.Equal(2, fromInput.Lines.Length);
        Assert.Equal(fromInput.Out, CliRun.Of("inspect", "--jsonl", "--rows", "@" + list, CliRun.Sample).Out);
    }

    [Fact]
    public void Inspect_TwoInputsOfOneName_GetDifferentStems()
    {
        var run = CliRun.Of("inspect", "--jsonl", "--rows", "0,12,demo~2:11", CliRun.Sample, CliRun.Sample);
        Assert.Equal(["demo:0", "demo~2:0", "demo~2:11"], run.Lines.Select(line => Text(JsonDocument.Parse(line).RootElement, "row")));
    }

    [Fact]
    public void Inspect_StandardInput_IsRead()
    {
        var run = CliRun.With(File.ReadAllBytes(CliRun.Sample), "inspect", "--json", "-");
        Assert.Equal(0, run.Code);
        Assert.Contains("\"stem\": \"stdin\"", run.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--rows", "12", "does not exist: the data set has 12 rows, 0..11")]
    [InlineData("--rows", "5..2", "ends before it starts")]
    [InlineData("--rows", "x:1", "no input is called 'x'; there are demo")]
    [InlineData("--rows", "seven", "is not understood")]
    [InlineData("--rows", "@no-such-list", "file not found")]
    [InlineData("--label", "", "--label is empty")]
    [InlineData("--label", ",", "--label is empty")]
    [InlineData("--label", "LR5", "no row has the label 'LR5'; there are LR2, LR3, LR4A, LR4B")]
    [InlineData("--from", "excel", "format 'excel' is not known")]
    [InlineData("--window", "dark", "expected lung, mediastinum, bone or LO..HI")]
    public void Inspect_WrongValue_IsAUsageError(string option, string value, string message)
    {
        string[] args =
            option == "--window" ? ["inspect", "--show", "1", option, value, CliRun.Sample] : ["inspect", option, value, CliRun.Sample];
        var run = CliRun.Of(args);
        Assert.Equal((2, string.Empty), (run.Code, run.Out));
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
        Assert.Single(run.Error.TrimEnd('\n').Split('\n'));
    }

    [Fact]
    public void Inspect_MissingInput_StillShowsTheOthers()
    {
        var run = CliRun.Of("inspect", "no-such.pkl", CliRun.Sample);
        Assert.Equal(3, run.Code);
        Assert.Equal("lungseg: no-such.pkl: file not found\n", run.Error);
        Assert.Contains("12 rows", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Inspect_Unsafe_NamesTheByteAndRunsNothing()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("evil.pkl", Evil);
        var run = CliRun.Of("inspect", path);
        Assert.Equal(3, run.Code);
        Assert.Contains("evil.pkl: pickle: it names os.system", run.Error, StringComparison.Ordinal);
        Assert.EndsWith("(at byte 0); see what it would do with 'inspect --globals'\n", run.Error, StringComparison.Ordinal);
        var globals = CliRun.Of("inspect", "--globals", path);
        Assert.Equal(3, globals.Code);
        Assert.Contains(
            "UNSAFE   os.system  at byte 0, 1 x\n           would call os.system('touch ran')\n",
            globals.Out,
            StringComparison.Ordinal
        );
        Assert.Equal(["evil.pkl"], folder.Names);
    }

    [Fact]
    public void Inspect_CutFile_CountsWholeRowsAndNamesItsEnd()
    {
        using var folder = new TemporaryFolder();
        CliRun.Of("demo", "-o", folder["set.pkl"], "--rows", "4", "--side", "256", "--quiet");
        using var third = JsonDocument.Parse(CliRun.Of("inspect", "--jsonl", "--rows", "2", folder["set.pkl"]).Out);
        var start = third.RootElement.GetProperty("arrays").GetProperty("hu_array_old").GetProperty("offset").GetInt32();
        var path = folder.Write("cut.pkl", File.ReadAllBytes(folder["set.pkl"])[..(start + 1000)]);
        var run = CliRun.Of("inspect", "--width", "1000", path);
        Assert.Equal(3, run.Code);
        Assert.Contains(
            $"only a part  2 of 4 complete rows; the file ends at byte {start + 1000}, within the value that begins at byte {start}; "
                + $"at least {(256 * 256 * 8) - 1000} bytes are missing",
            run.Out,
            StringComparison.Ordinal
        );
        Assert.Contains($"bytes needs {256 * 256 * 8} bytes, 1000 left", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Inspect_EmptyFileAndFolder_AreInputErrors()
    {
        using var folder = new TemporaryFolder();
        var empty = CliRun.Of("inspect", folder.Write("empty.pkl", []));
        Assert.Equal((3, string.Empty), (empty.Code, empty.Out));
        Assert.EndsWith("(at byte 0)\n", empty.Error, StringComparison.Ordinal);
        Assert.Equal(3, CliRun.Of("inspect", folder[string.Empty]).Code);
    }

    [Fact]
    public void Inspect_OtherPickle_SaysSoInOneSentence()
    {
        using var folder = new TemporaryFolder();

        // {"a": [1], "b": [2]} in protocol 0.
        var run = CliRun.Of(
            "inspect",
            "--width",
            "1000",
            folder.Write("other.pkl", "(dp0\nVa\np1\n(lp2\nI1\nasVb\np3\n(lp4\nI2\nas."u8.ToArray())
        );
        Assert.Equal(0, run.Code);
        Assert.Contains(
            "note  this is not the lung cancer segmentation data set: it has the columns a, b and none of "
                + "label1, mask, hu_array, hu_array_old",
            run.Out,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Inspect_ShowInText_DrawsTheOutline()
    {
        var run = CliRun.Of("inspect", "--show", "10", CliRun.Sample);
        Assert.Equal(0, run.Code);
        Assert.StartsWith("demo:10  LR4B  lung window\n", run.Out, StringComparison.Ordinal);
        // Title, 100 characters by 50 lines, three lines of figures.
        Assert.Equal(54, run.Lines.Length);
        Assert.Equal("lesion 1005 px, diameter 35.8 px, HU mean", run.Lines[51][..41]);
        Assert.Contains("#####", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Inspect_ShowToFile_RefusesToOverwrite()
    {
        using var folder = new TemporaryFolder();
        var path = folder["row.png"];
        Assert.Equal(0, CliRun.Of("inspect", "--show", "1", "-o", path, CliRun.Sample).Code);
        var first = File.ReadAllBytes(path);
        var again = CliRun.Of("inspect", "--show", "2", "-o", path, CliRun.Sample);
        Assert.Equal(4, again.Code);
        Assert.Contains("exists and may not be replaced; choose another name or use --force", again.Error, StringComparison.Ordinal);
        Assert.Equal(first, File.ReadAllBytes(path));
        Assert.Equal(0, CliRun.Of("inspect", "--show", "1", "-o", path, "--force", CliRun.Sample).Code);
        Assert.Equal(first, File.ReadAllBytes(path));
        Assert.Equal(["row.png"], folder.Names);
    }

    [Fact]
    public void Inspect_UnderAnotherCulture_WritesTheSame()
    {
        var expected = CliRun.Of("inspect", "--json", "--values", CliRun.Sample).Out + CliRun.Of("inspect", "--values", CliRun.Sample).Out;
        var before = CultureInfo.CurrentCulture;
        var other = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        (other.NumberFormat.NumberDecimalSeparator, other.NumberFormat.NegativeSign) = (",", "~");
        try
        {
            CultureInfo.CurrentCulture = other;
            Assert.Equal(
                expected,
                CliRun.Of("inspect", "--json", "--values", CliRun.Sample).Out + CliRun.Of("inspect", "--values", CliRun.Sample).Out
            );
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    private const double HuMin = -3024;
    private const double HuMax = 658;
    private const double HuMean = -968.9975070953369;

    private static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();
}
