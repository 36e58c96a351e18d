using System.IO.Compression;

namespace LungSeg.Core.Bytes;

/// <summary>Packs a finished file with gzip. The header carries no time and no name, so equal content gives equal bytes.</summary>
internal static class GzipFile
{
    public static void Pack(string from, string to, bool overwrite)
    {
        using var target = AtomicFile.Create(to, overwrite);
        using (var source = File.OpenRead(from))
        using (var file = new FileStream(target.Handle, FileAccess.Write, bufferSize: 0))
        using (var gzip = new GZipStream(file, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            source.CopyTo(gzip, 1 << 20);
            gzip.Dispose();
            file.Flush();
            target.Commit();
        }
    }
}
