using System.Diagnostics;
using LungSeg.Core.Bytes;
using LungSeg.Core.Datasets;
using LungSeg.Core.Formats;
using LungSeg.Core.Formats.Arrays;
using LungSeg.Core.Formats.Pickle;
using Xunit;

namespace LungSeg.Core.Tests.Fixtures;

/// <summary>Opens a pickle from memory, as hostile as it may be, does all that inspect does with it, and measures.</summary>
internal static class PickleProbe
{
    private const long AllocationBase = 64L << 20;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    public static IByteSource Source(byte[] pickle) => new MemoryByteSource(pickle, new SourceName("test.pkl", null, "pickle"));

    public static TableIndex Read(byte[] pickle, Leniency leniency = Leniency.Strict) =>
        PickleReader.Read(Source(pickle), ReadLimits.Default, leniency);

    /// <summary>The data set of a pickle.</summary>
    public static Dataset Open(byte[] pickle, Leniency leniency = Leniency.Strict)
    {
        var source = Source(pickle);
        var index = BareArray.Named(PickleReader.Read(source, ReadLimits.Default, leniency), source, null);
        return new Dataset([new DatasetInput(new InputDescription("test.pkl", "test", "pickle", null, pickle.Length), index, source, [])]);
    }

    /// <summary>Opens, summarises and reads every array; returns the fault, or null where there is none.</summary>
    public static DatasetFormatException? Exercise(byte[] pickle, Leniency leniency)
    {
        try
        {
            using var dataset = Open(pickle, leniency);
            var rows = RowSelection.All.GetRows(dataset);
            DatasetSummary.Create(dataset, rows);
            var read = new HashSet<ArrayInfo>();
            foreach (var row in rows)
            {
                using var sample = row.Load();
                Read(read, row.FoundMask, sample);
                Read(read, row.FoundHu, sample);
                Read(read, row.FoundHuOld, sample);
            }

            return dataset.Inputs[0].Damage;
        }
        catch (DatasetFormatException e)
        {
            return e;
        }
    }

    private static void Read(HashSet<ArrayInfo> read, ArrayInfo? array, CtSample sample)
    {
        if (array is null || !read.Add(array))
        {
            return;
        }
        if (array is not { Shape.Count: 2, DType.IsNumeric: true })
        {
            sample.ReadBytes(array);
            return;
        }
        _ =
            ReferenceEquals(array, sample.Row.FoundMask) ? sample.Mask
            : ReferenceEquals(array, sample.Row.FoundHu) ? sample.Hu
            : sample.HuOld;
    }

    /// <summary>Exercises a pickle both ways within the ceilings of time and memory; returns the fault of the strict way.</summary>
    public static DatasetFormatException? Measure(byte[] pickle, string name)
    {
        var strict = Measure(pickle, Leniency.Strict, name);
        Measure(pickle, Leniency.Salvage, name);
        return strict;
    }

    private static DatasetFormatException? Measure(byte[] pickle, Leniency leniency, string name)
    {
        var before = GC.GetTotalAllocatedBytes(precise: true);
        var clock = Stopwatch.StartNew();
        var fault = Exercise(pickle, leniency);
        clock.Stop();
        var allocated = GC.GetTotalAllocatedBytes(precise: true) - before;
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{name} {leniency}: {pickle.Length} bytes, {clock.Elapsed.TotalMilliseconds:F1} ms, {allocated / 1048576.0:F2} MB "
                + $"allocated, {fault?.Fault.ToString() ?? "no fault"} at {fault?.Offset}: {fault?.Detail}"
        );
        Assert.True(
            allocated <= AllocationBase + (4L * pickle.Length),
            $"{name} {leniency} allocated {allocated} bytes for {pickle.Length}"
        );
        Assert.True(clock.Elapsed < Longest, $"{name} {leniency} took {clock.Elapsed}");
        return fault;
    }
}
