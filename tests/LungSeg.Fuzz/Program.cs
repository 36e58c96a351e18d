using System.Diagnostics;
using System.Globalization;
using LungSeg.Core.Tests.Fixtures;
using LungSeg.Fuzz;

// LungSeg.Fuzz [SECONDS [SEED [READER...]]]: the time is shared out among the readers, each of which runs in a process of its own, so that
// one that dies is noticed. Inputs that broke a rule stay in the folder that is named at the end; LungSeg.Fuzz replay READER PATH NUMBER
// reads one again.
var work = Path.Combine(Path.GetTempPath(), "lungseg-fuzz");
switch (args)
{
    case ["worker", var reader, var seconds, var seed]:
        var folder = Directory.CreateDirectory(Path.Combine(work, reader)).FullName;
        var run = new FuzzRun(new FuzzReaders(Repository.Root, Path.Combine(folder, "seeds")).Find(reader), new FuzzLimits(), Console.Out);
        return run.Run(Number(seed), TimeSpan.FromSeconds(Number(seconds)), folder) ? 0 : 1;
    case ["replay", var reader, var path, var number]:
        new FuzzReaders(Repository.Root, Path.Combine(work, "replay")).Find(reader).Run(path, Number(number));
        return 0;
    default:
        return Supervise(
            args.Length > 0 ? Number(args[0]) : 120,
            args.Length > 1 ? Number(args[1]) : 1,
            args.Length > 2 ? args[2..] : [.. FuzzReaders.Names]
        );
}

int Supervise(int seconds, int seed, string[] readers)
{
    if (Directory.Exists(work))
    {
        Directory.Delete(work, recursive: true);
    }
    var failed = 0;
    foreach (var reader in readers)
    {
        var share = Math.Max(1, seconds / readers.Length).ToString(CultureInfo.InvariantCulture);
        using var worker = Process.Start(Environment.ProcessPath!, ["worker", reader, share, seed.ToString(CultureInfo.InvariantCulture)]);
        worker.WaitForExit();
        if (worker.ExitCode == 0)
        {
            continue;
        }
        failed++;
        Console.WriteLine($"{reader}: exit {worker.ExitCode}; see {Path.Combine(work, reader)}");
    }

    Console.WriteLine($"{readers.Length - failed} passed, {failed} failed");
    return failed == 0 ? 0 : 1;
}

static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
