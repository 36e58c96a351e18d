using System.Globalization;
using System.Text.Json;
using LungSeg.Core.Bytes;
using LungSeg.Core.Formats.Documents;
using LungSeg.Core.Formats.Masks;

namespace LungSeg.Core.Formats.Folders;

/// <summary>Reads the small JSON and text files that describe a folder.</summary>
internal static class FolderJson
{
    private const int MaxBytes = 64 << 20;
    private const int MaxChannels = 10_000;

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

    /// <summary>
    /// Classes of the labels of a <c>dataset.json</c>, as in {"lung": 1} of nnU-Net's version 2 or {"1": "lung"} of version 1. A region of
    /// several values has none of its own.
    /// </summary>
    public static MaskClasses GetClasses(JsonElement root)
    {
        if (!root.TryGetProperty("labels", out var labels) || labels.ValueKind != JsonValueKind.Object)
        {
            return MaskClasses.None;
        }
        var classes = new List<MaskClass>();
        foreach (var label in labels.EnumerateObject())
        {
            if (label.Value.ValueKind == JsonValueKind.Number && label.Value.TryGetDouble(out var value))
            {
                classes.Add(new MaskClass(label.Name, value));
            }
            else if (
                label.Value.ValueKind == JsonValueKind.String
                && double.TryParse(label.Name, NumberStyles.None, CultureInfo.InvariantCulture, out value)
            )
            {
                classes.Add(new MaskClass(label.Value.GetString()!, value));
            }
        }
        return new MaskClasses([.. classes.Where(found => found.Value != 0).OrderBy(found => found.Value)]);
    }

    /// <summary>Names of the channels of a <c>dataset.json</c> by number, as in {"0": "CT"}; null where it has none.</summary>
    /// <exception cref="DatasetFormatException">They are not an object of numbers and names.</exception>
    public static SortedDictionary<int, string>? GetChannels(JsonElement root, SourceName name)
    {
        if (!root.TryGetProperty("channel_names", out var element) && !root.TryGetProperty("modality", out element))
        {
            return null;
        }
        if (element.ValueKind != JsonValueKind.Object)
        {
            throw FormatError.Mismatch(
                name,
                "channel_names",
                element.ValueKind.ToString().ToLowerInvariant(),
                "an object of numbers and names"
            );
        }
        var names = new SortedDictionary<int, string>();
        foreach (var channel in element.EnumerateObject())
        {
            if (!int.TryParse(channel.Name, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number >= MaxChannels)
            {
                throw FormatError.Corrupt(name, $"channel '{PrintableText.Escape(channel.Name, 20)}' is not a number below {MaxChannels}");
            }
            names[number] = Text(channel.Value, name, "the name of a channel");
        }

        return names.Count > 0 ? names : throw FormatError.Corrupt(name, "channel_names is empty");
    }
}
