namespace LungSeg.Core.Bytes.Compression;

/// <summary>Hands out packed bytes so that no read runs past a place where a gzip member may end.</summary>
/// <remarks>
/// An inflater reads ahead and does not say how much of it was left over. A member can only end 8 bytes (its trailer) before the next
/// member's signature or the end of the file; as no read crosses such a place, the stream stands exactly at the trailer when a member ends.
/// </remarks>
internal sealed class GzipMemberBytes(SourceStream packed) : ForwardStream
{
    private const int TrailerLength = 8;
    private readonly byte[] _ahead = new byte[32 << 10];

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        ReadOnlySpan<byte> signature = [0x1f, 0x8b, 8];
        var wanted = Math.Min(buffer.Length, _ahead.Length - TrailerLength - signature.Length);
        var ahead = _ahead.AsSpan(0, packed.Peek(_ahead.AsSpan(0, wanted + TrailerLength + signature.Length)));
        var limit = Math.Min(wanted, ahead.Length);
        if (ahead.Length > TrailerLength + 1 && ahead[(TrailerLength + 1)..].IndexOf(signature) is >= 0 and var found)
            limit = Math.Min(limit, found + 1);

        var toTrailer = packed.Length - TrailerLength - packed.Position;
        if (toTrailer > 0)
            limit = (int)Math.Min(limit, toTrailer);
        ahead[..limit].CopyTo(buffer);
        packed.Position += limit;
        return limit;
    }
}
