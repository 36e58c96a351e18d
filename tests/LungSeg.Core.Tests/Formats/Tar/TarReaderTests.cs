using System.Formats.Tar;
using System.Text;
using LungSeg.Core.Bytes;
using LungSeg.Core.Formats.Tar;
using LungSeg.Core.Tests.Fixtures;
using Xunit;
using TarReader = LungSeg.Core.Formats.Tar.TarReader;

namespace LungSeg.Core.Tests.Formats.Tar;

public sealed class TarReaderTests
{
    [Theory]
    [InlineData("7 path=")]
    [InlineData("8 path==")]
    [InlineData("3 =")]
    public void List_PaxRecordWithoutItsLineFeed_IsDamagedOrRead(string record)
    {
        var archive = new MemoryStream();
        TarMember.Append(archive, "pax", Encoding.ASCII.GetBytes(record));
        var bytes = archive.ToArray();
        SetType(bytes.AsSpan(0, 512), 'x');
        var error = Record.Exception(() => TarReader.List(BinaryFixtures.Source([.. bytes, .. TarMember.End]), ReadLimits.Default));
        Assert.True(error is null or DatasetFormatException { Fault: Fault.Corrupt, Offset: 512 }, $"{error}");
    }

    [Theory]
    [InlineData(TarEntryType.HardLink)]
    [InlineData(TarEntryType.SymbolicLink)]
    public void List_Link_IsNamed(TarEntryType type)
    {
        var archive = new MemoryStream();
        using (var writer = new TarWriter(archive, TarEntryFormat.Ustar, leaveOpen: true))
        {
            writer.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, "a.mask.npy") { DataStream = new MemoryStream([1]) });
            writer.WriteEntry(new UstarTarEntry(type, "b.mask.npy") { LinkName = "a.mask.npy" });
        }
        var error = Assert.Throws<DatasetFormatException>(() =>
            TarReader.List(BinaryFixtures.Source(archive.ToArray()), ReadLimits.Default)
        );
        Assert.Equal((Fault.Unsupported, 1024L), (error.Fault, error.Offset));
        Assert.Contains("b.mask.npy", error.Message, StringComparison.Ordinal);
    }

    /// <summary>Changes the type of a header and its checksum: the sum of its bytes, with its own field as spaces.</summary>
    private static void SetType(Span<byte> header, char type)
    {
        header[156] = (byte)type;
        header.Slice(148, 8).Fill((byte)' ');
        var sum = 0;
        foreach (var value in header)
        {
            sum += value;
        }
        Encoding.ASCII.GetBytes(Convert.ToString(sum, 8).PadLeft(6, '0') + "\0 ", header.Slice(148, 8));
    }
}
