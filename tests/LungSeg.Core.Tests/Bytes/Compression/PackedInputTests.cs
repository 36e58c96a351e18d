using LungSeg.Core.Bytes;
using LungSeg.Core.Datasets;
using LungSeg.Core.Formats;
using LungSeg.Core.Tests.Fixtures;
using Xunit;

namespace LungSeg.Core.Tests.Bytes.Compression;

/// <summary>
/// The packed files are made by gzip, bz2, lzma and zipfile of Python, xz and zstd (tests/interop/make_packed_fixtures.py), all from one
/// pickle.
/// </summary>
public sealed class PackedInputTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lungseg-test-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("one.gz", "gzip")]
    [InlineData("named.gz", "gzip")]
    [InlineData("two.gz", "gzip")]
    [InlineData("one.bz2", "bz2")]
    [InlineData("two.bz2", "bz2")]
    [InlineData("one.xz", "xz")]
    [InlineData("two.xz", "xz")]
    [InlineData("blocks.xz", "xz")]
    [InlineData("one.zst", "zstd")]
    [InlineData("two.zst", "zstd")]
    [InlineData("deflated.zip", "zip")]
    [InlineData("stored.zip", "zip")]
    public void Open_Packed_HoldsTheRowsOfThePlainFile(string name, string packing)
    {
        using var dataset = Dataset.Open(PathOf(name), Options());
        Assert.Equal((packing, "pickle"), (dataset.Inputs[0].Compression, dataset.Inputs[0].Format));
        Assert.Equal(["LR2", "LR3"], dataset.Rows.Select(row => row.LabelText));
        using var sample = dataset[0].Load();
        Assert.Equal(Enumerable.Range(0, 1600).Select(value => (double)value), sample.ReadValues(dataset[0].HuOld!).ToArray());
    }

    [Theory]
    [InlineData("one.gz", 8)]
    [InlineData("two.gz", 8)]
    [InlineData("one.zst", 4)]
    [InlineData("one.bz2", 4)]
    [InlineData("one.xz", 12)]
    public void Open_CutAtTheEnd_IsNeverTakenForWhole(string name, int last)
    {
        var whole = File.ReadAllBytes(PathOf(name));
        for (var cut = 1; cut <= last; cut++)
        {
            var path = FixtureFile.Write(_folder, whole[..^cut]);
            var error = Assert.Throws<DatasetFormatException>(() => Dataset.Open(path, Options()));
            Assert.Equal(Fault.Truncated, error.Fault);
            Assert.Equal(Fault.Truncated, SalvagedFault(path));
        }
    }

    [Theory]
    [InlineData("two.gz")]
    [InlineData("two.zst")]
    [InlineData("two.bz2")]
    [InlineData("two.xz")]
    [InlineData("deflated.zip")]
    [InlineData("stored.zip")]
    public void Open_EveryFewPrefixes_ThrowsOrSalvages(string name)
    {
        var whole = File.ReadAllBytes(PathOf(name));
        for (var length = 0; length < whole.Length; length += 1 + (whole.Length / 150))
        {
            AssertOnlyFormatErrors(whole[..length]);
        }
    }

    [Theory]
    [InlineData("two.gz", 1)]
    [InlineData("two.zst", 2)]
    [InlineData("two.bz2", 3)]
    [InlineData("blocks.xz", 4)]
    [InlineData("deflated.zip", 5)]
    [InlineData("stored.zip", 6)]
    public void Open_ByteFlips_ThrowOnlyFormatErrors(string name, int seed)
    {
        var whole = File.ReadAllBytes(PathOf(name));
        var random = new Random(seed);
        for (var i = 0; i < 150; i++)
        {
            var changed = (byte[])whole.Clone();
            changed[random.Next(changed.Length)] ^= (byte)(1 << random.Next(8));
            AssertOnlyFormatErrors(changed);
        }
    }

    [Fact]
    public void Open_Bomb_StopsAtTheLimitAndLeavesNoFile()
    {
        var limits = ReadLimits.Default with { MaxUnpackedBytes = 1 << 20 };
        var error = Assert.Throws<DatasetFormatException>(() => Dataset.Open(PathOf("bomb.gz"), Options() with { Limits = limits }));
        Assert.Equal(Fault.TooLarge, error.Fault);
        Assert.Empty(_folder.EnumerateFiles());
    }

    [Fact]
    public void Open_ZipOfTwo_NamesTheMemberThatIsNoPickle()
    {
        var error = Assert.Throws<DatasetFormatException>(() => Dataset.Open(PathOf("two_members.zip"), Options()));
        Assert.Equal((Fault.Truncated, "a.pkl"), (error.Fault, error.Entry));
    }

    /// <summary>The fault beside what was salvaged, or the one thrown where nothing came out at all.</summary>
    private Fault? SalvagedFault(string path)
    {
        try
        {
            using var rest = Dataset.Open(path, Options() with { Leniency = Leniency.Salvage });
            return rest.Inputs[0].Damage?.Fault;
        }
        catch (DatasetFormatException e)
        {
            return e.Fault;
        }
    }

    private static string PathOf(string name) => FixtureFile.PathOf("Packed", name);

    private DatasetOptions Options() => new() { TemporaryFolder = _folder.FullName };

    private void AssertOnlyFormatErrors(byte[] bytes)
    {
        var path = FixtureFile.Write(_folder, bytes);
        foreach (var leniency in new[] { Leniency.Strict, Leniency.Salvage })
        {
            try
            {
                using var dataset = Dataset.Open(path, Options() with { Leniency = leniency });
                foreach (var row in dataset.Rows.Where(row => row.HuOld is not null))
                {
                    using var sample = row.Load();
                    sample.ReadValues(row.HuOld!);
                }
            }
            catch (DatasetFormatException e)
            {
                Assert.True(e.Offset is null or >= 0);
            }
        }

        Assert.Equal(["changed"], _folder.EnumerateFiles().Select(file => file.Name));
    }
}
