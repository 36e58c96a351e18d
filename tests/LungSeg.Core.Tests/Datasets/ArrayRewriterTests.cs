using System.Security.Cryptography;
using System.Text.Json;
using LungSeg.Core.Bytes;
using LungSeg.Core.Bytes.Outputs;
using LungSeg.Core.Datasets;
using LungSeg.Core.Tests.Fixtures;
using Xunit;

namespace LungSeg.Core.Tests.Datasets;

/// <summary>
/// What Python writes of the same objects with the same new values is in edited.json, made by
/// tests/interop/threshold/make_edit_fixtures.py.
/// </summary>
public sealed class ArrayRewriterTests : IDisposable
{
    private static readonly JsonElement Edited = JsonDocument
        .Parse(File.ReadAllBytes(FixtureFile.PathOf("Edited", "edited.json")))
        .RootElement.GetProperty("sha256");
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lungseg-test-");

    public static TheoryData<string> Names => [.. Edited.EnumerateObject().Select(file => file.Name)];

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [MemberData(nameof(Names))]
    public void Write_NewValues_GivesTheBytesThatPythonWrites(string name)
    {
        foreach (var jobs in new[] { 1, 3 })
        {
            Assert.Equal(
                Edited.GetProperty(name).GetString(),
                Convert.ToHexStringLower(SHA256.HashData(Write(FixtureFile.PathOf("", name), _ => true, jobs)))
            );
        }
    }

    [Theory]
    [InlineData("frame_p0.pkl")]
    [InlineData("frame_p2.pkl")]
    [InlineData("dict_of_stacks_p2.pkl")]
    public void Write_NoRow_ChangesNoByte(string name) =>
        Assert.Equal(ExpectedTables.Bytes(name), Write(FixtureFile.PathOf("Pickle", name), _ => false, jobs: 2));

    [Theory]
    [InlineData("Pickle", "dict_of_stacks_p2.pkl")]
    [InlineData("Pickle", "shared_fallback_p2.pkl")]
    [InlineData("Pickle", "shared_fallback_p5.pkl")]
    [InlineData("Pickle", "shared_rows_p4.pkl")]
    [InlineData("Npz", "stored.npz")]
    [InlineData("Npz", "deflated.npz")]
    public void Write_OneRow_ChangesItsHuArrayAlone(string folder, string name)
    {
        var path = FixtureFile.PathOf(folder, name);
        using var before = Dataset.Open(path);
        var written = Path.Combine(_folder.FullName, name);
        File.WriteAllBytes(written, Write(path, row => row == 1, jobs: 2));
        using var after = Dataset.Open(written);
        foreach (var (old, changed) in before.Rows.Zip(after.Rows))
        {
            using var expected = old.Load();
            using var found = changed.Load();
            Assert.Equal(expected.ReadValues(old.HuOld!), found.ReadValues(changed.HuOld!));
            Assert.Equal(expected.ReadValues(old.Mask!), found.ReadValues(changed.Mask!));
            var hu = expected.ReadValues(old.Hu!).ToArray();
            if (old.Index == 1)
            {
                New(expected, hu);
            }
            Assert.Equal(hu, found.ReadValues(changed.Hu!));
            Assert.Equal(old.Hu!.DType, changed.Hu!.DType);
        }
    }

    [Fact]
    public void Write_BytesOfTwoArrays_AreNotChangedForOne()
    {
        // {"hu_array": [A], "hu_array_old": [B]}, where B is made of the bytes object of A: h 0 recalls it.
        var pickle = PickleBytes
            .Protocol(4)
            .Ops("}(")
            .Text("hu_array")
            .Ops("](")
            .ArrayHead("f8", 1, 2)
            .Raw(0x89)
            .Bytes(new byte[16])
            .Raw(0x94)
            .Ops("tbe")
            .Text("hu_array_old")
            .Ops("](")
            .ArrayHead("f8", 1, 2)
            .Raw(0x89)
            .Ops("h\0tbeu.")
            .ToArray();
        AssertRefused(pickle, "shared with other values");
    }

    [Fact]
    public void Write_ListOfTwoColumns_IsNotChangedForOne()
    {
        // {"hu_array": L, "hu_array_old": L}: h 0 recalls the list.
        var pickle = PickleBytes
            .Protocol(4)
            .Ops("}(")
            .Text("hu_array")
            .Ops("]")
            .Raw(0x94)
            .Ops("(")
            .Array("f8", [1, 2], new byte[16])
            .Ops("e")
            .Text("hu_array_old")
            .Ops("h\0u.")
            .ToArray();
        AssertRefused(pickle, "serves several columns");
    }

    private void AssertRefused(byte[] pickle, string why)
    {
        var error = Assert.Throws<DatasetFormatException>(() => Write(FixtureFile.Write(_folder, pickle), _ => true, jobs: 1));
        Assert.Equal(Fault.Unsupported, error.Fault);
        Assert.Contains(why, error.Detail, StringComparison.Ordinal);
    }

    private byte[] Write(string path, Func<long, bool> changes, int jobs)
    {
        using var dataset = Dataset.Open(path);
        using var file = AtomicFile.Create(Path.Combine(_folder.FullName, "new"), overwrite: true);
        ArrayRewriter.Write(dataset.Inputs[0], file.Handle, changes, New, jobs);
        file.Commit();
        return File.ReadAllBytes(Path.Combine(_folder.FullName, "new"));
    }

    private static void New(CtSample sample, Span<double> values)
    {
        var old = sample.ReadValues(sample.Row.HuOld!);
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = (old[i] * 0.1) - 7.3;
        }
    }
}
