namespace LungSeg.Core.Bytes.Compression;

/// <summary>Hands out the packed bytes of a gzip member, and remembers where its end can lie.</summary>
/// <remarks>
/// An inflater reads ahead and does not say how much of that was left over; but it asks only while the member goes on, so the end lies in
/// what it was given last. No read crosses into the last 8 bytes of the file, which a whole member leaves to its trailer.
/// </remarks>
internal sealed class GzipMemberBytes(SourceStream packed) : ForwardStream
{
    public const int TrailerLength = 8;

    /// <summary>Where what was given last begins.</summary>
    public long LastStart { get; private set; } = packed.Position;

    /// <summary>Whether the member went on where its trailer should have stood, or to the end of the file.</summary>
    public bool RanIntoTrailer { get; private set; }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        LastStart = packed.Position;
        var toTrailer = packed.Length - TrailerLength - packed.Position;
        RanIntoTrailer |= toTrailer <= 0;
        return packed.Read(toTrailer > 0 && toTrailer < buffer.Length ? buffer[..(int)toTrailer] : buffer);
    }
}
