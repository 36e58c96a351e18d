using System.Diagnostics;
using Xunit;

namespace LungSeg.Cli.Tests;

/// <summary>The built program itself, as a process.</summary>
public sealed class BinaryTests
{
    [Fact]
    public void Version_IsANumberWithACommit()
    {
        var (code, output, error) = Run("--version");
        Assert.Equal((0, string.Empty), (code, error));
        Assert.Matches(@"^\d+\.\d+\.\d+(\+[0-9a-f]{40})?\n$", output);
    }

    [Fact]
    public void Inspect_ExitCodesAndStreams_AreKept()
    {
        var (code, output, error) = Run("inspect", "--json", CliRun.Sample);
        Assert.Equal((0, string.Empty), (code, error));
        Assert.StartsWith("{\n  \"schema\": \"lungseg/inspect/1\",", output, StringComparison.Ordinal);
        (code, output, error) = Run("inspect", "no-such.pkl");
        Assert.Equal((3, string.Empty, "lungseg: no-such.pkl: there is no such file\n"), (code, output, error));
        (code, output, _) = Run("inspect", "--nonsense", "x");
        Assert.Equal((2, string.Empty), (code, output));
    }

    private static (int Code, string Output, string Error) Run(params string[] args)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "lungseg.dll"), .. args])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.Result);
    }
}
