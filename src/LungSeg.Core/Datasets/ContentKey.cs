using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using LungSeg.Core.Bytes;
using LungSeg.Core.Formats.Arrays;

namespace LungSeg.Core.Datasets;

/// <summary>
/// The identity of a slice by its content: equal where the HU of hu_array_old are, whatever their dtype, order in memory and file.
/// </summary>
/// <remarks>
/// XxHash128 (seed 0) over height and width as int32, then the values in C order as int16 where every value is an integer in range, else as
/// float64. These numbers are little-endian, the key's 32 digits big-endian. -0.0 counts as 0, and every NaN has the same bits.
/// </remarks>
public static class ContentKey
{
    private const int BlockLength = 4096;

    // 128 KB.
    private const int PieceLength = 4 * BlockLength;
    private const ulong NaNBits = 0x7FF8000000000000;

    /// <summary>Key of a row, 32 hexadecimal digits; null without hu_array_old, or where float64 cannot hold its integers.</summary>
    /// <exception cref="DatasetFormatException">The file has changed since it was indexed.</exception>
    public static string? Compute(CtSample sample)
    {
        ArgumentNullException.ThrowIfNull(sample);
        return ComputeHash(sample) is { } hash ? Format(hash) : null;
    }

    /// <summary>Whether a text can be a key.</summary>
    internal static bool IsKey(string text) => text.Length == 32 && text.All(char.IsAsciiHexDigitLower);

    /// <summary>A key as text.</summary>
    internal static string Format(UInt128 hash) => hash.ToString("x32", CultureInfo.InvariantCulture);

    internal static UInt128? ComputeHash(CtSample sample) =>
        sample.Row.HuOld is { } array && SliceShape.HoldsPixels(array) && IsExact(sample, array)
            ? ComputeHash(sample.ReadValues(array), (int)array.Shape[0], (int)array.Shape[1])
            : null;

    /// <summary>Hash of a slice: its key, or a hash of its bytes where float64 cannot hold its integers.</summary>
    internal static UInt128 ComputeHash(CtSample sample, ArrayInfo array) =>
        TryHashPieces(sample.Row.Input.Source, array)
        ?? (
            IsExact(sample, array)
                ? ComputeHash(sample.ReadValues(array), (int)array.Shape[0], (int)array.Shape[1])
                : HashIntegers(sample, array)
        );

    /// <summary>
    /// Key of a slice as the published files store it, read in pieces that stay in the processor's cache; null for another slice, or one
    /// with a value that is no int16.
    /// </summary>
    private static UInt128? TryHashPieces(IByteSource input, ArrayInfo array)
    {
        if (array is not { IsContiguousRaw: true, Order: ElementOrder.C, DType: { Kind: 'f', ItemSize: 8, ByteOrder: not ByteOrder.Big } })
        {
            return null;
        }
        var source = array.UnpackedSource ?? input;
        var hash = Start((int)array.Shape[0], (int)array.Shape[1]);
        var piece = ArrayPool<double>.Shared.Rent(PieceLength);
        try
        {
            for (var first = 0L; first < array.Count; first += PieceLength)
            {
                var values = piece.AsSpan(0, (int)Math.Min(PieceLength, array.Count - first));
                source.ReadExactly(array.FirstByte + (first * sizeof(double)), MemoryMarshal.AsBytes(values), "array values");
                if (!TryAppend(hash, values))
                {
                    return null;
                }
            }

            return hash.GetCurrentHashAsUInt128();
        }
        finally
        {
            ArrayPool<double>.Shared.Return(piece);
        }
    }

    /// <summary>Hash of the bytes of integers that float64 cannot hold.</summary>
    internal static UInt128 HashIntegers(CtSample sample, ArrayInfo array) =>
        XxHash128.HashToUInt128(sample.ReadBytes(array), array.Shape[1]);

    /// <summary>Whether float64 holds all values of an array.</summary>
    internal static bool IsExact(CtSample sample, ArrayInfo array) =>
        array.DType is not { Kind: 'i' or 'u', ItemSize: 8 } || ElementConversion.FindRounded(sample.ReadBytes(array), array.DType) < 0;

    /// <summary>Hash of values [row, col] in C order.</summary>
    internal static UInt128 ComputeHash(ReadOnlySpan<double> hu, int height, int width)
    {
        var hash = Start(height, width);
        return TryAppend(hash, hu) ? hash.GetCurrentHashAsUInt128() : ComputeFractions(hu, height, width);
    }

    /// <summary>Appends values as int16; false at the first that is none.</summary>
    private static bool TryAppend(XxHash128 hash, ReadOnlySpan<double> values)
    {
        Span<short> block = stackalloc short[BlockLength];
        for (var start = 0; start < values.Length; start += BlockLength)
        {
            var part = values.Slice(start, Math.Min(BlockLength, values.Length - start));
            if (!ElementConversion.TryToInt16(part, block))
            {
                return false;
            }
            hash.Append(MemoryMarshal.AsBytes(block[..part.Length]));
        }

        return true;
    }

    private static UInt128 ComputeFractions(ReadOnlySpan<double> hu, int height, int width)
    {
        var hash = Start(height, width);
        Span<ulong> block = stackalloc ulong[BlockLength];
        for (var start = 0; start < hu.Length; start += BlockLength)
        {
            var values = hu.Slice(start, Math.Min(BlockLength, hu.Length - start));
            for (var i = 0; i < values.Length; i++)
            {
                block[i] =
                    double.IsNaN(values[i]) ? NaNBits
                    : values[i] == 0 ? 0
                    : BitConverter.DoubleToUInt64Bits(values[i]);
            }
            hash.Append(MemoryMarshal.AsBytes(block[..values.Length]));
        }

        return hash.GetCurrentHashAsUInt128();
    }

    /// <summary>A hash that has taken the size of a slice; the values follow.</summary>
    internal static XxHash128 Start(int height, int width)
    {
        var hash = new XxHash128();
        Span<byte> size = stackalloc byte[2 * sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(size, height);
        BinaryPrimitives.WriteInt32LittleEndian(size[sizeof(int)..], width);
        hash.Append(size);
        return hash;
    }
}
