using Xunit;

namespace LungSeg.Cli.Tests;

public sealed class HostTests
{
    [Theory]
    [InlineData("inspect")]
    [InlineData("threshold")]
    [InlineData("demo")]
    public void Help_OfCommand_EqualsOption(string command)
    {
        var run = CliRun.Of("help", command);
        Assert.Equal(0, run.Code);
        Assert.Equal(CliRun.Of(command, "--help").Out, run.Out);
        Assert.Contains("Examples:", run.Out, StringComparison.Ordinal);
        Assert.Contains($"lungseg {command}", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void NoArguments_ShowsHelp()
    {
        var run = CliRun.Of();
        Assert.Equal((0, string.Empty), (run.Code, run.Error));
        Assert.Contains("Not for clinical use", run.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("inspect", "--rwos", "3", "x.pkl")]
    [InlineData("inspect")]
    [InlineData("frobnicate")]
    [InlineData("inspect", "--json", "--jsonl", "x.pkl")]
    [InlineData("inspect", "-o", "x.png", "x.pkl")]
    [InlineData("demo")]
    [InlineData("demo", "-o", "x.pkl", "--rows", "0")]
    [InlineData("demo", "-o", "x.pkl", "--protocol", "3")]
    [InlineData("threshold", "x.pkl")]
    [InlineData("threshold", "x.pkl", "-o", "y.pkl", "--method", "best")]
    [InlineData("threshold", "x.pkl", "-o", "y.pkl", "--on-failure", "guess")]
    public void WrongUse_ExitsWith2AndKeepsStdoutClean(params string[] args)
    {
        var run = CliRun.Of(args);
        Assert.Equal((2, string.Empty), (run.Code, run.Out));
        Assert.All(run.Error.TrimEnd('\n').Split('\n'), line => Assert.StartsWith("lungseg: ", line, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("--size is '1.5', expected an integer", "convert", "x.pkl", "-o", "x", "--to", "png", "--size", "1.5")]
    [InlineData("--mask-value is 'x', expected an integer", "convert", "x.pkl", "-o", "x", "--to", "png", "--mask-value", "x")]
    [InlineData(
        "--size is '99999999999', expected a number within range",
        "convert",
        "x.pkl",
        "-o",
        "x",
        "--to",
        "png",
        "--size",
        "99999999999"
    )]
    [InlineData("--failing is 'half', expected a number", "demo", "-o", "x.pkl", "--failing", "half")]
    [InlineData("--seed is '-1', expected a number within range", "demo", "-o", "x.pkl", "--seed", "-1")]
    [InlineData("--jobs is '1e3', expected an integer", "inspect", "x.pkl", "--jobs", "1e3")]
    public void ValueOfAnotherKind_IsRefusedInWords(string message, params string[] args) =>
        Assert.Equal(new CliRun(2, string.Empty, $"lungseg: {message}\nlungseg: see 'lungseg {args[0]} --help'\n"), CliRun.Of(args));

    [Theory]
    [InlineData("threshold")]
    [InlineData("inspect")]
    [InlineData("convert", "--to", "npz")]
    public void StandardOutputForAFile_IsRefusedWithTheWayOut(string command, params string[] more)
    {
        var run = CliRun.Of([command, CliRun.Sample, "-o", "-", .. more]);
        Assert.Equal(
            new CliRun(
                2,
                string.Empty,
                "lungseg: -o - means standard output, which cannot hold this: give the name of a file; ./- is a file of that name\n"
            ),
            run
        );
        Assert.False(File.Exists("-"));
    }

    [Theory]
    [InlineData("inspec", "base.pkl")]
    [InlineData("help", "inspec")]
    [InlineData("man", "inspec")]
    public void MistypedCommand_IsGuessed(params string[] args) =>
        Assert.Equal(new CliRun(2, string.Empty, "lungseg: unknown command 'inspec'; did you mean inspect?\n"), CliRun.Of(args));

    [Theory]
    [InlineData("-", "-")]
    [InlineData("-", "--rows", "@-")]
    public void StandardInputTwice_IsUsage(params string[] args) =>
        Assert.Equal(
            new CliRun(2, string.Empty, "lungseg: standard input can be read once: give - to one INPUT, or @- to --rows\n"),
            CliRun.With("0\n", ["stats", .. args])
        );

    [Fact]
    public void MistypedOption_IsGuessed() =>
        Assert.Equal("lungseg: option --rwos is not known; did you mean --rows?\n", CliRun.Of("inspect", "--rwos", "3", "x.pkl").Error);
}
