using System.IO.Compression;

namespace LungSeg.Core.Bytes.Compression;

/// <summary>A piece of a deflate stream that was made on its own: pieces one after another, the last one closed, are one stream.</summary>
internal static class DeflatePiece
{
    /// <summary>Deflates <paramref name="content"/>. What is not the last piece ends at a byte, with no end mark.</summary>
    public static ArraySegment<byte> Compress(ReadOnlySpan<byte> content, int level, bool isLast)
    {
        var target = new MemoryStream((content.Length / 4) + 64);
        using (var deflate = new DeflateStream(target, new ZLibCompressionOptions { CompressionLevel = level }, leaveOpen: true))
        {
            deflate.Write(content);
            if (!isLast)
            {
                deflate.Flush();
                return new ArraySegment<byte>(target.GetBuffer(), 0, (int)target.Length);
            }
        }

        return new ArraySegment<byte>(target.GetBuffer(), 0, (int)target.Length);
    }
}
