using System.Runtime.InteropServices;
using LungSeg.Core.Model;

namespace LungSeg.Core.Imaging;

/// <summary>One grey value a pixel, [row, col] in C order.</summary>
/// <param name="Size">Height and width.</param>
/// <param name="BitDepth">8 or 16.</param>
/// <param name="Bytes">The values, uint8 or uint16 in the machine's byte order.</param>
internal sealed record GreySamples(SliceSize Size, int BitDepth, byte[] Bytes)
{
    /// <summary>The values of 16 bits.</summary>
    public ReadOnlySpan<ushort> Values16 => MemoryMarshal.Cast<byte, ushort>(Bytes.AsSpan());
}
