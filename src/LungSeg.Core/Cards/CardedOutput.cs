using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using LungSeg.Core.Bytes;
using LungSeg.Core.Bytes.Outputs;
using LungSeg.Core.Comparison.Integrity;
using LungSeg.Core.Formats.Documents;

namespace LungSeg.Core.Cards;

/// <summary>An output of a conversion that gets a card. A card within it is entered in its manifest.</summary>
public sealed class CardedOutput
{
    /// <summary>Formats that lungseg writes and does not read.</summary>
    private static readonly string[] Unread = ["csv", "hf-parquet", "coco", "yolo"];

    private readonly string _manifestPath;
    private readonly byte[] _manifest;
    private readonly string _folder;

    private CardedOutput(string path, string manifestPath, byte[] manifest, string format)
    {
        (Path, _manifestPath, _manifest, Format) = (path, manifestPath, manifest, format);
        _folder = System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(manifestPath))!;
    }

    /// <summary>The output, a file or folder.</summary>
    public string Path { get; }

    /// <summary>Its format.</summary>
    public string Format { get; }

    /// <summary>Whether lungseg reads its rows.</summary>
    public bool IsRead => !Unread.Contains(Format);

    /// <summary>Finds the output at a path; null where no manifest of this version lies in it or beside it.</summary>
    /// <exception cref="IOException">The manifest cannot be read.</exception>
    public static CardedOutput? Find(string path)
    {
        if (FileStatus.Find(path) is null || FileManifest.FindOwn(path) is not { } manifest)
        {
            return null;
        }
        var bytes = RunFiles.ReadAllBytes(manifest);
        return GetFormat(bytes) is { } format ? new CardedOutput(path, manifest, bytes, format) : null;
    }

    /// <summary>Describes the output.</summary>
    /// <param name="statements">What a person says.</param>
    /// <param name="facts">What was measured of its rows; null where they cannot be read.</param>
    /// <exception cref="DatasetFormatException">The manifest is none of this version.</exception>
    /// <exception cref="IOException">A file is gone or cannot be read.</exception>
    public DatasetCard Describe(CardStatements statements, CardFacts? facts) =>
        DatasetCard.OfOutput(statements, facts, _folder, Path, _manifest);

    /// <summary>Writes a card and enters it in the manifest, where it lies in the output's folder.</summary>
    /// <param name="card">File to write.</param>
    /// <param name="text">Its text.</param>
    /// <param name="overwrite">Whether a file of that name may be replaced.</param>
    /// <returns>False where the card lies elsewhere; then nothing is written.</returns>
    /// <exception cref="IOException">The file exists and may not be replaced, or writing fails.</exception>
    public bool Save(string card, string text, bool overwrite)
    {
        var name = System.IO.Path.GetRelativePath(_folder, System.IO.Path.GetFullPath(card)).Replace('\\', '/');
        var isWithin = Directory.Exists(Path)
            ? !name.StartsWith("../", StringComparison.Ordinal)
            : name.StartsWith(System.IO.Path.GetFileName(Path) + ".", StringComparison.Ordinal);
        if (!isWithin || System.IO.Path.IsPathRooted(name))
        {
            return false;
        }
        TextFile.Save(card, text, overwrite);
        RunFiles.Current?.AllowUpdate(_manifestPath, _manifestPath);
        TextFile.Save(_manifestPath, Enter(name, Encoding.UTF8.GetBytes(text)), overwrite: true);
        return true;
    }

    private string Enter(string name, byte[] content)
    {
        var manifest = JsonNode.Parse(_manifest)!.AsObject();
        var files = manifest["files"]!.AsArray();
        var others = files.Where(file => (string?)file!["path"] != name).Select(file => file!.DeepClone());
        var hasSha256 = files.Any(file => file!["sha256"] is not null);
        var written = new JsonObject
        {
            ["path"] = name,
            ["bytes"] = content.Length,
            ["xxh128"] = Convert.ToHexStringLower(System.IO.Hashing.XxHash128.Hash(content)),
        };
        if (hasSha256)
        {
            written["sha256"] = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(content));
        }
        manifest["files"] = new JsonArray([.. others.Append(written).OrderBy(file => (string?)file!["path"], StringComparer.Ordinal)]);
        return JsonText.Write(json => manifest.WriteTo(json)).TrimEnd('\n');
    }

    private static string? GetFormat(byte[] manifest)
    {
        try
        {
            using var json = JsonDocument.Parse(manifest);
            return
                json.RootElement.ValueKind == JsonValueKind.Object
                && json.RootElement.TryGetProperty("schema", out var schema)
                && schema.ValueKind == JsonValueKind.String
                && schema.GetString() == OutputContents.ManifestSchema
                && json.RootElement.GetProperty("command").TryGetProperty("to", out var format)
                ? format.GetString()
                : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            // Not JSON, or a document of another program.
            return null;
        }
    }
}
