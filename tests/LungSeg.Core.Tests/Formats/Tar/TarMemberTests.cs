using System.Formats.Tar;
using LungSeg.Core.Formats.Tar;
using Xunit;

namespace LungSeg.Core.Tests.Formats.Tar;

public sealed class TarMemberTests
{
    [Theory]
    [InlineData(1, 0)]
    [InlineData(99, 1)]
    [InlineData(100, 512)]
    [InlineData(101, 513)]
    [InlineData(120, 100_000)]
    [InlineData(993, 7)]
    [InlineData(9995, 7)]
    public void Append_AnyNameAndLength_IsReadByDotNet(int nameLength, int length)
    {
        var (name, content) = (new string('k', nameLength), new byte[length]);
        new Random(length).NextBytes(content);
        var archive = new MemoryStream();
        TarMember.Append(archive, name, content);
        TarMember.Append(archive, "next", [1, 2, 3]);
        archive.Write(TarMember.End);
        Assert.Equal(0, archive.Length % 512);

        archive.Position = 0;
        using var reader = new System.Formats.Tar.TarReader(archive);
        var first = reader.GetNextEntry(copyData: true)!;
        Assert.Equal(name, first.Name);
        Assert.Equal(length, first.Length);
        using var found = new MemoryStream();
        first.DataStream?.CopyTo(found);
        Assert.Equal(content, found.ToArray());
        Assert.Equal("next", reader.GetNextEntry()!.Name);
        Assert.Null(reader.GetNextEntry());
    }

    [Fact]
    public void Append_Member_BelongsToNobodyAndHasNoTime()
    {
        var archive = new MemoryStream();
        TarMember.Append(archive, "a.cls", "3"u8);
        archive.Write(TarMember.End);
        archive.Position = 0;
        using var reader = new System.Formats.Tar.TarReader(archive);
        var entry = Assert.IsType<UstarTarEntry>(reader.GetNextEntry());
        Assert.Equal((0, 0, string.Empty, string.Empty), (entry.Uid, entry.Gid, entry.UserName, entry.GroupName));
        Assert.Equal(DateTimeOffset.UnixEpoch, entry.ModificationTime);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead, entry.Mode);
        Assert.Equal(TarEntryType.RegularFile, entry.EntryType);
    }
}
