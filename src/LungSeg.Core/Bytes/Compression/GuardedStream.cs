namespace LungSeg.Core.Bytes.Compression;

/// <summary>Turns whatever a decoder throws at damaged data into the one exception for bad input, with the byte it was reading.</summary>
internal sealed class GuardedStream(Func<Stream> open, SourceStream packed, SourceName name) : ForwardStream
{
    private Stream? _decoder;

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        try
        {
            // Some decoders read, and fail, as soon as they are made.
            _decoder ??= open();
            return _decoder.Read(buffer);
        }
        catch (Exception e) when (IsDamage(e))
        {
            var atEnd = packed.Position >= packed.Length;
            throw atEnd
                ? FormatError.CutStream(name, packed.Length, e)
                : FormatError.Undecodable(name, packed.LastReadAt, $"the compressed data is damaged: {e.Message}", e);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _decoder?.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>Decoders of other hands throw many types at damaged data, index errors among them; only the disk's, ours and memory's mean something else.</summary>
    private static bool IsDamage(Exception e) => e is EndOfStreamException or InvalidDataException or not (IOException or DatasetFormatException or OutOfMemoryException);
}
