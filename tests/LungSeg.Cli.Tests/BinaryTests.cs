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
        Assert.Equal(new CliRun(3, string.Empty, "lungseg: no-such.pkl: file not found\n"), Run("inspect", "no-such.pkl"));
        run = Run("inspect", "--nonsense", "x");
        Assert.Equal((2, string.Empty), (run.Code, run.Out));
    }

    [Theory]
    [InlineData("HUP", 129)]
    [InlineData("QUIT", 131)]
    [InlineData("TERM", 143)]
    public void Signal_WhileWriting_LeavesNoHalfFile(string signal, int code)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs the signals of Linux");
        Assert.SkipWhen(IsIgnored(signal), $"SIG{signal} is ignored, as a shell does for what it starts in the background");
        using var folder = new TemporaryFolder();
        using var process = Start("convert", CliRun.Sample, CliRun.Sample, CliRun.Sample, CliRun.Sample, "-o", folder["all.npz"], "-q");
        while (!Directory.EnumerateFileSystemEntries(folder[string.Empty]).Any() && !process.HasExited)
        {
            Thread.Sleep(2);
        }
        using (var kill = System.Diagnostics.Process.Start("sh", ["-c", $"kill -{signal} {process.Id}"]))
        {
            kill.WaitForExit();
        }
        process.WaitForExit();
        Assert.Equal(code, process.ExitCode);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder[string.Empty]));
    }

    /// <summary>Whether this process, and so what it starts, ignores a signal.</summary>
    private static bool IsIgnored(string signal)
    {
        var number = signal switch
        {
            "HUP" => 1,
            "QUIT" => 3,
            _ => 15,
        };
        var line = File.ReadLines("/proc/self/status").First(line => line.StartsWith("SigIgn:", StringComparison.Ordinal));
        return (Convert.ToUInt64(line["SigIgn:".Length..].Trim(), 16) & (1UL << (number - 1))) != 0;
    }

    /// <summary>The runtime of this build holds two descriptors for each library, and aborts where it has none for a thread.</summary>
    [Fact]
    public void FewDescriptors_AreNamedBeforeTheRuntimeAborts()
    {
        Assert.SkipWhen(
            CliRun.Program is not null || !OperatingSystem.IsLinux(),
            "only the build with the just-in-time compiler has this limit"
        );
        var command = $"ulimit -n 100; dotnet '{Path.Combine(AppContext.BaseDirectory, "lungseg.dll")}' --version";
        var run = CliRun.OfProcess([], new Dictionary<string, string>(), "/bin/sh", "-c", command);
        Assert.Equal((4, string.Empty), (run.Code, run.Out));
        Assert.StartsWith("lungseg: at most 100 files may be open (ulimit -n), the program needs 128", run.Error, StringComparison.Ordinal);
    }

    /// <summary>Byte E9 is no UTF-8: .NET would look for, or write, a file of another name.</summary>
    [Theory]
    [InlineData("inspect")]
    [InlineData("convert demo.pkl.gz -o")]
    public void NameThatIsNotUtf8_IsNamedAndNothingIsWritten(string arguments)
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }
        using var folder = new TemporaryFolder();
        File.Copy(CliRun.Sample, folder["demo.pkl.gz"]);
        var program = CliRun.Program ?? $"dotnet '{Path.Combine(AppContext.BaseDirectory, "lungseg.dll")}'";
        var command = $"cd '{folder[string.Empty]}'; name=$(printf 'm\\351.pkl'); printf x > $name; {program} {arguments} $name";
        var run = CliRun.OfProcess([], new Dictionary<string, string>(), "/bin/sh", "-c", command);
        Assert.Equal((3, string.Empty), (run.Code, run.Out));
        Assert.StartsWith("lungseg: m\\xE9.pkl: names and values are expected in UTF-8", run.Error, StringComparison.Ordinal);
        Assert.Equal(2, folder.Names.Count());
        using var remove = System.Diagnostics.Process.Start("sh", ["-c", $"rm '{folder[string.Empty]}'/m*"]);
        remove.WaitForExit();
    }

    private static System.Diagnostics.Process Start(params string[] args) =>
        CliRun.Program is { } program
            ? System.Diagnostics.Process.Start(program, args)
            : System.Diagnostics.Process.Start("dotnet", [Path.Combine(AppContext.BaseDirectory, "lungseg.dll"), .. args]);

    private static CliRun Run(params string[] args) =>
        CliRun.Program is { } program
            ? CliRun.OfProcess([], new Dictionary<string, string>(), program, args)
            : CliRun.OfProcess(
                [],
                new Dictionary<string, string>(),
                "dotnet",
                [Path.Combine(AppContext.BaseDirectory, "lungseg.dll"), .. args]
            );
}
