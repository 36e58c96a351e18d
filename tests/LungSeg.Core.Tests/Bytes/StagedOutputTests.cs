using LungSeg.Core.Bytes;
using Xunit;

namespace LungSeg.Core.Tests.Bytes;

public sealed class StagedOutputTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("lungseg").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Commit_FolderOrFile_AppearsWhole(bool isFolder)
    {
        using (var output = StagedOutput.Create(In("out"), isFolder, overwrite: false))
        {
            Fill(output, isFolder, "new");
            Assert.DoesNotContain("out", Names);
            Assert.Equal((2, 5L), output.Measure());
            output.Commit();
        }

        Assert.Equal(isFolder ? ["out"] : new[] { "out", "out.manifest.json" }, Names);
        Assert.Equal("new", File.ReadAllText(isFolder ? In("out/data") : In("out")));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Dispose_WithoutCommit_LeavesWhatWasThere(bool isFolder)
    {
        Write(isFolder, "old", overwrite: false);
        using (var output = StagedOutput.Create(In("out"), isFolder, overwrite: true))
        {
            Fill(output, isFolder, "new");
        }
        Assert.Equal("old", File.ReadAllText(isFolder ? In("out/data") : In("out")));
        Assert.Equal(isFolder ? ["out"] : new[] { "out", "out.manifest.json" }, Names);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Create_ExistingWithoutOverwrite_IsRefused(bool isFolder)
    {
        Write(isFolder, "old", overwrite: false);
        Assert.Throws<OutputExistsException>(() => StagedOutput.Create(In("out"), isFolder, overwrite: false));
        Write(isFolder, "new", overwrite: true);
        Assert.Equal("new", File.ReadAllText(isFolder ? In("out/data") : In("out")));
    }

    [Fact]
    public void Create_OfTheOtherKind_IsRefused()
    {
        Write(isFolder: true, "old", overwrite: false);
        Assert.Throws<IOException>(() => StagedOutput.Create(In("out"), isFolder: false, overwrite: true));
        File.WriteAllText(In("file"), string.Empty);
        Assert.Throws<IOException>(() => StagedOutput.Create(In("file"), isFolder: true, overwrite: true));
    }

    [Fact]
    public void Create_AfterAKilledRunOfTheSameProcessNumber_StartsAnew()
    {
        Directory.CreateDirectory(In($"out.tmp-{Environment.ProcessId}"));
        File.WriteAllText(In($"out.tmp-{Environment.ProcessId}/left"), "half");
        Write(isFolder: true, "new", overwrite: false);
        Assert.Equal(["out"], Names);
        Assert.False(File.Exists(In("out/left")));
    }

    private IEnumerable<string?> Names => Directory.GetFileSystemEntries(_folder).Select(Path.GetFileName).Order(StringComparer.Ordinal);

    private string In(string name) => Path.Combine(_folder, name);

    private void Write(bool isFolder, string text, bool overwrite)
    {
        using var output = StagedOutput.Create(In("out"), isFolder, overwrite);
        Fill(output, isFolder, text);
        output.Commit();
    }

    private static void Fill(StagedOutput output, bool isFolder, string text)
    {
        File.WriteAllText(isFolder ? Path.Combine(output.Path, "data") : output.Path, text);
        File.WriteAllText(output.ManifestPath, "{}");
    }
}
