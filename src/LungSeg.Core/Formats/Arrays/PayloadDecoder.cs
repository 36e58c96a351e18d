using System.Buffers;
using LungSeg.Core.Bytes;

namespace LungSeg.Core.Formats.Arrays;

/// <summary>Decodes a payload that is written as text into its bytes.</summary>
internal static class PayloadDecoder
{
    private const int ChunkBytes = 64 << 10;

    /// <summary>Fills <paramref name="destination"/> with all of the payload's bytes.</summary>
    /// <exception cref="DatasetFormatException">The text decodes to another number of bytes or holds a character above 255.</exception>
    public static void Decode(IByteSource source, Payload payload, Span<byte> destination)
    {
        if (payload.Encoding != PayloadEncoding.Raw)
        {
            DecodeText(source, payload, 0, destination, new TextPlaces(), toEnd: true);
            return;
        }

        if (payload.Length != destination.Length)
        {
            throw WrongLength(source, payload, payload.Length, destination.Length);
        }
        source.ReadExactly(payload.Offset, destination, "bytes");
    }

    /// <summary>Fills <paramref name="destination"/> with the bytes from <paramref name="first"/> on of a payload that is text.</summary>
    /// <param name="source">The source of the payload.</param>
    /// <param name="payload">The payload.</param>
    /// <param name="first">Index of the first decoded byte to return.</param>
    /// <param name="destination">Receives the decoded bytes.</param>
    /// <param name="places">Positions at which decoding can start; receives new ones.</param>
    /// <param name="toEnd">Whether the payload must end where the destination is full.</param>
    /// <exception cref="DatasetFormatException">
    /// The text ends too early or, if asked for, too late, or holds a character above 255.
    /// </exception>
    public static void DecodeText(IByteSource source, Payload payload, long first, Span<byte> destination, TextPlaces places, bool toEnd)
    {
        var chunk = ArrayPool<byte>.Shared.Rent((int)Math.Clamp(payload.Length, 16, ChunkBytes));
        var plain = ArrayPool<byte>.Shared.Rent(chunk.Length + 1);
        try
        {
            var text = new TextBytes(payload.Encoding);
            var (decoded, encoded) = places.Before(first);
            while (encoded < payload.Length && (toEnd || decoded < first + destination.Length))
            {
                var bytes = chunk.AsSpan(0, (int)Math.Min(chunk.Length, payload.Length - encoded));
                source.ReadExactly(payload.Offset + encoded, bytes, "text payload");
                var bad = text.Decode(bytes, plain, out var written);
                if (bad >= 0)
                {
                    throw FormatError.Corrupt(
                        source.Name,
                        payload.Offset + encoded + bad,
                        "text payload holds a character that is not a byte"
                    );
                }
                Copy(plain.AsSpan(0, written), decoded - first, destination);
                (decoded, encoded) = (decoded + written, encoded + bytes.Length);
                if (toEnd && decoded > first + destination.Length)
                {
                    throw WrongLength(source, payload, decoded, first + destination.Length);
                }
                if (text.IsComplete)
                {
                    places.Offer(decoded, encoded);
                }
            }

            if (decoded < first + destination.Length || (toEnd && !text.IsComplete))
            {
                throw WrongLength(source, payload, decoded, first + destination.Length);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(chunk);
            ArrayPool<byte>.Shared.Return(plain);
        }
    }

    /// <summary>
    /// Copies the part of <paramref name="bytes"/> that falls into the destination; they begin <paramref name="at"/> bytes after its start.
    /// </summary>
    private static void Copy(ReadOnlySpan<byte> bytes, long at, Span<byte> destination)
    {
        var skipped = Math.Max(0, -at);
        var place = Math.Max(0, at);
        if (skipped >= bytes.Length || place >= destination.Length)
        {
            return;
        }
        var taken = bytes[(int)skipped..];
        taken[..(int)Math.Min(taken.Length, destination.Length - place)].CopyTo(destination[(int)place..]);
    }

    private static DatasetFormatException WrongLength(IByteSource source, Payload payload, long found, long expected) =>
        FormatError.Mismatch(source.Name, payload.Offset, "decoded payload", $"{found} bytes", $"{expected} bytes");
}
