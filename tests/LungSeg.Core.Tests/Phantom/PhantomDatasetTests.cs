using System.Runtime.InteropServices;
using System.Security.Cryptography;
using LungSeg.Core.Phantom;
using Xunit;

namespace LungSeg.Core.Tests.Phantom;

public sealed class PhantomDatasetTests
{
    private static readonly PhantomOptions Small = new() { Side = 96 };

    [Fact]
    public void Rows_264_AreSortedByClassInRunsOfTwoToSeven()
    {
        var rows = new PhantomDataset(264, seed: 1).Rows;

        Assert.Equal(Enumerable.Range(0, 264), rows.Select(row => row.Index));
        Assert.Equal(["LR2", "LR3", "LR4A", "LR4B"], rows.Select(row => row.Label).Distinct());
        Assert.All(rows.GroupBy(row => row.Label), group => Assert.Equal(66, group.Count()));
        var runs = rows.GroupBy(row => row.Scan).ToList();
        Assert.Equal(Enumerable.Range(0, runs.Count), runs.Select(run => run.Key));
        Assert.All(
            runs,
            run =>
            {
                Assert.InRange(run.Count(), 1, 7);
                Assert.Equal(run.Count() - 1, run.Last().Index - run.First().Index);
                Assert.Single(run.Select(row => row.Label).Distinct());
            }
        );

        // Only the last run of a class may be cut short.
        Assert.InRange(runs.Count(run => run.Count() == 1), 0, 4);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(5)]
    public void Rows_AnyCount_IsMetExactly(int count) => Assert.Equal(count, new PhantomDataset(count, seed: 2).Rows.Count);

    [Fact]
    public void Render_OnThreadsInAnyOrder_GivesTheSameBytes()
    {
        var first = new PhantomDataset(16, seed: 3, Small);
        var second = new PhantomDataset(16, seed: 3, Small);
        var hashes = new string[16];
        Parallel.For(0, 16, i => hashes[15 - i] = Hash(second.Render(15 - i)));

        Assert.Equal(Enumerable.Range(0, 16).Select(row => Hash(first.Render(row))), hashes);
        Assert.Equal(16, hashes.Distinct().Count());
        Assert.NotEqual(hashes[0], Hash(new PhantomDataset(16, seed: 4, Small).Render(0)));
    }

    [Fact]
    public void Render_Neighbours_CorrelateMoreThanScansDo()
    {
        var dataset = new PhantomDataset(16, seed: 6, Small);
        var slices = dataset.Rows.Select(row => dataset.Render(row.Index).Hu.ToArray()).ToList();
        var within = new List<double>();
        var between = new List<double>();
        for (int a = 0; a < slices.Count; a++)
        {
            for (int b = 0; b < a; b++)
            {
                (dataset.Rows[a].Scan == dataset.Rows[b].Scan ? within : between).Add(Correlation(slices[a], slices[b]));
            }
        }

        Assert.True(within.Min() > 0.95, $"{within.Min()}");
        Assert.True(between.Max() < within.Min(), $"{between.Max()} against {within.Min()}");
    }

    [Fact]
    public void Options_Shares_TakeEffect()
    {
        var plain = new PhantomDataset(20, seed: 7, Small);
        var odd = new PhantomDataset(20, seed: 7, Small with { FilledLungShare = 1, CutBodyShare = 1, DuplicateShare = 1 });

        Assert.All(Enumerable.Range(0, plain.ScanCount), scan => Assert.Equal(PhantomAnatomy.Plain, plain.Scan(scan).Anatomy));
        Assert.All(
            Enumerable.Range(0, odd.ScanCount),
            scan => Assert.Equal(PhantomAnatomy.FilledLungs | PhantomAnatomy.CutBody, odd.Scan(scan).Anatomy)
        );
        Assert.DoesNotContain(plain.Rows, row => row.IsDuplicate);
        Assert.Equal(odd.Rows.Count - odd.ScanCount, odd.Rows.Count(row => row.IsDuplicate));
        int repeated = odd.Rows.First(row => row.IsDuplicate).Index;
        Assert.Equal(Hash(odd.Render(repeated - 1)), Hash(odd.Render(repeated)));
    }

    [Fact]
    public void Constructor_OutOfRange_Throws()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new PhantomDataset(-1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new PhantomDataset(1, 0, new PhantomOptions { Side = 8 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new PhantomDataset(1, 0, new PhantomOptions { DuplicateShare = double.NaN }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new PhantomDataset(1, 0, new PhantomOptions { MaxSlicesPerScan = 1 }));
    }

    private static string Hash(PhantomSlice slice)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(MemoryMarshal.AsBytes(slice.Hu));
        hash.AppendData(MemoryMarshal.AsBytes(slice.Mask));
        hash.AppendData(slice.Lung);
        return Convert.ToHexString(hash.GetHashAndReset());
    }

    // Pearson's r over clipped HU, so that the padding does not decide it.
    private static double Correlation(double[] a, double[] b)
    {
        var x = a.Select(value => Math.Clamp(value, -1024, 300)).ToArray();
        var y = b.Select(value => Math.Clamp(value, -1024, 300)).ToArray();
        double meanX = x.Average();
        double meanY = y.Average();
        double covariance = x.Zip(y, (p, q) => (p - meanX) * (q - meanY)).Sum();
        return covariance / Math.Sqrt(x.Sum(p => (p - meanX) * (p - meanX)) * y.Sum(q => (q - meanY) * (q - meanY)));
    }
}
