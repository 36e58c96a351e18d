using System.Globalization;
using System.Text.Json;
using LungSeg.Core.Bytes;
using LungSeg.Core.Formats.Documents;
using LungSeg.Core.Formats.Folders;
using LungSeg.Core.Formats.Masks;

namespace LungSeg.Core.Formats.NnUnet;

/// <summary>The <c>dataset.json</c> of an nnU-Net folder, of version 2, version 1 or the Medical Segmentation Decathlon.</summary>
internal sealed record NnUnetDescription
{
    /// <summary>Name of the file.</summary>
    public const string FileName = "dataset.json";

    private const int MaxChannels = 10_000;

    /// <summary>Names of the channels by number.</summary>
    public required SortedDictionary<int, string> Channels { get; init; }

    /// <summary>Suffix of images and labels.</summary>
    public required string FileEnding { get; init; }

    /// <summary>Number of training cases that the file states; null where it states none.</summary>
    public long? TrainingCases { get; init; }

    /// <summary>The classes of the labels.</summary>
    public MaskClasses Classes { get; init; } = MaskClasses.None;

    /// <summary>Reads the file.</summary>
    /// <exception cref="DatasetFormatException">The file is damaged, or a required field is missing.</exception>
    public static NnUnetDescription Read(FolderSource folder)
    {
        using var json = FolderJson.Read(folder, FileName, NnUnetFormat.FormatName);
        var (root, name) = (json.RootElement, folder.GetName(FileName, NnUnetFormat.FormatName));
        if (!root.TryGetProperty("channel_names", out var channels) && !root.TryGetProperty("modality", out channels))
        {
            throw FormatError.WrongFormat(name, "it has no channel_names");
        }
        return new NnUnetDescription
        {
            Channels = Names(channels, name),
            FileEnding = root.TryGetProperty("file_ending", out var ending) ? FolderJson.Text(ending, name, "file_ending") : ".nii.gz",
            Classes = root.TryGetProperty("labels", out var labels) ? ReadClasses(labels) : MaskClasses.None,
            TrainingCases =
                root.TryGetProperty("numTraining", out var count)
                && count.ValueKind == JsonValueKind.Number
                && count.TryGetInt64(out var number)
                    ? number
                    : null,
        };
    }

    /// <summary>Writes <c>dataset.json</c>: one CT channel, one class.</summary>
    public static void Write(Stream stream, string name, string description, NnUnetCases cases)
    {
        using var json = JsonText.CreateWriter(stream);
        json.WriteStartObject();
        json.WriteStartObject("channel_names");
        json.WriteString("0", "CT");
        json.WriteEndObject();
        json.WriteStartObject("labels");
        json.WriteNumber("background", 0);
        json.WriteNumber("cancer", 1);
        json.WriteEndObject();
        json.WriteNumber("numTraining", cases.Training);
        json.WriteString("file_ending", cases.FileEnding);
        json.WriteString("name", name);
        json.WriteString("description", description);
        json.WriteString("converted_by", "lungseg");
        json.WriteEndObject();
    }

    /// <summary>
    /// Reads names and values, as in {"lung": 1} of version 2 or {"1": "lung"} of version 1. A region of several values has none of its
    /// own.
    /// </summary>
    private static MaskClasses ReadClasses(JsonElement labels)
    {
        if (labels.ValueKind != JsonValueKind.Object)
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

    /// <summary>Reads names by number, as in {"0": "CT"}.</summary>
    private static SortedDictionary<int, string> Names(JsonElement element, SourceName name)
    {
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
            names[number] = FolderJson.Text(channel.Value, name, "the name of a channel");
        }

        return names.Count > 0 ? names : throw FormatError.Corrupt(name, "channel_names is empty");
    }
}
