using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using LungSeg.Core.Bytes;
using LungSeg.Core.Datasets;
using LungSeg.Core.Tests.Fixtures;
using Xunit;

namespace LungSeg.Core.Tests.Formats.Npz;

public sealed class NpzReaderTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lungseg-test-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("stored.npz", true)]
    [InlineData("deflated.npz", false)]
    public void Read_Members_AreColumns(string name, bool inPlace)
    {
        var path = FixtureFile.PathOf("Numpy", name);
        using var dataset = Dataset.Open(path);
        Assert.Equal(["label1", "mask", "hu_array", "hu_array_old"], dataset.Inputs[0].ColumnNames);
        Assert.Equal(["LR2", "LR3", "LR4A"], dataset.Rows.Select(row => row.LabelText));
        var file = File.ReadAllBytes(path);
        var digests = JsonDocument
            .Parse(File.ReadAllText(FixtureFile.PathOf("Numpy", "expected.json")))
            .RootElement.GetProperty("arrays")
            .GetProperty("stack_f8")
            .GetProperty("slices");
        foreach (var (row, digest) in dataset.Rows.Zip(digests.EnumerateArray()))
        {
            using var sample = row.Load();
            Assert.Equal(digest.GetString(), Convert.ToHexStringLower(SHA256.HashData(sample.HuOld.tobytes('C'))));
            Assert.Equal(inPlace, row.HuOld!.Offset is not null);
            if (row.HuOld.Offset is { } offset)
            {
                Assert.Equal(
                    digest.GetString(),
                    Convert.ToHexStringLower(SHA256.HashData(file.AsSpan((int)offset, (int)row.HuOld.ByteLength)))
                );
            }
        }
    }

    [Fact]
    public void Read_RowsThatDiffer_NamesTheMember()
    {
        var error = Assert.Throws<DatasetFormatException>(() => Dataset.Open(FixtureFile.PathOf("Numpy", "rows_differ.npz")));
        Assert.Equal((Fault.Corrupt, "hu_array_old.npy"), (error.Fault, error.Entry));
        Assert.Contains("number of rows is 2, expected 3 as in mask.npy", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_ObjectMember_IsAnOpaqueColumn()
    {
        using var dataset = Dataset.Open(FixtureFile.PathOf("Numpy", "with_objects.npz"));
        Assert.Equal(3, dataset.RowCount);
        Assert.Contains("member notes.npy holds Python objects, which were not read", dataset.Inputs[0].Notes);
    }

    [Fact]
    public void Read_DoubledMember_IsRefused()
    {
        var path = Path.Combine(_folder.FullName, "doubled.npz");
        using (var archive = ZipFile.Open(path, ZipArchiveMode.Create))
        {
            for (var i = 0; i < 2; i++)
            {
                archive.CreateEntryFromFile(
                    FixtureFile.PathOf("Numpy", "stack_f8.npy"),
                    "hu_array_old.npy",
                    CompressionLevel.NoCompression
                );
            }
        }

        Assert.Equal(Fault.Corrupt, Assert.Throws<DatasetFormatException>(() => Dataset.Open(path)).Fault);
    }

    [Theory]
    [InlineData("stored.npz", 1)]
    [InlineData("deflated.npz", 2)]
    public void Read_PrefixesAndFlips_ThrowOnlyFormatErrors(string name, int seed)
    {
        var whole = File.ReadAllBytes(FixtureFile.PathOf("Numpy", name));
        var random = new Random(seed);
        for (var i = 0; i < 200; i++)
        {
            var changed = (byte[])whole.Clone();
            changed[random.Next(changed.Length)] ^= (byte)(1 << random.Next(8));
            Try(changed);
            Try(whole[..random.Next(whole.Length)]);
        }
    }

    private void Try(byte[] bytes)
    {
        try
        {
            using var dataset = Dataset.Open(FixtureFile.Write(_folder, bytes));
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
}
