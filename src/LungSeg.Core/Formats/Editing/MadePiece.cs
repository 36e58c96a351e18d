using System.Buffers;

namespace LungSeg.Core.Formats.Editing;

/// <summary>
/// Bytes of a new file, in memory that serves others when it is disposed of: what stands around values, and room for them.
/// </summary>
internal sealed class MadePiece : IDisposable
{
    private readonly int _prefixLength;
    private readonly int _valuesLength;
    private readonly int _length;
    private byte[]? _memory;

    public MadePiece(ReadOnlyMemory<byte> prefix, int valuesLength, ReadOnlyMemory<byte> suffix)
    {
        (_prefixLength, _valuesLength) = (prefix.Length, valuesLength);
        _length = checked(prefix.Length + valuesLength + suffix.Length);
        _memory = ArrayPool<byte>.Shared.Rent(_length);
        prefix.Span.CopyTo(_memory);
        suffix.Span.CopyTo(_memory.AsSpan(prefix.Length + valuesLength));
    }

    /// <summary>All of it.</summary>
    public Span<byte> Bytes => Memory.AsSpan(0, _length);

    /// <summary>The values.</summary>
    public Span<byte> Values => Memory.AsSpan(_prefixLength, _valuesLength);

    private byte[] Memory => _memory ?? throw new ObjectDisposedException(nameof(MadePiece));

    public void Dispose()
    {
        if (_memory is { } memory)
        {
            ArrayPool<byte>.Shared.Return(memory);
        }
        _memory = null;
    }
}
