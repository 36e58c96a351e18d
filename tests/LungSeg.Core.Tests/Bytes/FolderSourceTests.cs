using System.Diagnostics;
using LungSeg.Core.Bytes;
using LungSeg.Core.Datasets;
using LungSeg.Core.Tests.Fixtures;
using Xunit;

namespace LungSeg.Core.Tests.Bytes;

/// <summary>Folders of links, of names that .NET cannot decode, and of entries that lead nowhere.</summary>
public sealed class FolderSourceTests : IDisposable
{
    private static readonly string Fixture = Path.Combine(
        Repository.Root,
        "tests",
        "LungSeg.Core.Tests",
        "Fixtures",
        "Folders",
        "nnunet_volumes"
    );
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lungseg-links");

    public void Dispose()
    {
        // .NET cannot delete names that it cannot decode.
        using var remove = Process.Start("rm", ["-rf", _folder.FullName]);
        remove.WaitForExit();
    }

    [Fact]
    public void Open_LinkedFilesAndFolders_AreReadUnderTheirNames()
    {
        Write("store/k1", 3);
        Write("real/deep/x", 5);
        Link("in/a", "../store/k1");
        Link("in/b", "../store/k1");
        Link("in/sub", "../real");

        // Beside the name by which it is found, in/sub/, it would lead nowhere.
        Link("real/c", "../store/k1");
        var source = FolderSource.Open(PathOf("in"));
        Assert.Equal(["a", "b", "sub/c", "sub/deep/x"], source.Files);
        Assert.Equal(3 + 3 + 3 + 5, source.TotalBytes);
        Assert.Equal((null, 0), (source.Damage, source.Notes.Count));
        foreach (var (file, length) in source.Files.Zip([3, 3, 3, 5]))
        {
            using var opened = source.OpenFile(file, "file");
            Assert.Equal(length, opened.Length);
        }
    }

    [Fact]
    public void Open_Pipe_IsNamedAndNotOpened()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs a named pipe");
        Write("in/a", 1);
        using (var make = Process.Start("mkfifo", [PathOf("in/pipe")]))
        {
            make.WaitForExit();
        }

