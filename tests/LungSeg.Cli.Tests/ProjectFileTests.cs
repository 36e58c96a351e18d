using System.Text;
using LungSeg.Cli.Commands;
using LungSeg.Cli.Configuration;
using Xunit;

namespace LungSeg.Cli.Tests;

/// <summary>lungseg.toml: what it sets, and that a hostile one sets nothing and writes nothing.</summary>
public sealed class ProjectFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public ProjectFileTests() => File.Copy(CliRun.Sample, _folder["demo.pkl.gz"]);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Run_InAFolderBelow_TakesInputsOptionsAndRulesFromTheFile()
    {
        Write("inputs = ['demo.pkl.gz']\nwithout = 'lesion-lost'\n[inspect]\njson = true\n[validate.limits]\nlesion_kept = 0.4\n");
        Directory.CreateDirectory(_folder["a/b"]);
        var run = CliRun.At(_folder["a/b"], "inspect");
        Assert.Equal(0, run.Code);
        // 47 % of the lesion of demo:1 are kept: not lost at this limit.
        Assert.Contains("\"rows\": 12,\n  \"columns\"", run.Out, StringComparison.Ordinal);
        Assert.StartsWith("lungseg: settings are read from ../../lungseg.toml\n", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_FlagsOrNoConfig_WinOverTheFile()
    {
        Write("inputs = ['demo.pkl.gz']\nwithout = ['lesion-lost', 'near-duplicate']\n[options]\nquiet = true\njson = true\n");
        Assert.Contains("\"rows\": 6,\n  \"columns\"", CliRun.At(_folder["."], "inspect").Out, StringComparison.Ordinal);
        Assert.Contains(
            "\"rows\": 11,\n  \"columns\"",
            CliRun.At(_folder["."], "inspect", "--without", "lesion-lost").Out,
            StringComparison.Ordinal
        );
        var plain = CliRun.At(_folder["."], "inspect", "--no-config", CliRun.Sample);
        Assert.Equal(CliRun.Of("inspect", CliRun.Sample).Out, plain.Out);
        Assert.Equal(2, CliRun.At(_folder["."], "inspect", "--no-config").Code);
    }

    [Fact]
    public void Run_OwnSection_TakesThePlaceOfThatForAllCommands()
    {
        Write("[options]\nwithout = 'near-duplicate'\nquiet = true\n[inspect]\nwithout = 'lesion-lost'\njson = true\n");
        var run = CliRun.At(_folder["."], "inspect", CliRun.Sample);
        Assert.Contains("\"rows\": 11,\n  \"columns\"", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Validate_SeverityAndFailOn_AreThoseOfTheFile()
    {
        Write("[validate]\nfail_on = 'warning'\nskip = 'near-duplicate'\n[validate.rules]\nlesion-lost = 'note'\n");
        var run = CliRun.At(_folder["."], "validate", CliRun.Sample);
        Assert.Equal(0, run.Code);
        Assert.DoesNotContain("LS041", run.Out, StringComparison.Ordinal);
        Assert.Equal(1, CliRun.At(_folder["."], "validate", CliRun.Sample, "--fail-on", "note").Code);
    }

    [Fact]
    public void Validate_FailOnOfItsSection_TakesThePlaceOfThatForAllCommands()
    {
        Write("[options]\nfail-on = 'never'\n[validate]\nfail_on = 'note'\n");
        Assert.Equal(1, CliRun.At(_folder["."], "validate", CliRun.Sample).Code);
    }

    [Fact]
    public void Validate_WithoutOfTheFile_LooksAtAllRowsAndQuietIsNotSilent()
    {
        Write("without = 'note,warning,error'\n[options]\nquiet = true\n");
        var run = CliRun.At(_folder["."], "validate", CliRun.Sample, "--only", "lesion-lost", "--fail-on", "warning");
        Assert.Equal(1, run.Code);
        Assert.Contains("LS034", run.Out, StringComparison.Ordinal);
        Assert.StartsWith("lungseg: settings are read from lungseg.toml\n", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("inspect", "--jsonl")]
    [InlineData("inspect", "--plain")]
    [InlineData("validate", "--format", "text", "--fail-on", "never")]
    [InlineData("stats", "--where", "lesion_px>0")]
    public void Run_FlagsThatExcludeASetting_TakeItsPlace(params string[] words)
    {
        Write("[options]\njson = true\nfigures = 'hu'\n");
        Assert.Equal(0, CliRun.At(_folder["."], [.. words, CliRun.Sample]).Code);
    }

    [Fact]
    public void Debug_SaysWhereEachSettingComesFrom()
    {
        Write("[options]\njobs = 1\n[validate.limits]\nlesion_kept = 0.25\n");
        var run = CliRun.At(_folder["."], "inspect", "--debug", "--label", "LR2", CliRun.Sample);
        Assert.Contains("lungseg: settings: lungseg.toml\n", run.Error, StringComparison.Ordinal);
        Assert.Contains("lungseg: --jobs 1 (lungseg.toml)\n", run.Error, StringComparison.Ordinal);
        Assert.Contains("lungseg: --label LR2 (command line)\n", run.Error, StringComparison.Ordinal);
        Assert.Contains("lungseg: --window lung (default)\n", run.Error, StringComparison.Ordinal);
        Assert.Contains("lungseg: rules: lesion_kept 0.25 (lungseg.toml)\n", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Convert_OptionOfTheFileThatTheFormatDoesNotUse_IsNoError()
    {
        Write("[convert]\nmask-value = 1\n");
        Assert.Equal(0, CliRun.At(_folder["."], "convert", CliRun.Sample, "-o", _folder["x.npz"], "-q").Code);
        Assert.Equal(2, CliRun.Of("convert", CliRun.Sample, "-o", _folder["y.npz"], "--mask-value", "1").Code);
    }

    [Theory]
    [InlineData("[convert]\noutput = 'x.npz'", "[convert] may not set 'output': lungseg.toml sets no outputs")]
    [InlineData("[options]\nforce = true", "[options] may not set 'force': lungseg.toml sets no outputs")]
    [InlineData("[stats]\ncsv = 'x.csv'", "[stats] may not set 'csv': lungseg.toml sets no outputs")]
    [InlineData("[stats]\nreport = 'x.html'", "[stats] may not set 'report': lungseg.toml sets no outputs")]
    [InlineData("[validate]\nwrite_baseline = 'x.json'", "[validate] may not set 'write-baseline': lungseg.toml sets no outputs")]
    [InlineData("[inspect]\nrows = '@/etc/passwd'", "[inspect] may not set 'rows': it says what one run does")]
    [InlineData("[inspect]\nno-config = true", "[inspect] may not set 'no-config'")]
    [InlineData("inputs = '../demo.pkl.gz'", "inputs: '../demo.pkl.gz' leads out of the folder of lungseg.toml")]
    [InlineData("inputs = ['/etc/passwd']", "inputs: '/etc/passwd' leads out of the folder of lungseg.toml")]
    [InlineData("inputs = '-'", "inputs: '-' leads out of the folder of lungseg.toml")]
    [InlineData("inputs = 'link/demo.pkl.gz'", "inputs: 'link/demo.pkl.gz' leads out of the folder of lungseg.toml")]
    [InlineData("[options]\nlabels = '../labels.csv'", "[options] labels: '../labels.csv' leads out of the folder of lungseg.toml")]
    [InlineData("[inspect]\nwithout-marks = '../m.csv:reject'", "[inspect] without-marks: '../m.csv' leads out of the folder")]
    [InlineData("[inspect]\nwithout-marks = 'x:/../../m.csv'", "[inspect] without-marks: 'x:/../../m.csv' leads out of the folder")]
    [InlineData("inputs = 3", "'inputs' must be a text, or a list of texts, and none that is empty")]
    [InlineData("inputs = ['']", "'inputs' must be a text, or a list of texts, and none that is empty")]
    [InlineData("[options]\njobs = 'four'", "'jobs' must be an integer")]
    [InlineData("[options]\nquiet = 'yes'", "'quiet' must be true or false")]
    [InlineData("[options]\nwithout = true", "'without' must be a text, or a list of texts, and none that is empty")]
    [InlineData("options = 3", "'options' must be a table: write [options] on a line of its own")]
    [InlineData("[options]\njobs = 2020-01-01", "'jobs' must be a text, a finite number, true or false, or a list of those")]
    [InlineData("inputz = 'a'", "'inputz' is not a key of lungseg.toml; did you mean inputs?")]
    [InlineData("[inspct]\njobs = 1", "'inspct' is not a key of lungseg.toml; did you mean inspect?")]
    [InlineData("[stats]\nfigurs = 'hu'", "'figurs' is not an option that [stats] can set; did you mean figures?")]
    [InlineData("[inspect]\nfolds = 5", "'folds' is not an option of inspect")]
    [InlineData("[validate.rules]\nlesion-lots = 'off'", "rule 'lesion-lots' is not known; did you mean lesion-lost?")]
    [InlineData("[validate.limits]\nlesion_kept = 2", "limit 'lesion_kept' is 2, expected a number from 0 to 1")]
    [InlineData("[options]\nmask-place = 'index'\nmask_place = 'world'", "[options] sets 'mask-place' twice")]
    [InlineData("a = 1\na = 2", "not TOML: ")]
    [InlineData("inputs = [", "not TOML: ")]
    [InlineData("inputs = 'demo.pkl.gz", "not TOML: ")]
    public void Run_HostileOrMistakenFile_IsOneClearLineAndWritesNothing(string toml, string message)
    {
        Directory.CreateSymbolicLink(_folder["link"], Path.GetDirectoryName(CliRun.Sample)!);
        Write(toml);
        AssertRefused(message);
    }

    [Theory]
    [InlineData("inputs = 'p'\n", "inputs: the link images/out.png in 'p' leads to ")]
    [InlineData("[options]\nmasks = 'p'\n", "[options] masks: the link images/out.png in 'p' leads to ")]
    public void Run_LinkInAFolderThatLeadsOut_IsRefusedByNameAndFreeOnTheCommandLine(string toml, string message)
    {
        using var elsewhere = new TemporaryFolder();
        var picture = elsewhere.Write("picture.png", []);
        Assert.Equal(0, CliRun.Of("convert", CliRun.Sample, "-o", _folder["p"], "--to", "png", "--rows", "0..1", "-q").Code);
        File.Copy(_folder["p/images/demo_00000.png"], picture, overwrite: true);
        File.CreateSymbolicLink(_folder["p/images/in.png"], "demo_00000.png");
        Write(toml);
        if (toml.StartsWith("inputs", StringComparison.Ordinal))
        {
            Assert.Equal(0, CliRun.At(_folder["."], "inspect").Code);
        }

        File.CreateSymbolicLink(_folder["p/images/out.png"], picture);
        AssertRefused(message);
        Assert.Contains(
            "out of the folder of lungseg.toml, which may name only what lies in it; give 'p' on the command line",
            CliRun.At(_folder["."], "inspect").Error,
            StringComparison.Ordinal
        );
        Assert.Equal(0, CliRun.At(_folder["."], "inspect", "--no-config", _folder["p"]).Code);
    }

    [Theory]
    [InlineData("jobs = 'four'", "[options]", "'jobs' must be an integer (line 3)")]
    [InlineData("quite = true", "[options]", "'quite' is not an option that [options] can set; did you mean quiet? (line 3)")]
    [InlineData("lesion-lots = 'off'", "[validate.rules]", "rule 'lesion-lots' is not known; did you mean lesion-lost?")]
    [InlineData("lesion_kept = 2", "[validate.limits]", "limit 'lesion_kept' is 2, expected a number from 0 to 1 (line 3)")]
    [InlineData("fail_on = 'bad'", "[validate]", "fail_on is 'bad', expected error, warning, note or never (line ")]
    [InlineData("without = 'lesion-lots'", "[options]", "[options] without (line 3): --without: rule 'lesion-lots' is not known;")]
    [InlineData("jobs = 5000", "[options]", "[options] jobs (line 3): --jobs takes a number from 1 to 1024")]
    [InlineData("window = 'bog'", "[inspect]", "[inspect] window (line 3): --window is 'bog', expected lung,")]
    [InlineData("seg-threshold = 7", "[options]", "[options] seg-threshold (line 3): --seg-threshold")]
    public void Run_WrongValueOfTheFile_NamesFileAndLine(string setting, string section, string message)
    {
        Write($"# A remark.\n{section}\n{setting}\n");
        var run = CliRun.At(_folder["."], "inspect", "--show", "demo:0", CliRun.Sample);
        Assert.Equal(2, run.Code);
        Assert.StartsWith($"lungseg: lungseg.toml: {message}", run.Error.Split('\n')[^2], StringComparison.Ordinal);
        Assert.Contains("(line ", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_HugeDeepAndForeignFiles_AreRefused()
    {
        Write(new string('#', (1 << 16) + 1));
        AssertRefused("65537 bytes are too many for settings, which have up to 65536");
        foreach (
            var deep in new[]
            {
                "inputs = " + new string('[', 30_000),
                string.Join('.', Enumerable.Repeat("a", 30_000)) + " = 1",
                "[" + string.Join('.', Enumerable.Repeat("a", 30_000)) + "]",
                "inputs = " + string.Concat(Enumerable.Repeat("{a=", 20_000)),
            }
        )
        {
            Write(deep);
            AssertRefused("not TOML: ");
        }

        File.WriteAllBytes(_folder[ProjectFile.FileName], [0x61, 0xff, 0x3d, 0x31]);
        AssertRefused("not TOML: the text is not UTF-8");
        File.Delete(_folder[ProjectFile.FileName]);
        Directory.CreateDirectory(_folder[ProjectFile.FileName]);
        AssertRefused("this is no file, or a link to another folder");
        Directory.Delete(_folder[ProjectFile.FileName]);
        File.CreateSymbolicLink(_folder[ProjectFile.FileName], "/dev/zero");
        AssertRefused("this is no file, or a link to another folder");
        File.Delete(_folder[ProjectFile.FileName]);
        File.CreateSymbolicLink(_folder[ProjectFile.FileName], Path.Combine(CliRun.Root, "README.md"));
        AssertRefused("this is no file, or a link to another folder");
    }

    /// <summary>An option that is new is settable, or not, because someone said so.</summary>
    [Fact]
    public void Options_OfAllConfigurableCommands_AreListedAsSettableOrNot()
    {
        string[] known = [.. ConfigurableOptions.Names, .. ConfigurableOptions.RefusedNames];
        Assert.Distinct(known);
        var options = CommandCatalog
            .ListShown()
            .Where(command => command.IsConfigurable)
            .SelectMany(command => command.Options)
            .Select(option => option.Name[2..])
            .Append("help")
            .Distinct()
            .Order(StringComparer.Ordinal);
        Assert.Equal(options, known.Order(StringComparer.Ordinal));
    }

    private void Write(string toml) => File.WriteAllText(_folder[ProjectFile.FileName], toml, new UTF8Encoding(false));

    private void AssertRefused(string message)
    {
        var before = _folder.Names.ToArray();
        var run = CliRun.At(_folder["."], "inspect");
        Assert.Equal((2, string.Empty), (run.Code, run.Out));
        Assert.StartsWith($"lungseg: lungseg.toml: {message}", run.Error, StringComparison.Ordinal);
        Assert.Equal(1, run.Error.Count(c => c == '\n'));
        Assert.Equal(before, _folder.Names);
    }
}
