using Xunit;

namespace LungSeg.Cli.Tests;

/// <summary>
/// Texts that are compared as a whole, from <c>Fixtures/screens</c>. With LUNGSEG_WRITE_GOLDENS=1 they are written instead.
/// </summary>
internal static class Goldens
{
    public static readonly int[] Widths = [60, 80, 100, 140];

    private static readonly bool Writes = Environment.GetEnvironmentVariable("LUNGSEG_WRITE_GOLDENS") == "1";

    /// <summary>Compares what a command prints at each width.</summary>
    public static void Check(string name, Func<int, string> print)
    {
        var found = string.Concat(Widths.Select(width => $"=== {width}\n{print(width)}"));
        var path = Path.Combine(CliRun.Root, "tests", "LungSeg.Cli.Tests", "Fixtures", "screens", name + ".txt");
        if (Writes)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, found);
            return;
        }

        Assert.True(
            File.Exists(path) && File.ReadAllText(path) == found,
            $"{name}.txt is not what is printed; LUNGSEG_WRITE_GOLDENS=1 dotnet test --filter ScreenTests writes it:\n{found}"
        );
    }
}
