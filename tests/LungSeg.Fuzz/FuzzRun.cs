using System.Diagnostics;
using System.Globalization;
using LungSeg.Core.Bytes;

namespace LungSeg.Fuzz;

/// <summary>Feeds changed inputs to one reader until the time is up, in this process. An input that breaks a rule is kept.</summary>
internal sealed class FuzzRun(FuzzReader reader, FuzzLimits limits, TextWriter log)
{
    private readonly Dictionary<string, int> _kept = new(StringComparer.Ordinal);
    private long _started;
    private string _case = string.Empty;

    /// <summary>Runs; true where nothing was broken.</summary>
    /// <param name="seed">Seed of the changes.</param>
    /// <param name="duration">Time to spend.</param>
    /// <param name="folder">Where inputs stand while they are read, and those that broke a rule stay.</param>
    public bool Run(int seed, TimeSpan duration, string folder)
    {
        var mutator = new Mutator(seed);
        var clock = Stopwatch.StartNew();
        var (cases, read, slowest, largest) = (0L, 0L, TimeSpan.Zero, 0L);
        using var watch = new Timer(_ => StopWhenHung(), null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
        foreach (var whole in reader.Seeds)
        {
            read += Try(whole, folder, cases++).IsRead ? 1 : 0;
        }
        while (clock.Elapsed < duration)
        {
            var result = Try(mutator.Change(reader.Seeds), folder, cases++);
            read += result.IsRead ? 1 : 0;
            slowest = result.Elapsed > slowest ? result.Elapsed : slowest;
            largest = Math.Max(largest, result.Allocated);
        }

        log.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{reader.Name}: {cases} inputs, {read} read, {cases - read} refused, {_kept.Values.Sum()} broken; slowest "
                    + $"{slowest.TotalMilliseconds:0} ms, most allocated {largest / 1048576.0:0.0} MB"
            )
        );
        return _kept.Count == 0;
    }

    private (bool IsRead, TimeSpan Elapsed, long Allocated) Try(FuzzSeed input, string folder, long number)
    {
        var own = Directory.CreateDirectory(Path.Combine(folder, "case"));
        _case = Path.Combine(own.FullName, "input" + reader.Suffix);
        input.WriteTo(_case);
        var allocated = GC.GetTotalAllocatedBytes();
        var used = Environment.CpuUsage.TotalTime;
        Volatile.Write(ref _started, Environment.TickCount64);
        string? fault = null;
        var isRead = false;
        try
        {
            reader.Run(_case, number);
            isRead = true;
        }
        catch (DatasetFormatException)
        {
            // The input is refused, as it should be.
        }
#pragma warning disable CA1031 // Any other exception is what is looked for.
        catch (Exception e)
#pragma warning restore CA1031
        {
            fault = e.ToString();
        }

        Volatile.Write(ref _started, 0);
        var elapsed = Environment.CpuUsage.TotalTime - used;
        allocated = GC.GetTotalAllocatedBytes() - allocated;
        if (fault is null && elapsed > limits.Slow)
        {
            fault = string.Create(CultureInfo.InvariantCulture, $"slow: {elapsed.TotalSeconds:0.0} s");
        }
        if (fault is null && allocated > limits.AllocatedBase + (limits.AllocatedPerByte * input.Length))
        {
            fault = string.Create(CultureInfo.InvariantCulture, $"memory: {allocated / 1048576} MB for {input.Length} bytes");
        }
        if (fault is not null)
        {
            Keep(fault, number);
        }
        own.Delete(recursive: true);
        return (isRead, elapsed, allocated);
    }

    /// <summary>Keeps the first inputs of each kind of fault: the kind is the first line and the place it was thrown at.</summary>
    private void Keep(string fault, long number)
    {
        var lines = fault.Split('\n');
        var place = lines.FirstOrDefault(line => line.TrimStart().StartsWith("at LungSeg", StringComparison.Ordinal)) ?? string.Empty;
        var kind = $"{lines[0].Split(':')[0]} {place.Trim()}";
        _kept[kind] = _kept.GetValueOrDefault(kind) + 1;
        if (_kept[kind] > 1)
        {
            return;
        }
        var kept = Path.Combine(
            Path.GetDirectoryName(Path.GetDirectoryName(_case))!,
            string.Create(CultureInfo.InvariantCulture, $"{reader.Name}-{number}{reader.Suffix}")
        );
        if (Directory.Exists(_case))
        {
            Directory.Move(_case, kept);
        }
        else
        {
            File.Move(_case, kept, overwrite: true);
        }
        log.WriteLine($"{reader.Name}: BROKEN by {kept}: {fault}");
    }

    private void StopWhenHung()
    {
        var started = Volatile.Read(ref _started);
        if (started == 0 || Environment.TickCount64 - started < limits.Hung.TotalMilliseconds)
        {
            return;
        }
        log.WriteLine($"{reader.Name}: HUNG at {_case}");
        log.Flush();
        Environment.Exit(1);
    }
}
