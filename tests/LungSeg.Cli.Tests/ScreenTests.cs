using System.Text;
using System.Text.RegularExpressions;
using LungSeg.Cli.Commands;
using Xunit;

namespace LungSeg.Cli.Tests;

/// <summary>What people see first: help and tables, at the widths of terminals.</summary>
public sealed partial class ScreenTests(ScreenData data) : IClassFixture<ScreenData>
{
    public static TheoryData<string> Commands => [.. CommandCatalog.ListShown().Select(command => command.Name)];

    public static TheoryData<string, string> Tables =>
        new()
        {
            { "inspect", "inspect --values" },
            { "stats", "stats" },
            { "stats-group", "stats --by group --group GROUPS --figures lesion,hu" },
            { "threshold", "threshold --check" },
            { "split", "split -n --group none" },
            { "split-folds", "split -n --group none --folds 5" },
            { "leakage", "split --leakage" },
            { "diff", "diff OTHER" },
            { "validate", "validate" },
            { "validate-all", "validate --all --skip LS041" },
        };

    [Theory]
    [MemberData(nameof(Commands))]
    public void Help_AtEachWidth_IsTheGolden(string command) =>
        Goldens.Check($"help-{command}", width => CheckLines(Help(width, command, "--help"), width));

    [Fact]
    public void Help_OfTheProgram_IsOneScreen()
    {
        Goldens.Check("help", width => CheckLines(Help(width, "--help"), width));
        Assert.Equal(Help(80, "--help"), Help(80));
        Assert.InRange(Help(80).Count(c => c == '\n'), 20, 39);
        Assert.Contains("https://doi.org/10.17632/5rr22hgzwr.1", Help(80), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Tables))]
    public void Table_OfSevenClassesAndLongLabels_IsTheGoldenAtEachWidth(string name, string command)
    {
        Goldens.Check(name, width => CheckNumbers(CheckLines(data.Print(command, width), width), data.Print(command, 9999)));
    }

    [Theory]
    [InlineData("inspect --values")]
    [InlineData("stats")]
    [InlineData("threshold --check")]
    [InlineData("split -n --group none")]
    [InlineData("split --leakage")]
    [InlineData("diff OTHER")]
    [InlineData("validate")]
    public void Plain_Tables_AreTabSeparatedWithTheSameFieldsInEachLine(string command)
    {
        var text = data.Print(command + " --plain", 40);
        Assert.Equal(text, data.Print(command + " --plain", 140));
        Assert.All(
            text.TrimEnd('\n').Split("\n\n"),
            table => Assert.Single(table.Split('\n').Select(line => line.Count(c => c == '\t')).Distinct())
        );
        Assert.Matches("^[a-z]+(\t[A-Za-z0-9_, ]+)+\n", text);
    }

    [Fact]
    public void Width_IsOfTheOptionElseOfColumnsElse100()
    {
        string[] command = ["stats", CliRun.Sample, "--figures", "lesion,hu"];
        var default100 = CliRun.Of(command).Out;
        Assert.Equal(default100, CliRun.Of([.. command, "--width", "100"]).Out);
        Assert.InRange(default100.Split('\n').Max(line => line.Length), 90, 100);
        var narrow = CliRun.In(new Dictionary<string, string> { ["COLUMNS"] = "60" }, command).Out;
        Assert.Equal(narrow, CliRun.Of([.. command, "--width", "60"]).Out);
        Assert.InRange(narrow.Split('\n').Max(line => line.Length), 50, 60);
        var run = CliRun.Of([.. command, "--width", "39"]);
        Assert.Equal(new CliRun(2, string.Empty, "lungseg: --width takes a number from 40 to 10000\n"), run);
        Assert.Equal(run, CliRun.Of("stats", "--width", "abc", "--help"));
        Assert.Equal(2, CliRun.Of([.. command, "--plain", "--json"]).Code);
    }

    [Fact]
    public void Merge_OfAShard_PrintsAtItsOwnWidth()
    {
        using var folder = new TemporaryFolder();
        Assert.Equal(0, CliRun.Of("validate", CliRun.Sample, "--width", "140", "--shard", "0/1", "-o", folder["v"]).Code);
        Assert.Equal(
            CliRun.Of("validate", CliRun.Sample, "--width", "60").Out,
            CliRun.Of("merge", folder["v.shard-0-of-1"], "--width", "60").Out
        );
    }

    private static string Help(int width, params string[] args)
    {
        var run = CliRun.In(new Dictionary<string, string> { ["COLUMNS"] = $"{width}" }, args);
        Assert.Equal((0, string.Empty), (run.Code, run.Error));
        return run.Out;
    }

    private static string CheckLines(string text, int width)
    {
        Assert.All(text.Split('\n'), line => Assert.InRange(line.Length, 0, width));
        return text;
    }

    /// <summary>Whether each number is one of the page that nothing had to be broken for.</summary>
    private static string CheckNumbers(string text, string wide)
    {
        var whole = Number().Matches(wide).Select(match => match.Value).ToHashSet();
        var found = Number().Matches(Advice().Replace(text, string.Empty)).Select(match => match.Value);
        Assert.Empty(found.Except(whole));
        return text;
    }

    [GeneratedRegex("[0-9]+")]
    private static partial Regex Number();

    /// <summary>The line that says how many columns are left out, and at which width they are not.</summary>
    [GeneratedRegex(@"^\d+ more columns?: [^:]*?--width \d+", RegexOptions.Multiline)]
    private static partial Regex Advice();
}

/// <summary>A data set of seven classes, of labels of 40 characters and of rows without a label.</summary>
public sealed class ScreenData : IDisposable
{
    private static readonly string[] Labels =
    [
        "LR1",
        "LR2",
        "LR3",
        "LR4A",
        "LR4B",
        "LR4X",
        "a_label_of_40_characters_0123456789_long",
        "",
        "another label, with words, of 40 letters",
    ];

    private readonly TemporaryFolder _folder = new();
    private readonly byte[] _pickle;

    public ScreenData()
    {
        Assert.Equal(0, CliRun.Of("demo", "-o", _folder["demo.pkl"], "--rows", "36", "--side", "128", "--quiet").Code);
        var labels = new StringBuilder("row,label1\n");
        var groups = new StringBuilder("row,group\n");
        for (var row = 0; row < 36; row++)
        {
            labels.Append($"demo:{row},\"{Labels[row % Labels.Length]}\"\n");
            groups.Append($"stdin:{row},patient_{row % 7}_of_a_group_with_40_characters_x\n");
        }

        var labelled = _folder["labelled.pkl"];
        var file = _folder.Write("labels.csv", Encoding.UTF8.GetBytes(labels.ToString()));
        Assert.Equal(0, CliRun.Of("convert", _folder["demo.pkl"], "--labels", file, "-o", labelled, "--quiet").Code);
        _pickle = File.ReadAllBytes(labelled);
        _folder.Write("groups.csv", Encoding.UTF8.GetBytes(groups.ToString()));
    }

    /// <summary>What a command prints of the data on standard input, whose name is the same in every run.</summary>
    internal string Print(string command, int width)
    {
        string[] words =
        [
            .. command
                .Split(' ')
                .Select(word =>
                    word switch
                    {
                        "GROUPS" => _folder["groups.csv"],
                        "OTHER" => _folder["demo.pkl"],
                        _ => word,
                    }
                ),
        ];
        var run = CliRun.With(_pickle, [.. words, "-", "--width", $"{width}", "-q"]);
        Assert.InRange(run.Code, 0, 1);
        Assert.Equal(string.Empty, run.Error);
        return run.Out;
    }

    public void Dispose() => _folder.Dispose();
}
