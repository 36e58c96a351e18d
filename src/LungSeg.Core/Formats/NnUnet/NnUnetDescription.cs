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

    /// <summary>Names of the channels by number.</summary>
    public required SortedDictionary<int, string> Channels { get; init; }

    /// <summary>Suffix of images and labels.</summary>
    public required string FileEnding { get; init; }

    /// <summary>Number of training cases that the file states; null where it states none.</summary>
    public long? TrainingCases { get; init; }

    /// <summary>The classes of the labels.</summary>
    public MaskClasses Classes { get; init; } = MaskClasses.None;

    /// <summary>Reads the file.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="path">Where the data set lies in it: empty, or a path that ends in a slash.</param>
    /// <exception cref="DatasetFormatException">The file is damaged, or a required field is missing.</exception>
    public static NnUnetDescription Read(FolderSource folder, string path)
    {
        using var json = FolderJson.Read(folder, path + FileName, NnUnetFormat.FormatName);
        var (root, name) = (json.RootElement, folder.GetName(path + FileName, NnUnetFormat.FormatName));
        return new NnUnetDescription
        {
            Channels = FolderJson.GetChannels(root, name) ?? throw FormatError.WrongFormat(name, "it has no channel_names"),
            FileEnding = root.TryGetProperty("file_ending", out var ending) ? FolderJson.Text(ending, name, "file_ending") : ".nii.gz",
            Classes = FolderJson.GetClasses(root),
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
}
