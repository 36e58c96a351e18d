using System.IO.Compression;
using System.IO.Hashing;
using LungSeg.Core.Bytes.Compression;
using Xunit;

namespace LungSeg.Core.Tests.Bytes.Compression;

/// <summary>Read back by .NET's own archive, which checks sizes and CRC; Python's zipfile and numpy read them in tests/interop.</summary>
public sealed class ZipOutputTests
{
    [Fact]
    public void Write_StoredAndDeflatedInPieces_ReadsBack()
    {
        var content = Enumerable.Range(0, 200_000).Select(i => (byte)(i * i / 977)).ToArray();
        using var stream = new MemoryStream();
        var zip = new ZipOutput(stream);
        zip.Begin("stored.bin", isDeflated: false);
        zip.Write(content);
        zip.End(Crc32.HashToUInt32(content), content.Length);
        zip.Begin("ü/deflated.bin", isDeflated: true);
        for (var start = 0; start < content.Length; start += 60_000)
        {
            var piece = content.AsSpan(start, Math.Min(60_000, content.Length - start));
            zip.Write(DeflatePiece.Compress(piece, 6, isLast: start + piece.Length == content.Length));
        }

        zip.End(Crc32.HashToUInt32(content), content.Length);
        zip.Finish();

        using var archive = new ZipArchive(stream, ZipArchiveMode.Read);
        Assert.Equal(["stored.bin", "ü/deflated.bin"], archive.Entries.Select(entry => entry.FullName));
        foreach (var entry in archive.Entries)
        {
            using var opened = entry.Open();
            using var copy = new MemoryStream();
            opened.CopyTo(copy);
            Assert.Equal(content, copy.ToArray());
        }
    }
}
