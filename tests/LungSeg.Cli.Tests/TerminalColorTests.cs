using Xunit;

namespace LungSeg.Cli.Tests;

/// <summary>What https://no-color.org and https://force-color.org ask of programs.</summary>
public sealed class TerminalColorTests
{
    private const string Escape = "\e[";

    [Theory]
    [InlineData(true, true, false, "")]
    [InlineData(false, false, false, "")]
    [InlineData(false, true, true, "")]
    [InlineData(true, true, false, "NO_COLOR=")]
    [InlineData(false, true, false, "NO_COLOR=1")]
    [InlineData(true, false, false, "FORCE_COLOR=1")]
    [InlineData(false, false, false, "FORCE_COLOR=")]
    [InlineData(false, true, false, "FORCE_COLOR=1 NO_COLOR=1")]
    [InlineData(false, true, true, "FORCE_COLOR=1")]
    [InlineData(false, true, false, "TERM=dumb")]
    [InlineData(true, true, false, "TERM=dumb FORCE_COLOR=1")]
    public void Resolve_OptionEnvironmentAndTerminal_AskForColor(bool expected, bool isTerminal, bool noColor, string variables)
    {
        var values = Parse(variables);
        var terminal = new Terminal
        {
            OpenInput = () => Stream.Null,
            Out = TextWriter.Null,
            Error = TextWriter.Null,
            OutIsTerminal = isTerminal,
            Variable = values.GetValueOrDefault,
        };
        Assert.Equal(expected, TerminalColors.Resolve(terminal, noColor) != TerminalColor.None);
    }

    [Theory]
    [InlineData("None", "COLORTERM=truecolor TERM=dumb")]
    [InlineData("Ansi16", "")]
    [InlineData("Ansi16", "TERM=xterm")]
    [InlineData("Ansi256", "TERM=xterm-256color")]
    [InlineData("Ansi256", "TERM=tmux-256color COLORTERM=")]
    [InlineData("TrueColor", "TERM=xterm-256color COLORTERM=truecolor")]
    [InlineData("TrueColor", "TERM=xterm COLORTERM=24bit")]
    [InlineData("TrueColor", "TERM=xterm-direct")]
    public void Resolve_ColorTermAndTerm_SayHowManyColors(string expected, string variables)
    {
        var values = Parse(variables);
        var terminal = new Terminal
        {
            OpenInput = () => Stream.Null,
            Out = TextWriter.Null,
            Error = TextWriter.Null,
            OutIsTerminal = true,
            Variable = values.GetValueOrDefault,
        };
        Assert.Equal(Enum.Parse<TerminalColor>(expected), TerminalColors.Resolve(terminal, noColor: false));
    }

    [Theory]
    [InlineData("inspect")]
    [InlineData("stats")]
    [InlineData("validate")]
    [InlineData("threshold --check")]
    [InlineData("split -n")]
    [InlineData("split --leakage")]
    [InlineData("stats --help")]
    public void Command_ForcedColor_ColorsUnlessNoColor(string command)
    {
        var variables = Parse("FORCE_COLOR=1");
        string[] words = [.. command.Split(' '), CliRun.Sample];
        Assert.Contains(Escape, CliRun.In(variables, words).Out, StringComparison.Ordinal);
        Assert.DoesNotContain(Escape, CliRun.In(variables, [.. words, "--no-color"]).Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Merge_ForcedColor_IsItsOwnAndNotThatOfTheShards()
    {
        using var folder = new TemporaryFolder();
        var variables = Parse("FORCE_COLOR=1");
        var shard = CliRun.In(variables, "validate", CliRun.Sample, "--no-color", "--shard", "0/1", "-o", folder["v"]);
        Assert.Equal(0, shard.Code);
        Assert.Contains(Escape, CliRun.In(variables, "merge", folder["v.shard-0-of-1"]).Out, StringComparison.Ordinal);
        Assert.DoesNotContain(Escape, CliRun.In(variables, "merge", folder["v.shard-0-of-1"], "--no-color").Out, StringComparison.Ordinal);
    }

    private static Dictionary<string, string> Parse(string variables) =>
        variables
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(pair => pair.Split('='))
            .ToDictionary(pair => pair[0], pair => pair[1]);
}
