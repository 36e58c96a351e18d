using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace LungSeg.Core.Formats.Dicom;

/// <summary>Creates UIDs from content: equal content gives equal UIDs, without clock and without a registered root.</summary>
internal static class DicomUid
{
    /// <summary>Start of all UIDs that lungseg makes.</summary>
    public const string Root = "2.25.";

    private const int MaxLetters = 64;

    /// <summary>A UUID of version 8 (RFC 9562) from a SHA-256, as an integer after 2.25 (PS3.5 B.2).</summary>
    /// <param name="kind">Kind of object.</param>
    /// <param name="parts">Texts that identify the object among those of its kind.</param>
    public static string Create(string kind, params ReadOnlySpan<string> parts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(hash, kind);
        foreach (var part in parts)
        {
            Append(hash, part);
        }
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        hash.GetHashAndReset(digest);
        digest[6] = (byte)((digest[6] & 0x0F) | 0x80);
        digest[8] = (byte)((digest[8] & 0x3F) | 0x80);
        return string.Create(CultureInfo.InvariantCulture, $"{Root}{BinaryPrimitives.ReadUInt128BigEndian(digest)}");
    }

    /// <summary>Series UID for a single slice of an unknown scan. It can be recognised from the slice's UID.</summary>
    public static string CreateForSingleSlice(string sopUid) => Create("series of one", sopUid);

    /// <summary>
    /// Whether a text is a UID: integers without leading zeros, with dots between them, at most 64 characters (PS3.5 9.1).
    /// </summary>
    public static bool IsValid(string? text) =>
        text is { Length: > 0 and <= MaxLetters }
        && text.Split('.') is { Length: > 1 } numbers
        && Array.TrueForAll(
            numbers,
            number => number.Length > 0 && number.All(char.IsAsciiDigit) && (number[0] != '0' || number.Length == 1)
        );

    /// <summary>Appends the length first, so that parts cannot run together.</summary>
    private static void Append(IncrementalHash hash, string part)
    {
        var bytes = Encoding.UTF8.GetBytes(part);
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, bytes.Length);
        hash.AppendData(length);
        hash.AppendData(bytes);
    }
}
