using System.Diagnostics;
using System.Globalization;
using LungSeg.Core.Grouping;

namespace LungSeg.Benchmarks;

/// <summary>How the time of grouping grows with the number of rows, without the reading of slices.</summary>
/// <remarks>
/// The descriptors are simulated: scans of ten slices, correlated 0.85 and more within a scan, and 0.15 between any two scans for the
/// anatomy that all have in common. What this does not show: how long slices take to read, and the clustering of real anatomy.
/// </remarks>
internal static class GroupCost
{
    private const int SlicesPerScan = 10;

    public static void Run(IEnumerable<int> sizes, int jobs, TextWriter output)
    {
        output.WriteLine("rows,seconds,cpu_seconds,groups");
        foreach (var size in sizes)
        {
            var slices = Simulate(size);
            (string, long)[] rowKeys = [.. Enumerable.Range(0, size).Select(i => ("simulated", (long)i))];
            var cpu = Environment.CpuUsage.TotalTime;
            var start = Stopwatch.GetTimestamp();
            var groups = GroupInference.Group(slices, rowKeys, new GroupingOptions { Jobs = jobs });
            var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            output.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{size},{seconds:0.000},{(Environment.CpuUsage.TotalTime - cpu).TotalSeconds:0.000},{groups.Count}"
                )
            );
            output.Flush();
        }
    }

    private static SliceDescriptor[] Simulate(int count)
    {
        var common = Noise(new Random(1));
        var slices = new SliceDescriptor[count];
        Parallel.For(
            0,
            (count + SlicesPerScan - 1) / SlicesPerScan,
            scan =>
            {
                var random = new Random(scan + 2);
                var own = Noise(random);
                for (var i = scan * SlicesPerScan; i < Math.Min(count, (scan + 1) * SlicesPerScan); i++)
                {
                    slices[i] = Mix(common, own, Noise(random), i);
                }
            }
        );
        return slices;
    }

    /// <summary>Random values, equal in squares of two by two blocks, so that they are there at both scales.</summary>
    private static sbyte[] Noise(Random random)
    {
        const int Side = SliceDescriptor.Side;
        var noise = new sbyte[SliceDescriptor.Length];
        for (var row = 0; row < Side; row += 2)
        {
            for (var column = 0; column < Side; column += 2)
            {
                var value = (sbyte)random.Next(-60, 61);
                var at = (row * Side) + column;
                noise[at] = noise[at + 1] = noise[at + Side] = noise[at + Side + 1] = value;
            }
        }

        return noise;
    }

    private static SliceDescriptor Mix(sbyte[] common, sbyte[] scan, sbyte[] slice, int number)
    {
        var edges = new sbyte[SliceDescriptor.Length];
        var values = new double[edges.Length];
        for (var i = 0; i < edges.Length; i++)
        {
            values[i] = (0.39 * common[i]) + (0.84 * scan[i]) + (0.38 * slice[i]);
            edges[i] = (sbyte)Math.Round(values[i]);
        }

        return new SliceDescriptor
        {
            Hash = (UInt128)number,
            Size = new(512, 512),
            Edges = edges,
            Norm = Math.Sqrt(EdgeProduct.Compute(edges, edges)),
            Sketches = [SliceSketch.Compute(BlockGrid.Halve(values, SliceDescriptor.Side))],
            Profile = SliceProfile.FromSums(new double[512], new double[512]),
            CornerHu = null,
        };
    }
}
