namespace LungSeg.Core.Bytes.Compression;

/// <summary>A byte source as a stream, for libraries that read streams; buffered, since some of them read byte by byte.</summary>
/// <remarks>Does not own the source.</remarks>
internal sealed class SourceStream(IByteSource source) : Stream
{
    private const int LargestField = 4 << 10;
    private readonly byte[] _window = new byte[64 << 10];
    private long _windowStart;
    private int _windowLength;

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => source.Length;

    public override long Position { get; set; }

    /// <summary>Whether a read asked for more bytes than are left: the data is then truncated, and not damaged.</summary>
    /// <remarks>Long reads count only where they get nothing, since a decoder that reads ahead may ask for more than it needs.</remarks>
    public bool HitEnd { get; set; }

    /// <summary>Whether the last read of the source threw.</summary>
    public bool HasFailed { get; private set; }

    /// <summary>Where the last read began.</summary>
    public long LastReadAt { get; private set; }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        LastReadAt = Position;
        var got = Peek(buffer);
        Position += got;
        HitEnd |= got < buffer.Length && (got == 0 || buffer.Length <= LargestField);
        return got;
    }

    /// <summary>Reads without moving.</summary>
    public int Peek(Span<byte> buffer)
    {
        var skip = Position - _windowStart;
        if (skip < 0 || skip >= _windowLength || (buffer.Length > _windowLength - skip && buffer.Length <= _window.Length))
        {
            if (buffer.Length > _window.Length)
            {
                return ReadSource(buffer);
            }
            _windowStart = Position;
            _windowLength = ReadSource(_window);
            skip = 0;
        }

        var got = (int)Math.Min(buffer.Length, _windowLength - skip);
        _window.AsSpan((int)skip, got).CopyTo(buffer);
        return got;
    }

    private int ReadSource(Span<byte> buffer)
    {
        HasFailed = true;
        var got = source.Read(Position, buffer);
        HasFailed = false;
        return got;
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidDataException">The position lies before the start, which happens only in a damaged file.</exception>
    public override long Seek(long offset, SeekOrigin origin)
    {
        var place = origin switch
        {
            SeekOrigin.Begin => offset,
            SeekOrigin.Current => Position + offset,
            _ => Length + offset,
        };
        if (place < 0)
        {
            throw new InvalidDataException("a place before the start of the file");
        }
        return Position = place;
    }

    /// <summary>Moves past zero bytes.</summary>
    public void SkipZeros()
    {
        while (Position < Length)
        {
            if (ReadByte() == 0)
            {
                continue;
            }
            Position--;
            return;
        }
    }

    public override void Flush() { }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
