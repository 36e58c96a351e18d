using System.Globalization;
using System.IO.Hashing;
using System.Security.Cryptography;

namespace LungSeg.Core.Bytes;

/// <summary>Digests of the bytes of a file.</summary>
/// <param name="Sha256">SHA-256, lower-case hexadecimal; null where it was not asked for.</param>
/// <param name="XxHash128">XxHash128 with seed 0; null where it was not asked for.</param>
internal readonly record struct ContentDigest(string? Sha256, UInt128? XxHash128)
{
    /// <summary>Bytes that are read, and reported as read, at a time.</summary>
    public const int ChunkBytes = 1 << 20;

    /// <summary><see cref="XxHash128"/> in 32 lower-case hexadecimal digits.</summary>
    public string? XxHash128Text => XxHash128?.ToString("x32", CultureInfo.InvariantCulture);

    /// <summary>Reads a file and computes its digests.</summary>
    /// <param name="source">The file.</param>
    /// <param name="kinds">The digests to compute.</param>
    /// <param name="chunkDone">Called after each <see cref="ChunkBytes"/> bytes, and after the last ones; null for nothing.</param>
    /// <param name="cancellation">Stops the computation.</param>
    /// <exception cref="DatasetFormatException">The file became shorter.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <remarks>
    /// The next piece is read while one is hashed: SHA-256 runs on one core, and is slower than reading from memory or a fast disk.
    /// </remarks>
    public static ContentDigest Compute(
        IByteSource source,
        DigestKinds kinds,
        Action? chunkDone = null,
        CancellationToken cancellation = default
    )
    {
        using var sha256 = kinds.HasFlag(DigestKinds.Sha256) ? IncrementalHash.CreateHash(HashAlgorithmName.SHA256) : null;
        var xxHash = kinds.HasFlag(DigestKinds.XxHash128) ? new XxHash128() : null;
        var size = (int)Math.Min(ChunkBytes, source.Length);
        var (chunk, next) = (new byte[size], new byte[size < source.Length ? size : 0]);
        var got = source.Read(0, chunk);
        for (var offset = 0L; offset < source.Length; )
        {
            cancellation.ThrowIfCancellationRequested();
            if (got == 0)
            {
                throw FormatError.Truncated(source.Name, offset, "the file", source.Length - offset, 0);
            }
            offset += got;
            var ahead = offset < source.Length ? Task.Run(() => source.Read(offset, next), CancellationToken.None) : null;
            sha256?.AppendData(chunk.AsSpan(0, got));
            xxHash?.Append(chunk.AsSpan(0, got));
            chunkDone?.Invoke();
            if (ahead is not null)
            {
                got = ahead.GetAwaiter().GetResult();
                (chunk, next) = (next, chunk);
            }
        }

        return new ContentDigest(
            sha256 is null ? null : Convert.ToHexStringLower(sha256.GetHashAndReset()),
            xxHash?.GetCurrentHashAsUInt128()
        );
    }
}

/// <summary>Kinds of digests.</summary>
[Flags]
internal enum DigestKinds
{
    None = 0,
    Sha256 = 1,
    XxHash128 = 2,
}
