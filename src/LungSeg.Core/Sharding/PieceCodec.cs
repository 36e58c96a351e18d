using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using LungSeg.Core.Bytes;
using LungSeg.Core.Datasets;

namespace LungSeg.Core.Sharding;

/// <summary>Converts a result of a row to bytes and back.</summary>
/// <param name="Pack">To bytes.</param>
/// <param name="Unpack">
/// From untrusted bytes. Throws <see cref="FormatException"/>, <see cref="ArgumentException"/> or <see cref="EndOfStreamException"/> where
/// <see cref="Pack"/> cannot have written them.
/// </param>
internal sealed record PieceCodec<T>(Func<T, byte[]> Pack, Func<byte[], T> Unpack);

/// <summary>The codecs of plain values.</summary>
internal static class PieceCodec
{
    public static PieceCodec<int> Number { get; } = ForUnmanaged<int>();

    public static PieceCodec<double> Ratio { get; } = ForUnmanaged<double>();

    public static PieceCodec<ArraySegment<byte>> Bytes { get; } = new(bytes => [.. bytes], bytes => bytes);

    /// <summary>Names of files below the output.</summary>
    public static PieceCodec<IReadOnlyList<string>> Files { get; } =
        new(
            files => Encoding.UTF8.GetBytes(string.Join('\n', files)),
            bytes =>
                Lines(bytes) is var files && System.Array.TrueForAll(files, RelativePath.StaysInside)
                    ? files
                    : throw new FormatException("a file name leaves the folder")
        );

    /// <summary>A content key, 32 hexadecimal digits.</summary>
    public static PieceCodec<string> Key { get; } =
        new(
            Encoding.ASCII.GetBytes,
            bytes =>
                Encoding.Latin1.GetString(bytes) is var key && ContentKey.IsKey(key)
                    ? key
                    : throw new FormatException("it is no content key")
        );

    /// <summary>Counts by name.</summary>
    public static PieceCodec<IReadOnlyList<KeyValuePair<string, long>>> Counts { get; } =
        new(
            counts =>
                Encoding.UTF8.GetBytes(
                    string.Join('\n', counts.Select(count => string.Create(CultureInfo.InvariantCulture, $"{count.Key} {count.Value}")))
                ),
            bytes => [.. Lines(bytes).Select(Count)]
        );

    /// <summary>Values as JSON, without reflection.</summary>
    public static PieceCodec<T> Json<T>(JsonTypeInfo<T> type) =>
        new(
            value => JsonSerializer.SerializeToUtf8Bytes(value, type),
            bytes =>
            {
                try
                {
                    return JsonSerializer.Deserialize(bytes, type) ?? throw new FormatException("it is null");
                }
                catch (JsonException e)
                {
                    throw new FormatException(e.Message, e);
                }
            }
        );

    /// <summary>The bytes of an array of known length.</summary>
    public static PieceCodec<byte[]> Array(long length) =>
        new(
            bytes => bytes,
            bytes => bytes.Length == length ? bytes : throw new FormatException($"{bytes.Length} bytes, expected {length}")
        );

    /// <summary>Values of a fixed size, as they lie in memory.</summary>
    public static PieceCodec<T> ForUnmanaged<T>()
        where T : unmanaged =>
        new(
            value => MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in value)).ToArray(),
            bytes => MemoryMarshal.Cast<byte, T>(bytes) is [var value] ? value : throw new FormatException("the number of bytes is wrong")
        );

    private static string[] Lines(byte[] bytes) => bytes.Length == 0 ? [] : Encoding.UTF8.GetString(bytes).Split('\n');

    private static KeyValuePair<string, long> Count(string line) =>
        line.Split(' ') is [var name, var text] && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            ? KeyValuePair.Create(name, count)
            : throw new FormatException("no count");
}
