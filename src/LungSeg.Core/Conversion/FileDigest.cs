using System.Security.Cryptography;

namespace LungSeg.Core.Conversion;

/// <summary>Size and SHA-256 of a file, which identify its content.</summary>
/// <param name="Length">Size, bytes.</param>
/// <param name="Sha256">SHA-256, lower-case hexadecimal.</param>
public sealed record FileDigest(long Length, string Sha256)
{
    /// <summary>The digest of what a file holds.</summary>
    public static FileDigest Compute(ReadOnlySpan<byte> content) => new(content.Length, Convert.ToHexStringLower(SHA256.HashData(content)));
}
