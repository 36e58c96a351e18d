using Xunit;

namespace LungSeg.Cli.Tests;

/// <summary>Common mistakes are answered with the way out.</summary>
public sealed class MistakeTests
{
    [Theory]
    [InlineData("'data.pkl' is no command; to look into it: lungseg inspect data.pkl", "data.pkl")]
    [InlineData("'set/a b' is no command; to look into it: lungseg inspect set/a b", "set/a b", "--json")]
    [InlineData("unknown command 'frobnicate'; 'lungseg --help' lists them", "frobnicate", "--help")]
    [InlineData("unknown command 'frobnicate'; 'lungseg --help' lists them", "help", "frobnicate")]
    [InlineData(
        "--json stands before the command, write it behind: lungseg COMMAND --json; 'lungseg --help' lists the commands",
        "--json",
        "inspect"
    )]
    [InlineData("option --format is not known; did you mean --to?", "convert", "x.pkl", "-o", "x", "--format", "npz")]
    [InlineData("--report needs a value, found --prediction", "evaluate", "x.pkl", "--report", "--prediction", "u=p/")]
    [InlineData("option --format is not known; did you mean --json?", "stats", "x.pkl", "--format=json")]
    [InlineData("option --to is not known; did you mean --format?", "validate", "x.pkl", "--to", "sarif")]
    [InlineData(
        "--only: rule 'lesion-lots' is not known; did you mean lesion-lost? 'lungseg validate --rules' lists them",
        "validate",
        "x.pkl",
        "--only",
        "lesion-lots"
    )]
    [InlineData("option --exclude is not known; did you mean --without?", "convert", "x.pkl", "-o", "x.npz", "--exclude", "lesion-lost")]
    [InlineData(
        "--without: rule 'duplicates' is not known; did you mean exact-duplicate, near-duplicate, duplicate-conflict, "
            + "duplicate-across-inputs? 'lungseg validate --rules' lists them",
        "inspect",
        "x.pkl",
        "--without",
        "duplicates"
    )]
    [InlineData(
        "--to takes one format, and 'npz,png' is several: run 'lungseg convert INPUT -o OUT --to npz', then 'lungseg "
            + "convert INPUT -o OTHER --to png'",
        "convert",
        "x.pkl",
        "-o",
        "x",
        "--to",
        "npz,png"
    )]
    [InlineData("--figures has 'lesoin'; did you mean lesion?", "stats", "x.pkl", "--figures", "lesoin")]
    [InlineData("--figures takes families of figures; lesion_px is in lesion", "stats", "x.pkl", "--figures", "lesion_px")]
    [InlineData(
        "--where: 'leson_px' is not a figure of a row; did you mean lesion_px? 'lungseg stats --csv - INPUT' prints all names in its first "
            + "line",
        "stats",
        "x.pkl",
        "--where",
        "leson_px>0"
    )]
    [InlineData(
        "--where: 'banana' is not a figure of a row; 'lungseg stats --csv - INPUT' prints all names in its first line",
        "stats",
        "x.pkl",
        "--where",
        "banana>0"
    )]
    [InlineData("--report writes a page of HTML here: give a name that ends in .html, not r.pdf", "stats", "x.pkl", "--report", "r.pdf")]
    [InlineData("-o writes a PNG picture here: give a name that ends in .png, not r.jpg", "inspect", "x.pkl", "--show", "0", "-o", "r.jpg")]
    [InlineData("-o writes a PNG picture here: give a name that ends in .png, not r.svg", "threshold", "x.pkl", "--check", "-o", "r.svg")]
    public void Mistake_IsWrongUseAndNamesTheWay(string message, params string[] args) =>
        Assert.Equal(new CliRun(2, string.Empty, $"lungseg: {message}\n"), CliRun.Of(args));

    [Theory]
    [InlineData("inspect", "inspect needs an INPUT")]
    [InlineData("merge", "merge needs a SHARD")]
    [InlineData("demo", "demo needs --output FILE")]
    [InlineData("completions", "completions needs a SHELL")]
    public void MissingArgument_PointsToTheHelpOfTheCommand(string command, string message) =>
        Assert.Equal(new CliRun(2, string.Empty, $"lungseg: {message}\nlungseg: see 'lungseg {command} --help'\n"), CliRun.Of(command));

