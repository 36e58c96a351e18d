using System.Text.Json;
using LungSeg.Core.Formats.Documents;

namespace LungSeg.Core.Formats.NnUnet;

/// <summary>Writes the documents of an nnU-Net raw data set.</summary>
internal static class NnUnetWriter
{
    /// <summary>Name of the file of folds, which nnU-Net looks for among its preprocessed data.</summary>
    public const string SplitsFileName = "splits_final.json";

    /// <summary>Writes <c>dataset.json</c>: one CT channel, one class.</summary>
    public static void WriteDescription(Stream stream, string name, string description, NnUnetCases cases)
    {
        using var json = JsonText.WriterOf(stream);
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

    /// <summary>Writes folds of case names.</summary>
    public static void WriteSplits(Stream stream, IReadOnlyList<(IReadOnlyList<string> Train, IReadOnlyList<string> Val)> folds)
    {
        using var json = JsonText.WriterOf(stream);
        json.WriteStartArray();
        foreach (var (train, val) in folds)
        {
            json.WriteStartObject();
            WriteNames(json, "train", train);
            WriteNames(json, "val", val);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteNames(Utf8JsonWriter json, string key, IReadOnlyList<string> names)
    {
        json.WriteStartArray(key);
        foreach (var name in names)
            json.WriteStringValue(name);
        json.WriteEndArray();
    }
}
