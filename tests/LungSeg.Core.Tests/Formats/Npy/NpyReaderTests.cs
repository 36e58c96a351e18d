using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using LungSeg.Core.Bytes;
using LungSeg.Core.Datasets;
using LungSeg.Core.Formats;
using LungSeg.Core.Tests.Fixtures;
using Xunit;

namespace LungSeg.Core.Tests.Formats.Npy;

/// <summary>Files and digests are numpy's (tests/interop/make_packed_fixtures.py).</summary>
public sealed class NpyReaderTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lungseg-test-");

    public static TheoryData<string> Names => [.. Expected().EnumerateObject().Select(array => array.Name)];

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [MemberData(nameof(Names))]
    public void Read_NumpyFile_GivesNumpysValues(string name)
    {
        var expected = Expected().GetProperty(name);
        using var dataset = Dataset.Open(FixtureFile.PathOf("Numpy", name + ".npy"), new DatasetOptions { BareColumn = "hu_array_old" });
        Assert.Equal(expected.GetProperty("rows").GetInt64(), dataset.RowCount);
        Assert.Equal("npy", dataset.Inputs[0].Format);
        foreach (var (row, digest) in dataset.Rows.Zip(expected.GetProperty("slices").EnumerateArray()))
        {
            Assert.Equal(expected.GetProperty("dtype").GetString(), row.HuOld!.DType.Name);
            Assert.Equal([5L, 7L], row.HuOld.Shape);
            using var sample = row.Load();
            Assert.Equal(digest.GetString(), Convert.ToHexStringLower(SHA256.HashData(sample.HuOld.tobytes('C'))));
        }
    }

    [Theory]
    [InlineData("stack_u1", "mask")]
    [InlineData("stack_bool", "mask")]
    [InlineData("stack_i2", "hu_array_old")]
    [InlineData("stack_f8", "hu_array_old")]
    public void Open_BareArray_IsNamedByItsValues(string name, string column)
    {
        using var dataset = Dataset.Open(FixtureFile.PathOf("Numpy", name + ".npy"));
        Assert.Equal([column], dataset.Inputs[0].ColumnNames);
    }

    [Fact]
    public void Read_EveryPrefix_ThrowsStrictAndSalvagesWholeRows()
    {
        var whole = File.ReadAllBytes(FixtureFile.PathOf("Numpy", "stack_f8.npy"));
        const int HeaderLength = 128,
            RowLength = 5 * 7 * 8;
        Assert.Equal(HeaderLength + (3 * RowLength), whole.Length);
        for (var length = 0; length < whole.Length; length++)
        {
            var path = FixtureFile.Write(_folder, whole[..length]);
            var error = Assert.Throws<DatasetFormatException>(() => Dataset.Open(path));
            Assert.InRange(error.Offset!.Value, 0, length);
            if (length < HeaderLength)
            {
                continue;
            }
            using var rest = Dataset.Open(path, new DatasetOptions { Leniency = Leniency.Salvage });
            Assert.Equal((length - HeaderLength) / RowLength, rest.RowCount);
            Assert.Equal(Fault.Truncated, rest.Inputs[0].Damage?.Fault);
        }
    }

    [Theory]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (2, 2)}", Fault.Truncated)]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (4611686018427387904, 512, 512)}", Fault.Truncated)]
    [InlineData("{'descr': '<f8', 'fortran_order': Maybe, 'shape': (1, 1)}", Fault.Corrupt)]
    [InlineData("{'descr': '<f8', 'shape': (1, 1)}", Fault.Corrupt)]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (1, -1)}", Fault.Corrupt)]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (1, 1", Fault.Corrupt)]
    [InlineData("{'descr': __import__('os').system('x'), 'fortran_order': False, 'shape': (1, 1)}", Fault.Corrupt)]
    [InlineData("{'descr': '<q8', 'fortran_order': False, 'shape': (1, 1)}", Fault.Unsupported)]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': ()}", Fault.Unsupported)]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (5, 0, 7)}", Fault.Corrupt)]
    public void Read_HostileHeader_IsRefused(string header, Fault fault)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var error = Assert.Throws<DatasetFormatException>(() => Dataset.Open(FixtureFile.Write(_folder, FileOf(header))));
        Assert.Equal(fault, error.Fault);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4 << 20);
    }

    [Theory]
    [InlineData("objects.npy", "objects")]
    [InlineData("fields.npy", "fields")]
    public void Read_ArrayWithoutNumbers_SaysWhy(string name, string reason)
    {
        var error = Assert.Throws<DatasetFormatException>(() => Dataset.Open(FixtureFile.PathOf("Numpy", name)));
        Assert.Equal(Fault.Unsupported, error.Fault);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_BytesBehindTheArray_AreNoted()
    {
        var whole = File.ReadAllBytes(FixtureFile.PathOf("Numpy", "stack_f8.npy"));
        using var dataset = Dataset.Open(FixtureFile.Write(_folder, [.. whole, 1, 2, 3]));
        Assert.Equal(["3 bytes follow the array and were ignored"], dataset.Inputs[0].Notes);
    }

    private static byte[] FileOf(string header)
    {
        var text = Encoding.ASCII.GetBytes(header + "\n");
        var file = new byte[10 + text.Length + 8];
        "?NUMPY"u8.CopyTo(file);
        (file[0], file[6]) = (0x93, 1);
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(8), (ushort)text.Length);
        text.CopyTo(file, 10);
        return file;
    }

    private static JsonElement Expected() =>
        JsonDocument.Parse(File.ReadAllText(FixtureFile.PathOf("Numpy", "expected.json"))).RootElement.GetProperty("arrays");
}
