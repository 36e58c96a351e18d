using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace LungSeg.Core.Formats.Dicom;

/// <summary>UIDs that come from what they name: equal content, equal UID, without a clock and without a registered root.</summary>
internal static class DicomUid
{
    /// <summary>Start of all UIDs that are made here.</summary>
    public const string Root = "2.25.";

    private const int MaxLetters = 64;

    /// <summary>The UID of a thing: a UUID of version 8 (RFC 9562) out of a SHA-256, as a number below 2.25 (PS3.5 B.2).</summary>
    /// <param name="kind">What sort of thing it is.</param>
    /// <param name="parts">What tells it from others of its sort.</param>
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

    /// <summary>The series of a slice whose scan is not known: by its name it says so.</summary>
    public static string CreateForSingleSlice(string sopUid) => Create("series of one", sopUid);

    /// <summary>Whether a text is a UID: numbers without leading zeros and dots between them, 64 characters at most (PS3.5 9.1).</summary>
    public static bool IsValid(string? text) =>
        text is { Length: > 0 and <= MaxLetters }
        && text.Split('.') is { Length: > 1 } numbers
        && Array.TrueForAll(
            numbers,
            number => number.Length > 0 && number.All(char.IsAsciiDigit) && (number[0] != '0' || number.Length == 1)
        );

    /// <summary>Lengths keep parts apart.</summary>
    private static void Append(IncrementalHash hash, string part)
    {
        var bytes = Encoding.UTF8.GetBytes(part);
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, bytes.Length);
        hash.AppendData(length);
        hash.AppendData(bytes);
    }
}
