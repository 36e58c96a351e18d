using Xunit;

namespace LungSeg.Cli.Tests;

/// <summary>The built program itself, as a process.</summary>
public sealed class BinaryTests
{
    [Fact]
    public void Version_IsANumberWithACommit()
    {
        var run = Run("--version");
        Assert.Equal((0, string.Empty), (run.Code, run.Error));
        Assert.Matches(@"^\d+\.\d+\.\d+(\+[0-9a-f]{40})?\n$", run.Out);
    }

    [Fact]
    public void Inspect_ExitCodesAndStreams_AreKept()
    {
        var run = Run("inspect", "--json", CliRun.Sample);
        Assert.Equal((0, string.Empty), (run.Code, run.Error));
        Assert.StartsWith("{\n  \"schema\": \"lungseg/inspect/1\",", run.Out, StringComparison.Ordinal);
        Assert.Equal(new CliRun(3, string.Empty, "lungseg: no-such.pkl: there is no such file\n"), Run("inspect", "no-such.pkl"));
        run = Run("inspect", "--nonsense", "x");
        Assert.Equal((2, string.Empty), (run.Code, run.Out));
    }

    private static CliRun Run(params string[] args) => CliRun.Program is { } program
        ? CliRun.OfProcess([], new Dictionary<string, string>(), program, args)
        : CliRun.OfProcess([], new Dictionary<string, string>(), "dotnet", [Path.Combine(AppContext.BaseDirectory, "lungseg.dll"), .. args]);
}
