using System.Buffers;
using LungSeg.Core.Bytes;

namespace LungSeg.Core.Formats.Editing;

/// <summary>A piece of a new file in rented memory: the bytes around the values, and space for the values.</summary>
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

        // The pool would keep a large array for minutes.
        _memory = _length < LargeMemory.LargeBytes ? ArrayPool<byte>.Shared.Rent(_length) : GC.AllocateUninitializedArray<byte>(_length);
        prefix.Span.CopyTo(_memory);
        suffix.Span.CopyTo(_memory.AsSpan(prefix.Length + valuesLength));
    }

    /// <summary>All bytes.</summary>
    public Span<byte> Bytes => Memory.AsSpan(0, _length);

    /// <summary>The values.</summary>
    public Span<byte> Values => Memory.AsSpan(_prefixLength, _valuesLength);

    private byte[] Memory => _memory ?? throw new ObjectDisposedException(nameof(MadePiece));

    public void Dispose()
    {
        if (_memory is { } memory && _length < LargeMemory.LargeBytes)
        {
            ArrayPool<byte>.Shared.Return(memory);
        }
        _memory = null;
        LargeMemory.Release(_length);
    }
}
