using System.Text.Json;
using LungSeg.Core.Bytes;
using LungSeg.Core.Formats.Documents;

namespace LungSeg.Core.Formats.Folders;

/// <summary>Reads the small JSON and text files that describe a folder.</summary>
internal static class FolderJson
{
    private const int MaxBytes = 64 << 20;

    /// <summary>Reads a JSON file whose root is an object.</summary>
    /// <exception cref="DatasetFormatException">The file is damaged or too large, or its root is not an object.</exception>
    public static JsonDocument Read(FolderSource folder, string file, string format)
    {
        var name = folder.GetName(file, format);
        var document = JsonInput.Parse(ReadText(folder, file, format), name);
        if (document.RootElement.ValueKind == JsonValueKind.Object)
        {
            return document;
        }
        document.Dispose();
        throw FormatError.WrongFormat(name, 0, "it holds no JSON object");
    }

    /// <summary>All bytes of a small file, without a byte order mark.</summary>
    /// <exception cref="DatasetFormatException">The file is too large.</exception>
    private static ReadOnlyMemory<byte> ReadText(FolderSource folder, string file, string format)
    {
        var bytes = ReadBytes(folder, file, format);
        return bytes is [0xef, 0xbb, 0xbf, ..] ? bytes.AsMemory(3) : bytes;
    }

    /// <summary>All bytes of a small file.</summary>
    /// <exception cref="DatasetFormatException">The file is too large.</exception>
    public static byte[] ReadBytes(FolderSource folder, string file, string format)
    {
        using var source = folder.OpenFile(file, format);
        if (source.Length > MaxBytes)
        {
            throw FormatError.TooLarge(source.Name, "length of a file that describes the folder, in bytes,", source.Length, MaxBytes);
        }
        var bytes = new byte[source.Length];
        source.ReadExactly(0, bytes, "text");
        return bytes;
    }

    /// <summary>A value that must be a string.</summary>
    public static string Text(JsonElement element, SourceName name, string field) =>
        element.ValueKind == JsonValueKind.String
            ? element.GetString()!
            : throw FormatError.Mismatch(name, field, element.ValueKind.ToString().ToLowerInvariant(), "a string");
}
