using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace LungSeg.Core.Formats.Arrays;

/// <summary>Swaps the byte order of elements.</summary>
internal static class ElementBytes
{
    /// <summary>Reverses the bytes of each element in place; elements of one byte stay.</summary>
    public static void Reverse(Span<byte> values, int itemSize)
    {
        switch (itemSize)
        {
            case 2:
                var shorts = MemoryMarshal.Cast<byte, short>(values);
                BinaryPrimitives.ReverseEndianness(shorts, shorts);
                break;
            case 4:
                var ints = MemoryMarshal.Cast<byte, int>(values);
                BinaryPrimitives.ReverseEndianness(ints, ints);
                break;
            case 8:
                var longs = MemoryMarshal.Cast<byte, long>(values);
                BinaryPrimitives.ReverseEndianness(longs, longs);
                break;
        }
    }
}