        var source = FolderSource.Open(PathOf("in"));
        Assert.Equal(["a"], source.Files);
        Assert.Contains("pipe (a pipe, a socket or a device)", source.Damage!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_FoldersThatLeadBack_AreNotEnteredAgainAndNoted()
    {
        Write("in/x/f", 1);
        Link("in/x/up", "..");
        Link("in/y", "x");
        Link("in/x/self", ".");
        var source = FolderSource.Open(PathOf("in"));
        Assert.Equal(["x/f", "y/f"], source.Files);
        Assert.StartsWith(
            "links back to a folder that is being read were not followed: ",
            Assert.Single(source.Notes),
            StringComparison.Ordinal
        );
        Assert.Null(source.Damage);
    }

    [Fact]
    public void Open_FoldersThatAllLeadIntoEachOther_EndInAnError()
    {
        var names = Enumerable.Range(0, 9).Select(i => $"d{i}").ToArray();
        foreach (var (from, to) in names.SelectMany(from => names.Select(to => (from, to))))
        {
            Link($"in/{from}/{to}", $"../{to}");
        }
        Assert.Equal(Fault.TooLarge, Assert.Throws<DatasetFormatException>(() => FolderSource.Open(PathOf("in"))).Fault);
    }

    [Fact]
    public void Open_HiddenEntries_AreCounted()
    {
        Write("in/f", 1);
        Write("in/.DS_Store", 1);
        Write("in/.git/config", 1);
        var source = FolderSource.Open(PathOf("in"));
        Assert.Equal(["f"], source.Files);
        Assert.Equal(["2 hidden files or folders were left out"], source.Notes);
    }

    [Fact]
    public void Open_LinksToNowhereAndInCircles_AreNamed()
    {
        Write("in/f", 1);
        Link("in/a.png", "gone");
        Link("in/p", "q");
        Link("in/q", "p");
        var source = FolderSource.Open(PathOf("in"));
        Assert.Equal(["f"], source.Files);
        Assert.Equal(
            "3 entries cannot be read: a.png (a link to nowhere), p (links lead round in circles), q (links lead round in circles)",
            source.Damage?.Detail
        );
    }

    [Fact]
    public void Open_NamesThatAreNotUtf8_AreNamedAndTheRestIsRead()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }
        Write("in/f", 1);
        Write("in/\ufffd", 2);
        Shell("""cd in && mkdir t "$(printf 's\374b')" && printf x | tee "$(printf 'm\351 \303\251.png')" "t/$(printf '\377')" """);
        var source = FolderSource.Open(PathOf("in"));
        Assert.Equal(["f", "\ufffd"], source.Files);
        Assert.Equal(
            @"3 entries cannot be read: m\xE9 é.png (its name is not UTF-8), s\xFCb (its name is not UTF-8), "
                + @"t/\xFF (its name is not UTF-8)",
            source.Damage?.Detail
        );
    }

    [Fact]
    public void Dataset_LinkedLabelsAndMissingOnes_RestIsReadWithDamage()
    {
        foreach (var file in Directory.EnumerateFiles(Fixture, "*", SearchOption.AllDirectories))
        {
            Link("nn/" + Path.GetRelativePath(Fixture, file), file);
        }
        using (var whole = Dataset.Open(Fixture))
        using (var linked = Dataset.Open(PathOf("nn")))
        {
            Assert.Equal(whole.RowCount, linked.RowCount);
            Assert.Null(linked.Inputs[0].Damage);
            Assert.All(linked.Rows, row => Assert.Equal(whole[row.Index].Mask is null, row.Mask is null));
        }

        File.Delete(PathOf("nn/labelsTr/a.nii"));
        Link("nn/labelsTr/a.nii", "gone.nii");
        using var cut = Dataset.Open(PathOf("nn"));
        Assert.Equal("an entry cannot be read: labelsTr/a.nii (a link to nowhere)", cut.Inputs[0].Damage?.Detail);
        Assert.Null(cut[0].Mask);
    }

    [Theory]
    [InlineData("nnunet_volumes")]
    [InlineData("png_parts")]
    public void Dataset_FilesOfOtherKinds_AreCounted(string name)
    {
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Fixture, "..", name), "*", SearchOption.AllDirectories))
        {
            Link("set/" + Path.GetRelativePath(Path.Combine(Fixture, "..", name), file), file);
        }
        foreach (var file in (string[])["notes.txt", "imagesTr/sub/x_0000.nii", "a/b/LICENSE", "a/more.txt"])
        {
            Write("set/" + file, 1);
        }
        using var set = Dataset.Open(PathOf("set"));
        Assert.Contains("left out 4 files of other kinds or places: 1 .nii, 2 .txt, 1 without a suffix", set.Inputs[0].Notes);
        using var clean = Dataset.Open(Path.Combine(Fixture, "..", name));
        Assert.DoesNotContain(clean.Inputs[0].Notes, note => note.StartsWith("left out", StringComparison.Ordinal));
    }

    [Fact]
    public void Dataset_FileWithoutPermission_IsNamedAndTheRestIsRead()
    {
        if (OperatingSystem.IsWindows() || Environment.UserName == "root")
        {
            return;
        }
        foreach (var file in Directory.EnumerateFiles(Fixture, "*", SearchOption.AllDirectories))
        {
            Write("nn/" + Path.GetRelativePath(Fixture, file), 0);
            File.Copy(file, PathOf("nn/" + Path.GetRelativePath(Fixture, file)), overwrite: true);
        }
        File.SetUnixFileMode(PathOf("nn/labelsTr/a.nii"), UnixFileMode.None);
        using var cut = Dataset.Open(PathOf("nn"));
        Assert.Equal("an entry cannot be read: labelsTr/a.nii (no permission)", cut.Inputs[0].Damage?.Detail);
        Assert.Null(cut[0].Mask);
    }

    private string PathOf(string name) => Path.Combine(_folder.FullName, name);

    private void Write(string name, int length)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(name))!);
        File.WriteAllBytes(PathOf(name), new byte[length]);
    }

    private void Link(string name, string target)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(name))!);
        File.CreateSymbolicLink(PathOf(name), target);
    }

    private void Shell(string command)
    {
        using var shell = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", command]) { WorkingDirectory = _folder.FullName })!;
        shell.WaitForExit();
        Assert.Equal(0, shell.ExitCode);
    }
}
