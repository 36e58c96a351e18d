using System.IO.Compression;

namespace LungSeg.Core.Bytes.Compression;

/// <summary>Deflates one piece of a stream on its own. Pieces that are written one after another make one deflate stream.</summary>
internal static class DeflatePiece
{
    /// <summary>Deflates <paramref name="content"/>. A piece that is not the last ends at a byte boundary, without an end mark.</summary>
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
