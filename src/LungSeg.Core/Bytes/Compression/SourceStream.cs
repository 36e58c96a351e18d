namespace LungSeg.Core.Bytes.Compression;

/// <summary>A byte source as a stream, for libraries that read streams; buffered, since some of them read byte by byte.</summary>
/// <remarks>Does not own the source.</remarks>
internal sealed class SourceStream(IByteSource source) : Stream
{
    private readonly byte[] _window = new byte[64 << 10];
    private long _windowStart;
    private int _windowLength;

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => source.Length;

    public override long Position { get; set; }

    /// <summary>Where the last read began.</summary>
    public long LastReadAt { get; private set; }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        LastReadAt = Position;
        var got = Peek(buffer);
        Position += got;
        return got;
    }

    /// <summary>Reads without moving.</summary>
    public int Peek(Span<byte> buffer)
    {
        var skip = Position - _windowStart;
        if (skip < 0 || skip >= _windowLength || (buffer.Length > _windowLength - skip && buffer.Length <= _window.Length))
        {
            if (buffer.Length > _window.Length)
                return source.Read(Position, buffer);
            _windowStart = Position;
            _windowLength = source.Read(Position, _window);
            skip = 0;
        }

        var got = (int)Math.Min(buffer.Length, _windowLength - skip);
        _window.AsSpan((int)skip, got).CopyTo(buffer);
        return got;
    }

    public override long Seek(long offset, SeekOrigin origin) => Position = origin switch
    {
        SeekOrigin.Begin => offset,
        SeekOrigin.Current => Position + offset,
        _ => Length + offset,
    };

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
