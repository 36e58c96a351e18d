using System.Text.RegularExpressions;
using LungSeg.Cli.Commands;
using LungSeg.Cli.Manual;
using Xunit;

namespace LungSeg.Cli.Tests;

/// <summary>
/// Help, man pages and documents say the same. What mandoc and groff say of the pages: tests/interop/packages/check_shells.py.
/// </summary>
public sealed partial class ManualTests
{
    public static TheoryData<string> Commands => [.. CommandCatalog.ListShown().Select(command => command.Name)];

    [Fact]
    public void OptionsDocument_IsWhatManPrints()
    {
        var found = CliRun.Of("man", "--format", "markdown");
        Assert.Equal(0, found.Code);
        Assert.True(
            found.Out == File.ReadAllText(Path.Combine(CliRun.Root, "docs", "options.md")),
            "docs/options.md is not of these commands: lungseg man --format markdown > docs/options.md"
        );
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void Command_HasItsOptionsInHelpManAndADocument(string name)
    {
        var help = CliRun.Of("help", name);
        var page = CliRun.Of("man", name);
        Assert.Equal((0, 0), (help.Code, page.Code));
        Assert.Equal(CliRun.Of(name, "--help").Out, help.Out);
        var command = CommandCatalog.TryFind(name)!;
        foreach (var option in command.Options)
        {
            Assert.Matches($@"{option.Name}\b", help.Out);
            Assert.Contains($@"\fB{option.Name.Replace("-", @"\-", StringComparison.Ordinal)}\fR", page.Out, StringComparison.Ordinal);
        }

        foreach (var (heading, lines) in new CommandText(command).Blocks)
        {
            Assert.Contains($".SH {heading.ToUpperInvariant()}\n", page.Out, StringComparison.Ordinal);
            Assert.All(lines, line => Assert.Contains(Words(line), Words(help.Out), StringComparison.Ordinal));
        }

        var section = Regex.Match(
            File.ReadAllText(Path.Combine(CliRun.Root, "docs", "options.md")),
            $@"^## \[{name}\]\((.+)\)$",
            RegexOptions.Multiline
        );
        Assert.True(File.Exists(Path.Combine(CliRun.Root, "docs", section.Groups[1].Value)), $"no page of {name}");
        Assert.Contains(
            $"lungseg {name}",
            File.ReadAllText(Path.Combine(CliRun.Root, "docs", section.Groups[1].Value)),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void ProgramPage_NamesAllCommandsCodesVariablesAndFiles()
    {
        var page = CliRun.Of("man");
        Assert.Equal(0, page.Code);
        var plain = page.Out.Replace(@"\-", "-", StringComparison.Ordinal);
        Assert.All(CommandCatalog.ListShown(), command => Assert.Contains($@"\fB{command.Name}\fR", plain, StringComparison.Ordinal));
        Assert.All(
            [.. ManualTables.ExitCodes, .. ManualTables.Variables, .. ManualTables.Files],
            entry => Assert.Contains($@"\fB{entry.Name}\fR", plain, StringComparison.Ordinal)
        );
        Assert.Equal(2, CliRun.Of("man", "no-such").Code);
        Assert.Equal(2, CliRun.Of("help", "no-such").Code);
    }

    [Fact]
    public void ExitCodes_AreThoseOfTheDecision()
    {
        var table = File.ReadAllText(Path.Combine(CliRun.Root, "docs", "decisions", "0003-exit-codes.md"));
        Assert.Equal(TableRow().Matches(table).Select(row => row.Groups[1].Value), ManualTables.ExitCodes.Select(entry => entry.Name));
        Assert.All(
            Enum.GetValues<ExitCode>(),
            code => Assert.Contains(ManualTables.ExitCodes, entry => entry.Name.Split(", ").Contains($"{(int)code}"))
        );
    }

    /// <summary>
    /// Variables are read through <see cref="Terminal.Variable"/> alone, so their names stand in the sources of the command line.
    /// </summary>
    [Fact]
    public void Variables_InTheSources_AreInTheManual()
    {
        var sources = Directory
            .EnumerateFiles(Path.Combine(CliRun.Root, "src", "LungSeg.Cli"), "*.cs", SearchOption.AllDirectories)
            .Where(path => !path.Contains("Manual", StringComparison.Ordinal));
        var read = sources
            .SelectMany(path => VariableName().Matches(File.ReadAllText(path)))
            .Select(match => match.Groups["name"].Value)
            .ToHashSet();
        Assert.Contains("LUNGSEG_MAX_INFLATED_BYTES", read);
        Assert.Equal(
            read.Order(StringComparer.Ordinal),
            ManualTables.Variables.SelectMany(entry => entry.Name.Split(", ")).Order(StringComparer.Ordinal)
        );
    }

    /// <summary>A text without the layout of its lines.</summary>
    private static string Words(string text) => string.Join(' ', text.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries));

    [GeneratedRegex(@"^\| ([0-9, ]+) \|", RegexOptions.Multiline)]
    private static partial Regex TableRow();

    /// <summary>What is asked for by name, and constants that look like a variable's name.</summary>
    [GeneratedRegex("Variable\\(\"(?<name>[A-Z_]+)\"\\)|\"(?<name>[A-Z]+(_[A-Z]+)+)\"")]
    private static partial Regex VariableName();
}