    [Fact]
    public void FormatInCapitals_IsTaken()
    {
        using var folder = new TemporaryFolder();
        Assert.Equal(
            0,
            CliRun.Of("convert", CliRun.Sample, "--rows", "0", "-o", folder["x"], "--to", "NPZ", "--from", "Pickle", "-q").Code
        );
        Assert.Equal("PK"u8.ToArray(), File.ReadAllBytes(folder["x"])[..2]);
    }

    [Fact]
    public void RowNamesInQuotes_AreNamedWithTheirLine()
    {
        var expected = "lungseg: --rows @-: line 2 is \"demo:1\", a name in quotes; names stand without them ('jq -r' prints them so)\n";
        Assert.Equal(new CliRun(2, string.Empty, expected), CliRun.With("demo:0\n\"demo:1\"\n", "inspect", CliRun.Sample, "--rows", "@-"));
    }

    [Theory]
    [InlineData("<!DOCTYPE html>\n<html><title>Sign in</title>", "a web page (HTML), not data")]
    [InlineData("\n  <html lang=\"en\">", "a web page (HTML), not data")]
    [InlineData("version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n", "a Git LFS pointer")]
    [InlineData("{\n  \"label1\": [\"LR2\"]}", "JSON text")]
    [InlineData("[{\"label1\": \"LR2\"}]", "JSON text")]
    [InlineData("{}", "JSON text")]
    public void OtherContentSavedAsPickle_IsCalledThat(string content, string name)
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("data.pkl", System.Text.Encoding.UTF8.GetBytes(content));
        var run = CliRun.Of("inspect", path);
        Assert.Equal((3, string.Empty), (run.Code, run.Out));
        Assert.StartsWith($"lungseg: {path}: file: {name}", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void UnknownFormat_IsToldThoseThatHelpLists()
    {
        using var folder = new TemporaryFolder();
        var help = CliRun.Of("inspect", "--help").Out;
        var listed = help[
            help.IndexOf("Format of the inputs", StringComparison.Ordinal)..help.IndexOf("--column", StringComparison.Ordinal)
        ]
            .Split([' ', ',', '\n'], StringSplitOptions.RemoveEmptyEntries);
        foreach (var input in new[] { folder.Write("a.npy", [1]), folder[string.Empty] })
        {
            var run = CliRun.Of("inspect", input, "--from", "none");
            Assert.Equal(2, run.Code);
            var known = run.Error[(run.Error.IndexOf("known are ", StringComparison.Ordinal) + "known are ".Length)..].Trim().Split(", ");
            Assert.InRange(known.Length, 5, 20);
            Assert.All(known, name => Assert.Contains(name, listed));
        }
    }

    [Theory]
    [InlineData("a.parquet")]
    [InlineData("a.h5")]
    [InlineData("a.hdf5")]
    public void FolderOfATable_IsToldToNameIt(string file)
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write(file, [1]);
        Assert.Contains(
            $"; one is a data set by itself: give its name, {path}",
            CliRun.Of("inspect", folder[string.Empty]).Error,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void FolderOfPickles_IsToldToNameThem()
    {
        using var folder = new TemporaryFolder();
        folder.Write("a.pkl", [0x80, 4, (byte)'N', (byte)'.']);
        Assert.Contains(
            "; one is a data set by itself: give its name, ",
            CliRun.Of("inspect", folder[string.Empty]).Error,
            StringComparison.Ordinal
        );
        folder.Write("b.pkl", [0x80, 4, (byte)'N', (byte)'.']);
        var run = CliRun.Of("inspect", folder[string.Empty]);
        Assert.Equal((3, string.Empty), (run.Code, run.Out));
        Assert.Contains(
            $"; 2 of them are data sets by themselves: give their names, such as {folder["*.pkl"]}",
            run.Error,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("validate", "--report", "sarif=no-dir/x.sarif")]
    [InlineData("validate", "--write-baseline", "no-dir/x.json")]
    [InlineData("stats", "--csv", "no-dir/x.csv")]
    [InlineData("stats", "--report", "no-dir/x.html")]
    [InlineData("split", "-o", "no-dir/x.csv")]
    [InlineData("split", "--leakage", "-o", "no-dir/x.png")]
    [InlineData("threshold", "--check", "-o", "no-dir/x.png")]
    [InlineData("threshold", "-o", "no-dir/x.pkl")]
    [InlineData("convert", "-o", "no-dir/x.npz")]
    [InlineData("inspect", "--show", "0", "-o", "no-dir/x.png")]
    [InlineData("demo", "--rows", "999999", "-o", "no-dir/x.pkl")]
    public void TargetInAMissingFolder_IsRefusedBeforeAnInputIsRead(params string[] args)
    {
        // An input that does not exist would be reported if it was looked for.
        var run = CliRun.Of(args[0] == "demo" ? args : [.. args, "no-such-input.pkl"]);
        Assert.Equal((4, string.Empty), (run.Code, run.Out));
        Assert.Matches("^lungseg: no-dir/x[^:]*: folder .*no-dir not found; make it first\n$", run.Error);
    }

    [Theory]
    [InlineData("validate", "--report", "sarif=FILE")]
    [InlineData("stats", "--csv", "FILE")]
    [InlineData("split", "--leakage", "-o", "FILE")]
    [InlineData("threshold", "--check", "-o", "FILE")]
    [InlineData("demo", "--rows", "999999", "-o", "FILE")]
    public void TargetThatExists_IsRefusedBeforeTheWork(params string[] args)
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("x.png", [1]);
        string[] words = [.. args.Select(word => word.Replace("FILE", path, StringComparison.Ordinal))];
        var run = CliRun.Of(args[0] == "demo" ? words : [.. words, CliRun.Sample]);
        Assert.Equal((4, string.Empty), (run.Code, run.Out));
        Assert.Contains($"{path} exists and may not be replaced", run.Error, StringComparison.Ordinal);
        Assert.Equal(["x.png"], folder.Names);
    }

    [Theory]
    [InlineData(
        "row,part,fold,group,label,key\ndemo:0,train,0,g0001,LR2,\n",
        "a table (CSV) of a split: give the data set that it divides; --split t.csv applies it, 'lungseg split --check' proves it"
    )]
    [InlineData(
        "row,mark,note\ndemo:0,reject,\n",
        "a table (CSV) of marks: give the data set of their rows; --without-marks t.csv leaves rows out"
    )]
    [InlineData(
        "row,file,label1,class,class_id,rows,columns,lesion_px\ndemo:0,,LR2,LR2,0,512,512,18\n",
        "a table (CSV) of rows without their pixels: give the folder that it lies in, or what was converted"
    )]
    [InlineData(
        "row,prediction,class\ndemo:0,m,LR2\n",
        "a table (CSV) of figures of predictions and no masks: give the masks that were judged"
    )]
    [InlineData(
        "case;label;age\n1;LR2;60\n",
        "a table (CSV) of the columns case, label, age without pixels: give the data set of its rows; "
            + "--columns-from t.csv joins its columns to them"
    )]
    [InlineData(
        ",label1,mask,hu_array,hu_array_old\n0,LR2,\"[[0 0 ...\n\",x,y\n",
        "a table (CSV) of the columns label1, mask, hu_array, hu_array_old without pixels: give the data set of its rows; "
            + "--columns-from t.csv joins its columns to them"
    )]
    public void Inspect_TableOfText_SaysWhatItIs(string text, string expected)
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("t.csv", System.Text.Encoding.UTF8.GetBytes(text));
        var run = CliRun.Of("inspect", path);
        Assert.Equal((3, string.Empty), (run.Code, run.Out));
        Assert.Contains(expected.Split(';')[0], run.Error, StringComparison.Ordinal);
        Assert.Contains(
            expected.Split(';')[^1].Replace("t.csv", ErrorText.Quote(path), StringComparison.Ordinal),
            run.Error,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("1.5,2.5\n3.5,4.5\n")]
    [InlineData("one line\nand another\n")]
    [InlineData("a,b,c\nno table\nat all\n")]
    public void Inspect_OtherText_IsNoTable(string text)
    {
        using var folder = new TemporaryFolder();
        var run = CliRun.Of("inspect", folder.Write("t.csv", System.Text.Encoding.UTF8.GetBytes(text)));
        Assert.Equal(3, run.Code);
        Assert.Contains("none of the formats that are read", run.Error, StringComparison.Ordinal);
    }
}
