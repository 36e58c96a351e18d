using System.Buffers;
using LungSeg.Core.Bytes;

namespace LungSeg.Core.Formats.Arrays;

/// <summary>Turns a payload that is written as text back into its bytes.</summary>
internal static class PayloadDecoder
{
    private const int ChunkBytes = 64 << 10;

    /// <summary>Fills <paramref name="destination"/> with the payload's bytes.</summary>
    /// <param name="source">Where the payload lies.</param>
    /// <param name="payload">The payload.</param>
    /// <param name="destination">Receives the decoded bytes.</param>
    /// <param name="mayStopEarly">Whether the payload may hold more than is asked for.</param>
    /// <exception cref="DatasetFormatException">The text decodes to another number of bytes or holds a character above 255.</exception>
    public static void Decode(IByteSource source, Payload payload, Span<byte> destination, bool mayStopEarly = false)
    {
        if (payload.Encoding == PayloadEncoding.Raw)
        {
            if (payload.Length != destination.Length && !(mayStopEarly && payload.Length > destination.Length))
                throw WrongLength(source, payload, payload.Length, destination.Length);
            source.ReadExactly(payload.Offset, destination, "bytes");
            return;
        }

        var chunk = ArrayPool<byte>.Shared.Rent((int)Math.Clamp(payload.Length, 16, ChunkBytes));
        try
        {
            var text = new TextBytes(payload.Encoding);
            for (var done = 0L; done < payload.Length;)
            {
                var bytes = chunk.AsSpan(0, (int)Math.Min(chunk.Length, payload.Length - done));
                source.ReadExactly(payload.Offset + done, bytes, "text payload");
                var bad = text.Decode(bytes, destination);
                if (text.Overflowed && mayStopEarly)
                    return;
                if (bad >= 0)
                    throw FormatError.Corrupt(source.Name, payload.Offset + done + bad, "text payload holds a character that is no byte");
                done += bytes.Length;
            }

            if (text.Overflowed || text.Written != destination.Length || !text.IsComplete)
                throw WrongLength(source, payload, text.Written, destination.Length);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(chunk);
        }
    }

    private static DatasetFormatException WrongLength(IByteSource source, Payload payload, long found, long expected) =>
        FormatError.Mismatch(source.Name, payload.Offset, "decoded payload", $"{found} bytes", $"{expected} bytes");
}
