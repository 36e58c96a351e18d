using LungSeg.Core.Bytes;
using LungSeg.Core.Bytes.Outputs;
using Xunit;

namespace LungSeg.Core.Tests.Bytes.Outputs;

public sealed class StagedOutputTests : IDisposable
{
    private const string OurManifest = """{"schema": "lungseg/manifest/2", "files": [{"path": "data"}, {"path": "sub/more"}]}""";
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
            Assert.Equal((1, 3L), output.Files.Measure());
            output.Commit();
        }

        Assert.Equal(isFolder ? ["out"] : new[] { "out", "out.manifest.json" }, Names);
        Assert.Equal("new", Read(isFolder));
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
        Assert.Equal("old", Read(isFolder));
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
        Assert.Equal("new", Read(isFolder));
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
    public void Try_LeavesNothing_AndDeletesWhatAKilledRunLeft()
    {
        Directory.CreateDirectory(In(".out.tmp-0123456789abcdef"));
        OutputFolder.Try(In("out"));
        Assert.Empty(Names);
    }

    [Fact]
    public async Task Try_ByManyAtOnce_NeverTakesTheFolderOfAnother()
    {
        var runs = Enumerable.Range(0, 8).Select(_ => Task.Run(() => Array.ForEach(new int[50], _ => OutputFolder.Try(In("out")))));
        await Task.WhenAll(runs);
        Assert.Empty(Names);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Create_TwiceAtOnce_NeitherTouchesTheOther(bool isFolder)
    {
        using var first = StagedOutput.Create(In("out"), isFolder, overwrite: false);
        Fill(first, isFolder, "first");
        using (var second = StagedOutput.Create(In("out"), isFolder, overwrite: false))
        {
            Fill(second, isFolder, "second");
            Assert.NotEqual(first.Path, second.Path);
            second.Commit();
        }

        // The later one is refused, and takes nothing from the one that has the name.
        Assert.Throws<OutputExistsException>(first.Commit);
        first.Dispose();
        Assert.Equal("second", Read(isFolder));
        Assert.Equal(isFolder ? ["out"] : new[] { "out", "out.manifest.json" }, Names);
    }

    [Fact]
    public void Create_AfterAKilledRun_DeletesWhatItLeftAndNothingElse()
    {
        // A killed process has let go of its lock; one that lives has not.
        Directory.CreateDirectory(In(".out.tmp-0123456789abcdef"));
        File.WriteAllText(In(".out.tmp-0123456789abcdef/.lock"), string.Empty);
        File.WriteAllText(In(".out.tmp-0123456789abcdef/out"), "half");
        Directory.CreateDirectory(In(".out.tmp-fedcba9876543210"));
        using var living = new FileStream(In(".out.tmp-fedcba9876543210/.lock"), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None);
        Directory.CreateDirectory(In(".out2.tmp-0123456789abcdef"));

        Write(isFolder: true, "new", overwrite: false);
        Assert.Equal([".out.tmp-fedcba9876543210", ".out2.tmp-0123456789abcdef", "out"], Names);
        Assert.Equal("new", Read(isFolder: true));
    }

    [Fact]
    public void Create_AfterARunThatWasKilledBetweenTwoRenames_PutsTheOldOutputBack()
    {
        Directory.CreateDirectory(In(".out.tmp-0123456789abcdef/.old"));
        File.WriteAllText(In(".out.tmp-0123456789abcdef/.old/data"), "old");
        using (var output = StagedOutput.Create(In("out"), isFolder: true, overwrite: false))
        {
            Assert.Equal("old", Read(isFolder: true));
        }
        Assert.Equal(["out"], Names);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Commit_FileTakenAway_IsRefusedAndLeavesTheOld(bool isFolder)
    {
        Write(isFolder, "old", overwrite: false);
        using (var output = StagedOutput.Create(In("out"), isFolder, overwrite: true))
        {
            Fill(output, isFolder, "new");
            File.Delete(isFolder ? Path.Combine(output.Path, "data") : output.Path);
            var error = Assert.ThrowsAny<IOException>(output.Commit);
            Assert.Contains("is gone", error.Message, StringComparison.Ordinal);
        }
        Assert.Equal("old", Read(isFolder));
    }

    [Fact]
    public void Commit_CutFile_IsRefused()
    {
        using var output = StagedOutput.Create(In("out"), isFolder: true, overwrite: false);
        Fill(output, isFolder: true, "new");
        File.WriteAllText(Path.Combine(output.Path, "data"), "ne");
        Assert.Contains("has 2 bytes, 3 were written", Assert.Throws<IOException>(output.Commit).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("other", "other")]
    [InlineData(".hidden", ".hidden")]
    [InlineData("sub/deep/mine.txt", "sub/deep/mine.txt")]
    public void Create_OverAFolderWithOtherFiles_NamesThem(string name, string named)
    {
        Write(isFolder: true, "old", overwrite: false);
        Directory.CreateDirectory(Path.GetDirectoryName(In("out/" + name))!);
        File.WriteAllText(In("out/" + name), "mine");
        var error = Assert.Throws<IOException>(() => StagedOutput.Create(In("out"), isFolder: true, overwrite: true));
        Assert.Contains(named, error.Message, StringComparison.Ordinal);
        Assert.Equal("mine", File.ReadAllText(In("out/" + name)));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("not json")]
    [InlineData("""{"schema": "\ud800"}""")]
    [InlineData("""{"schema": "somebody/manifest/1", "files": ["data"]}""")]
    public void Create_OverAFolderWhoseManifestIsNotOurs_IsRefused(string manifest)
    {
        Directory.CreateDirectory(In("out"));
        File.WriteAllText(In("out/data"), "mine");
        File.WriteAllText(In("out/manifest.json"), manifest);
        Assert.Throws<IOException>(() => StagedOutput.Create(In("out"), isFolder: true, overwrite: true));
        Assert.Equal("mine", File.ReadAllText(In("out/data")));
    }

    [Fact]
    public void Create_BesideAManifestThatIsNotOurs_IsRefused()
    {
        File.WriteAllText(In("out.manifest.json"), """{"name": "a web application"}""");
        Assert.Throws<IOException>(() => StagedOutput.Create(In("out"), isFolder: false, overwrite: true));
        Assert.Equal("""{"name": "a web application"}""", File.ReadAllText(In("out.manifest.json")));
    }

    [Fact]
    public void Check_CompanionThatExists_IsRefusedAsCreateDoes()
    {
        File.WriteAllText(In("out.card"), "mine");
        Assert.Throws<OutputExistsException>(() => StagedOutput.Check(In("out"), isFolder: false, overwrite: false, "out.card"));
        Assert.Throws<OutputExistsException>(() => StagedOutput.Create(In("out"), isFolder: false, overwrite: false, "out.card"));
        StagedOutput.Check(In("out"), isFolder: false, overwrite: true, "out.card");
        StagedOutput.Check(In("out"), isFolder: true, overwrite: false, "out.card");
        File.Delete(In("out.card"));
        Directory.CreateDirectory(In("out.card"));
        Assert.Throws<IOException>(() => StagedOutput.Check(In("out"), isFolder: false, overwrite: true, "out.card"));
    }

    [Fact]
    public void Create_ThroughALinkBesideAManifestThatIsNotOurs_IsRefused()
    {
        Directory.CreateDirectory(In("far"));
        File.WriteAllText(In("far/out"), "old");
        File.WriteAllText(In("far/out.manifest.json"), "{}");
        File.CreateSymbolicLink(In("out"), In("far/out"));
        Assert.Throws<IOException>(() => StagedOutput.Create(In("out"), isFolder: false, overwrite: true));
        Assert.Equal("{}", File.ReadAllText(In("far/out.manifest.json")));
    }

    [Fact]
    public void Commit_OfAFileWithoutManifest_LeavesAManifestThatIsNotOurs()
    {
        File.WriteAllText(In("out.manifest.json"), "{}");
        TextFile.Save(In("out"), "a split", overwrite: false);
        Assert.Equal("{}", File.ReadAllText(In("out.manifest.json")));
    }

    [Fact]
    public void Create_AfterARunThatWasKilledWithTheOldManifestAside_DoesNotTakeItForTheOutput()
    {
        Directory.CreateDirectory(In(".out.tmp-0123456789abcdef"));
        File.WriteAllText(In(".out.tmp-0123456789abcdef/.old-manifest"), OurManifest);
        using (StagedOutput.Create(In("out"), isFolder: false, overwrite: false))
        {
            Assert.False(File.Exists(In("out")));
        }
        Assert.Empty(Names);
    }

    [Fact]
    public void Create_OverAFolderOfVersion1_IsAllowed()
    {
        Directory.CreateDirectory(In("out"));
        File.WriteAllText(In("out/data"), "old");
        File.WriteAllText(In("out/labels.csv"), "old");
        File.WriteAllText(
            In("out/manifest.json"),
            """{"schema": "lungseg/manifest/1", "rows": [{"row": "a:0", "files": ["data"]}], "other_files": ["labels.csv"]}"""
        );
        Write(isFolder: true, "new", overwrite: true);
        Assert.Equal("new", Read(isFolder: true));
        Assert.False(File.Exists(In("out/labels.csv")));
    }

    [Theory]
    [InlineData(true, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute)]
    [InlineData(true, UnixFileMode.UserRead | UnixFileMode.UserExecute)]
    [InlineData(false, UnixFileMode.UserRead | UnixFileMode.UserWrite)]
    public void Commit_OverAnOutputOfAnotherMode_KeepsTheMode(bool isFolder, UnixFileMode mode)
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no such modes");
            return;
        }
        Write(isFolder, "old", overwrite: false);
        File.SetUnixFileMode(In("out"), mode);
        Write(isFolder, "new", overwrite: true);
        Assert.Equal("new", Read(isFolder));
        Assert.Equal(mode, File.GetUnixFileMode(In("out")));
        File.SetUnixFileMode(In("out"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    [Fact]
    public void Commit_OfAFileWithoutManifest_TakesAwayThatOfTheOld()
    {
        Write(isFolder: false, "old", overwrite: false);
        TextFile.Save(In("out"), "a split", overwrite: true);
        Assert.Equal(["out"], Names);
    }

    [Fact]
    public void Commit_InputThatChanged_IsRefused()
    {
        File.WriteAllText(In("input"), "first");
        using var run = new RunFiles().Enter();
        Assert.Equal("first"u8, RunFiles.ReadAllBytes(In("input")));
        using var output = StagedOutput.Create(In("out"), isFolder: true, overwrite: false);
        Fill(output, isFolder: true, "new");
        File.WriteAllText(In("input"), "other");
        Assert.Equal(Fault.Changed, Assert.Throws<DatasetFormatException>(output.Commit).Fault);
        Assert.False(Path.Exists(In("out")));
    }

    [Theory]
    [InlineData("input", "input", "is")]
    [InlineData("link", "input", "is")]
    [InlineData("sub/../input", "input", "is")]
    public void Create_OverAFileThatWasRead_IsRefused(string target, string input, string what)
    {
        File.WriteAllText(In("input"), "mine");
        Directory.CreateDirectory(In("sub"));
        File.CreateSymbolicLink(In("link"), In("input"));
        using var run = new RunFiles().Enter();
        RunFiles.ReadAllBytes(In(input));
        var error = Assert.Throws<InvalidRequestException>(() => TextFile.Save(In(target), "new", overwrite: true));
        Assert.Contains($" {what} the input {In(input)}", error.Message, StringComparison.Ordinal);
        Assert.Equal("mine", File.ReadAllText(In("input")));
    }

    [Fact]
    public void Create_OverAFolderThatHoldsAFileThatWasRead_IsRefused()
    {
        Write(isFolder: true, "old", overwrite: false);
        using var run = new RunFiles().Enter();
        RunFiles.ReadAllBytes(In("out/data"));
        var error = Assert.Throws<InvalidRequestException>(() => StagedOutput.Create(In("out"), isFolder: true, overwrite: true));
        Assert.Contains("holds the input", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Create_LongName_KeepsWithinWhatAFileSystemTakes()
    {
        // 253 bytes of 255, in letters of 2: the name of the temporary folder is cut.
        var name = new string('é', 126) + "x";
        TextFile.Save(In(name), "new", overwrite: false);
        Assert.Equal([name], Names);
    }

    [Fact]
    public void Create_InAMissingFolder_SaysWhichToMake()
    {
        var error = Assert.Throws<IOException>(() => StagedOutput.Create(In("none/out"), isFolder: true, overwrite: false));
        Assert.Contains(In("none"), error.Message, StringComparison.Ordinal);
    }

    private IEnumerable<string?> Names => Directory.GetFileSystemEntries(_folder).Select(Path.GetFileName).Order(StringComparer.Ordinal);

    private string In(string name) => Path.Combine(_folder, name);

    private string Read(bool isFolder) => File.ReadAllText(isFolder ? In("out/data") : In("out"));

    private void Write(bool isFolder, string text, bool overwrite)
    {
        using var output = StagedOutput.Create(In("out"), isFolder, overwrite);
        Fill(output, isFolder, text);
        output.Commit();
    }

    private static void Fill(StagedOutput output, bool isFolder, string text)
    {
        output.Files.Write(isFolder ? "data" : Path.GetFileName(output.Path), System.Text.Encoding.UTF8.GetBytes(text));
        File.WriteAllText(output.ManifestPath, OurManifest);
    }
}
