using LungSeg.Core.Analysis;
using LungSeg.Core.Bytes.Outputs;
using LungSeg.Core.Datasets;
using LungSeg.Core.Phantom;
using LungSeg.Core.Regeneration;
using LungSeg.Thresholding;
using Xunit;

namespace LungSeg.Core.Tests.Regeneration;

/// <summary>
/// That the values are those of the Python reference is checked by tests/interop/check_threshold.py; here it is what else happens to the
/// file.
/// </summary>
public sealed class HuRegeneratorTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lungseg-test-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Write_SelectedRows_ChangesTheirPayloadsAlone()
    {
        using var dataset = Open(Demo(rows: 4));
        var rows = dataset.Rows.ToArray();
        var outcomes = HuRegenerator.Write(
            dataset.Inputs[0],
            PathOf("out.pkl"),
            new RegenerationOptions
            {
                Method = new RefinedMasker(),
                Rows = [rows[1], rows[3]],
                Jobs = 2,
            }
        );
        Assert.Equal([1L, 3L], outcomes!.Keys.Order());
        var (before, after) = (File.ReadAllBytes(PathOf("set.pkl")), File.ReadAllBytes(PathOf("out.pkl")));
        Assert.Equal(before.Length, after.Length);
        foreach (var row in new[] { rows[1], rows[3] })
        {
            var (from, length) = ((int)row.Hu!.Offset!.Value, (int)row.Hu.ByteLength);
            Assert.False(before.AsSpan(from, length).SequenceEqual(after.AsSpan(from, length)));
            before.AsSpan(from, length).CopyTo(after.AsSpan(from));
        }

        Assert.True(before.AsSpan().SequenceEqual(after));
    }

    [Fact]
    public void Write_AnyNumberOfThreads_GivesTheSameBytes()
    {
        using var dataset = Open(Demo(rows: 4));
        foreach (var jobs in new[] { 1, 3 })
        {
            HuRegenerator.Write(
                dataset.Inputs[0],
                PathOf($"{jobs}.pkl"),
                new RegenerationOptions { Method = new RefinedMasker(), Jobs = jobs }
            );
        }
        Assert.Equal(File.ReadAllBytes(PathOf("1.pkl")), File.ReadAllBytes(PathOf("3.pkl")));
    }

    [Fact]
    public void Write_ZeroOnFailure_GivesTheSharedArrayAPlaceOfItsOwn()
    {
        using var dataset = Open(Demo(rows: 4, filled: 1));
        var shared = dataset.Rows.Count(row => row.HuIsHuOld);
        Assert.True(shared > 0);
        HuRegenerator.Write(dataset.Inputs[0], PathOf("zero.pkl"), new RegenerationOptions { OnFailure = FailureAction.Zero });
        using var zeroed = Open(PathOf("zero.pkl"));

        // Each row that shared one array has two now: 256 x 256 float64 more in the file, and some opcodes around them.
        var growth = zeroed.Inputs[0].ByteLength - dataset.Inputs[0].ByteLength;
        Assert.InRange(growth, shared * 256L * 256 * 8, shared * ((256L * 256 * 8) + 256));
        foreach (var (before, after) in dataset.Rows.Zip(zeroed.Rows))
        {
            Assert.False(after.HuIsHuOld);
            using var old = before.Load();
            using var changed = after.Load();
            Assert.True(KeptArea.HasSameBits(old.ReadValues(before.HuOld!), changed.ReadValues(after.HuOld!)));
            if (before.HuIsHuOld)
            {
                Assert.True(KeptArea.HasSameBits(new double[256 * 256], changed.ReadValues(after.Hu!)));
            }
        }
    }

    [Fact]
    public void Write_KeepOnFailure_LeavesSharedArraysShared()
    {
        using var dataset = Open(Demo(rows: 4, filled: 1));
        HuRegenerator.Write(dataset.Inputs[0], PathOf("kept.pkl"), new RegenerationOptions());
        Assert.Equal(File.ReadAllBytes(PathOf("set.pkl")), File.ReadAllBytes(PathOf("kept.pkl")));
    }

    [Fact]
    public void Write_FailOnFailure_LeavesNothing()
    {
        using var dataset = Open(Demo(rows: 4, filled: 1));
        Assert.Null(HuRegenerator.Write(dataset.Inputs[0], PathOf("fail.pkl"), new RegenerationOptions { OnFailure = FailureAction.Fail }));
        Assert.Equal(["set.pkl"], _folder.EnumerateFiles().Select(file => file.Name));
    }

    [Fact]
    public void Write_ExistingFile_IsRefusedAndKept()
    {
        using var dataset = Open(Demo(rows: 1));
        File.WriteAllBytes(PathOf("there.pkl"), [7]);
        Assert.Throws<OutputExistsException>(() => HuRegenerator.Write(dataset.Inputs[0], PathOf("there.pkl"), new RegenerationOptions()));
        Assert.Equal([7], File.ReadAllBytes(PathOf("there.pkl")));
    }

    private static Dataset Open(string path) => Dataset.Open(path);

    private string PathOf(string name) => Path.Combine(_folder.FullName, name);

    private string Demo(int rows, double filled = 0)
    {
        var path = PathOf("set.pkl");
        PhantomPickle.Write(
            path,
            new PhantomDataset(rows, 5, new PhantomOptions { Side = 256, FilledLungShare = filled }),
            new PhantomPickleOptions { Side = 256, Jobs = 2 }
        );
        return path;
    }
}
