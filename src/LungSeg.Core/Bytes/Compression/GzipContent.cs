namespace LungSeg.Core.Bytes.Compression;

/// <summary>Opens the content of a gzip file as a stream, for callers that read it once or need only its start.</summary>
internal static class GzipContent
{
    /// <summary>Maximum number of bytes that one deflated byte can unpack to (RFC 1951: 258 from 2 bits).</summary>
    public const int MaxPerByte = 1032;

    /// <summary>Opens the content; damaged data throws <see cref="DatasetFormatException"/> when it is read.</summary>
    public static Stream Open(IByteSource source)
    {
        var packed = new SourceStream(source);
        return new GuardedStream(() => new GzipMembersStream(packed, source.Name), packed, source.Name);
    }
}
