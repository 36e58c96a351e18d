using LungSeg.Core.Bytes.Outputs;
using LungSeg.Core.Formats.Arrays;
using LungSeg.Core.Formats.Pickle.Writing;
using Xunit;

namespace LungSeg.Core.Tests.Formats.Pickle.Writing;

public sealed class PandasPickleWriterTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lungseg-writer-");

    private string Target => Path.Combine(_folder.FullName, "demo.pkl");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Commit_PayloadsInAnyOrderFromThreads_GivesTheSameFileAsInSequence()
    {
        const int rows = 40;
        var plan = Plan(rows);
        using (var writer = PandasPickleWriter.Create(Target, plan))
        {
            for (int row = 0; row < rows; row++)
            {
                writer.WriteArray<sbyte>(0, row, Values(row));
            }

            writer.Commit();
        }

        string second = Target + "2";
        using (var writer = PandasPickleWriter.Create(second, plan))
        {
            Parallel.For(0, rows, i => writer.WriteArray<sbyte>(0, rows - 1 - i, Values(rows - 1 - i)));
            writer.Commit();
        }

        byte[] bytes = File.ReadAllBytes(Target);
        Assert.Equal(bytes, File.ReadAllBytes(second));
        var layout = new PickleFrameLayout(plan);
        for (int row = 0; row < rows; row++)
        {
            int offset = (int)layout.PayloadOffset(row);
            Assert.Equal([(byte)row, (byte)(row + 1)], bytes[offset..(offset + 2)]);
        }

        Assert.Equal((byte)'.', bytes[^1]);
    }

    [Fact]
    public void WritePayload_InParts_GivesTheWhole()
    {
        using var writer = PandasPickleWriter.Create(Target, Plan(1));
        writer.WritePayload(0, 0, [2], start: 1);
        Assert.Throws<InvalidOperationException>(writer.Commit);
        writer.WritePayload(0, 0, [1]);
        writer.Commit();

        // BINBYTES of length 2, its payload, TUPLE, BUILD, APPENDS and the end of the frame.
        Assert.Equal([0x42, 2, 0, 0, 0, 1, 2, 0x74, 0x62, 0x65, 0x75, 0x85, 0x52, 0x2e], File.ReadAllBytes(Target)[^14..]);
    }

    [Fact]
    public void Dispose_WithoutCommit_LeavesNothing()
    {
        using (var writer = PandasPickleWriter.Create(Target, Plan(1)))
        {
            writer.WriteArray<sbyte>(0, 0, [1, 2]);
            Assert.Matches(@"^\.demo\.pkl\.tmp-[0-9a-f]{16}$", Assert.Single(_folder.GetFileSystemInfos()).Name);
        }

        Assert.Empty(_folder.GetFileSystemInfos());
    }

    [Fact]
    public void Create_FileExists_ThrowsUnlessOverwriteIsAsked()
    {
        File.WriteAllText(Target, "kept");
        Assert.Throws<OutputExistsException>(() => PandasPickleWriter.Create(Target, Plan(0)));
        Assert.Equal("kept", File.ReadAllText(Target));

        using (var writer = PandasPickleWriter.Create(Target, Plan(0), overwrite: true))
        {
            Assert.Equal("kept", File.ReadAllText(Target));
            writer.Commit();
        }

        Assert.Equal(0x80, File.ReadAllBytes(Target)[0]);
    }

    [Fact]
    public void Commit_SecondWriterOfOneName_ThrowsAndKeepsTheFirst()
    {
        using var first = PandasPickleWriter.Create(Target, Plan(0));
        using (var second = PandasPickleWriter.Create(Target, Plan(0)))
        {
            first.Commit();
            Assert.Throws<OutputExistsException>(second.Commit);
        }

        first.Dispose();
        Assert.Single(_folder.GetFileSystemInfos());
        Assert.Equal("demo.pkl", Assert.Single(_folder.GetFiles()).Name);
    }

    [Fact]
    public void Commit_NameTakenMeanwhile_ThrowsAndKeepsTheOther()
    {
        using (var writer = PandasPickleWriter.Create(Target, Plan(0)))
        {
            File.WriteAllText(Target, "other");
            Assert.Throws<OutputExistsException>(writer.Commit);
        }

        Assert.Equal("other", File.ReadAllText(Target));
        Assert.Single(_folder.GetFiles());
    }

    [Fact]
    public void WritePayload_DoesNotFit_Throws()
    {
        using var writer = PandasPickleWriter.Create(Target, Plan(1));
        Assert.Throws<ArgumentException>(() => writer.WritePayload(0, 0, [1, 2, 3]));
        Assert.Throws<ArgumentException>(() => writer.WritePayload(0, 0, [1], start: 2));
        Assert.Throws<ArgumentException>(() => writer.WriteArray<sbyte>(0, 0, [1]));
        Assert.Throws<ArgumentException>(() => writer.WriteArray<sbyte>(0, 1, [1, 2]));
        writer.WriteArray<sbyte>(0, 0, [1, 2]);
        Assert.Throws<ArgumentException>(() => writer.WriteArray<sbyte>(0, 0, [1, 2]));
    }

    private static PickleFramePlan Plan(int rows) =>
        new([new PickleArrayColumn("m", [.. Enumerable.Range(0, rows).Select(_ => PickleArrayCell.Own(DType.Int8, [1, 2]))])]);

    private static sbyte[] Values(int row) => [(sbyte)row, (sbyte)(row + 1)];
}
