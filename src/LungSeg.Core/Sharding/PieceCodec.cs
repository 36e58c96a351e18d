using System.Runtime.InteropServices;

namespace LungSeg.Core.Sharding;

/// <summary>How a result of a row is kept as bytes.</summary>
/// <param name="Pack">To bytes.</param>
/// <param name="Unpack">From bytes.</param>
internal sealed record PieceCodec<T>(Func<T, byte[]> Pack, Func<byte[], T> Unpack);

/// <summary>The codecs of plain values.</summary>
internal static class PieceCodec
{
    public static PieceCodec<int> Number { get; } = Of<int>();

    public static PieceCodec<(int Rows, int Columns, int LesionPixels)> Figures { get; } = Of<(int, int, int)>();

    public static PieceCodec<ArraySegment<byte>> Bytes { get; } = new(bytes => [.. bytes], bytes => bytes);

    private static PieceCodec<T> Of<T>()
        where T : unmanaged => new(value => MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in value)).ToArray(), bytes => MemoryMarshal.Read<T>(bytes));
}
