using System.Globalization;
using LungSeg.Core.Grouping;
using LungSeg.Core.Phantom;

namespace LungSeg.Benchmarks;

/// <summary>
/// Groups the phantoms of <c>demo</c>, of which it is known which row is of which scan, and says how near strangers come.
/// </summary>
internal static class GroupPhantoms
{
    public static void Run(int rows, int mostSlices, IEnumerable<ulong> seeds, TextWriter output)
    {
        output.WriteLine("seed,rows,scans,groups,pairs_joined_wrongly,pairs_missed,nearest_strangers,farthest_of_one_scan");
        foreach (var seed in seeds)
        {
            var set = new PhantomDataset(
                rows,
                seed,
                new PhantomOptions
                {
                    CutBodyShare = 0.2,
                    MinSlicesPerScan = 1,
                    MaxSlicesPerScan = mostSlices,
                }
            );
            var slices = new SliceDescriptor[rows];
            Parallel.For(0, rows, row => slices[row] = DescriptorReader.Compute(set.Render(row).Hu, 512, 512));
            var groups = GroupInference.Group(
                slices,
                [.. Enumerable.Range(0, rows).Select(i => ("phantom", (long)i))],
                new GroupingOptions { Jobs = 2 }
            );
            output.WriteLine(Compare(seed, set, slices, groups));
            output.Flush();
        }
    }

    private static string Compare(ulong seed, PhantomDataset set, SliceDescriptor[] slices, RowGroups groups)
    {
        var (wrong, missed, strangers, farthest) = (0, 0, 0.0, 1.0);
        for (var a = 0; a < slices.Length; a++)
        {
            for (var b = a + 1; b < slices.Length; b++)
            {
                var isScan = set.Rows[a].Scan == set.Rows[b].Scan;
                var isGroup = groups.GroupOf[a] == groups.GroupOf[b];
                var likeness = slices[a].Likeness(slices[b]);
                wrong += isGroup && !isScan ? 1 : 0;
                missed += isScan && !isGroup ? 1 : 0;
                strangers = isScan ? strangers : Math.Max(strangers, likeness);
                farthest = isScan ? Math.Min(farthest, likeness) : farthest;
            }
        }

        return string.Create(
            CultureInfo.InvariantCulture,
            $"{seed},{slices.Length},{set.ScanCount},{groups.Count},{wrong},{missed},{strangers:0.000},{farthest:0.000}"
        );
    }
}
