using System.Buffers.Binary;

namespace LungSeg.Thresholding.Contours;

/// <summary>Converts bits to bytes of 0 and 1.</summary>
internal static class BitBytes
{
    private const ulong Ones = 0x0101010101010101;

    /// <summary>Writes bit i as byte i, for as many bits as the span holds, at most 64.</summary>
    public static void Spread(ulong bits, Span<byte> destination)
    {
        if (destination.Length < 64)
        {
            for (var i = 0; i < destination.Length; i++)
            {
                destination[i] = (byte)((bits >> i) & 1);
            }

            return;
        }

        destination = destination[..64];
        if (bits is 0 or ulong.MaxValue)
        {
            destination.Fill((byte)(bits & 1));
            return;
        }

        for (var i = 0; i < 64; i += 8)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(destination[i..], SpreadByte((byte)(bits >> i)));
        }
    }

    private static ulong SpreadByte(byte bits)
    {
        var spread = (ulong)bits;
        spread = (spread | (spread << 28)) & 0x0000000F0000000F;
        spread = (spread | (spread << 14)) & 0x0003000300030003;
        return (spread | (spread << 7)) & Ones;
    }
}
