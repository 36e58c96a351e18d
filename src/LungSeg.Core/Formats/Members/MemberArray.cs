using LungSeg.Core.Bytes;
using LungSeg.Core.Formats.Arrays;
using LungSeg.Core.Formats.Npy;

namespace LungSeg.Core.Formats.Members;

/// <summary>Arrays that a table or archive holds as files of their own: .npy, and bytes of which a numpy type is named.</summary>
internal static class MemberArray
{
    /// <summary>Whether bytes are a .npy.</summary>
    public static bool Matches(ReadOnlySpan<byte> bytes) => NpyHeader.Matches(bytes);

    /// <summary>The little-endian type of a name such as <c>float64</c>, or of a code such as <c>&lt;f8</c>.</summary>
    public static bool TryGetType(string name, out DType dtype) =>
        DType.TryFindNumeric(name, out dtype)
        || (DType.TryParse(name, out dtype) && dtype is { IsNumeric: true, ByteOrder: not ByteOrder.Big });

    /// <summary>The array of a .npy.</summary>
    /// <param name="bytes">The .npy.</param>
    /// <param name="source">Its name.</param>
    /// <param name="read">Reads the bytes again, when values are asked for.</param>
    /// <exception cref="DatasetFormatException">It is damaged, or holds Python objects.</exception>
    public static ArrayInfo Find(ReadOnlyMemory<byte> bytes, SourceName source, Func<ReadOnlyMemory<byte>> read)
    {
        using var member = new MemoryByteSource(bytes, source.As("npy"));
        var array = NpyReader.Identify(member);
        return array.DType.IsNumeric
            ? ArrayInfo.Decoded(
                array.DType.With(ByteOrder.Little),
                [.. array.Shape],
                array.Payload,
                new Decoder(array, source.As("npy"), read)
            )
            : throw FormatError.Unsupported(member.Name, $"values of dtype {array.DType.Name} are not read");
    }

    private sealed class Decoder(ArrayInfo array, SourceName name, Func<ReadOnlyMemory<byte>> read) : IArrayDecoder
    {
        public void Decode(IByteSource source, Span<byte> destination)
        {
            using var member = new MemoryByteSource(read(), name);
            ArrayReader.Read(member, array, destination);
        }
    }
}
