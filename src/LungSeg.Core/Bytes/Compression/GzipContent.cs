namespace LungSeg.Core.Bytes.Compression;

/// <summary>The content of a gzip file as a stream, for who needs only its start or reads it once.</summary>
internal static class GzipContent
{
    /// <summary>Bytes that deflate can make of one (RFC 1951: 258 from 2 bits).</summary>
    public const int MaxPerByte = 1032;

    /// <summary>Opens the content; damage shows as the one exception for bad input while it is read.</summary>
    public static Stream Open(IByteSource source)
    {
        var packed = new SourceStream(source);
        return new GuardedStream(() => new GzipMembersStream(packed, source.Name), packed, source.Name);
    }
}
