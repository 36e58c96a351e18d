using System.Text;
using System.Text.Json;
using LungSeg.Core.Bytes;
using LungSeg.Core.Model;

namespace LungSeg.Core.Formats.Folders;

/// <summary>What a <c>manifest.json</c> of <c>lungseg convert</c>, or a <c>classes.csv</c>, says about the images of a folder.</summary>
internal sealed class FolderManifest
{
    private const string Manifest = "manifest.json";
    private const string Classes = "classes.csv";
    private static readonly string[] NameHeads = ["case", "file", "image", "name"];
    private static readonly string[] LabelHeads = ["label", "label1", "class"];
    private readonly Dictionary<string, string> _labels = [];

    private FolderManifest() { }

    /// <summary>What was added to HU before they were stored; null where no manifest says so.</summary>
    public double? HuOffset { get; private init; }

    /// <summary>Column that the images were made from; null where no manifest says so.</summary>
    public HuColumn? Image { get; private init; }

    /// <summary>Reads the manifest of a folder, or its list of classes; empty where there is neither.</summary>
    /// <exception cref="DatasetFormatException">One of them is damaged.</exception>
    public static FolderManifest Read(FolderSource folder, string format)
    {
        if (folder.Files.Contains(Manifest))
        {
            return ParseJson(folder, format);
        }
        var manifest = new FolderManifest();
        if (folder.Files.Contains(Classes))
        {
            manifest.AddClasses(folder, format);
        }
        return manifest;
    }

    /// <summary>The label of an image, by its file or by the name of its case.</summary>
    public string? GetLabel(string file, string name) => _labels.GetValueOrDefault(file) ?? _labels.GetValueOrDefault(name);

    private static FolderManifest ParseJson(FolderSource folder, string format)
    {
        using var json = FolderJson.Read(folder, Manifest, format);
        var name = folder.GetName(Manifest, format);
        var root = json.RootElement;

        // convert writes it in its command, version 1 of a manifest among its parameters; in one written by hand it stands by itself.
        var parameters =
            (root.TryGetProperty("command", out var given) || root.TryGetProperty("parameters", out given))
            && given.ValueKind == JsonValueKind.Object
                ? given
                : root;
        var manifest = new FolderManifest
        {
            HuOffset = root.TryGetProperty("hu_offset", out var offset) ? Number(offset, name) : null,
            Image = parameters.TryGetProperty("image", out var image) ? Column(FolderJson.Text(image, name, "image"), name) : null,
        };
        if (!root.TryGetProperty("rows", out var rows))
        {
            return manifest;
        }
        if (rows.ValueKind != JsonValueKind.Array)
        {
            throw FormatError.Mismatch(name, "rows", rows.ValueKind.ToString().ToLowerInvariant(), "a list");
        }
        foreach (var row in rows.EnumerateArray())
        {
            manifest.AddRow(row, name);
        }
        return manifest;
    }

    private void AddRow(JsonElement row, SourceName name)
    {
        if (row.ValueKind != JsonValueKind.Object || !row.TryGetProperty("files", out var files) || files.ValueKind != JsonValueKind.Array)
        {
            throw FormatError.Corrupt(name, "an entry of rows has no list of files");
        }
        if (!row.TryGetProperty("label", out var label) || label.ValueKind == JsonValueKind.Null)
        {
            return;
        }
        foreach (var file in files.EnumerateArray())
        {
            _labels[FolderJson.Text(file, name, "a file of a row")] = FolderJson.Text(label, name, "label");
        }
    }

    private static HuColumn Column(string text, SourceName name) =>
        HuColumns.TryParse(text, out var column)
            ? column
            : throw FormatError.Mismatch(
                name,
                "image",
                $"'{PrintableText.Escape(text, 40)}'",
                $"{DatasetColumns.Hu} or {DatasetColumns.HuOld}"
            );

    private static double Number(JsonElement element, SourceName name) =>
        element.ValueKind == JsonValueKind.Number && element.TryGetDouble(out var number) && double.IsFinite(number)
            ? number
            : throw FormatError.Mismatch(name, "hu_offset", element.ValueKind.ToString().ToLowerInvariant(), "a number");

    /// <summary>Adds the labels of a list with a line of heads; quoted fields are not needed for names and classes, and refused.</summary>
    private void AddClasses(FolderSource folder, string format)
    {
        var name = folder.GetName(Classes, format);
        var text = FolderJson.ReadBytes(folder, Classes, format).Span;
        if (text.IndexOf((byte)'"') is >= 0 and var quote)
        {
            throw FormatError.Unsupported(name, quote, "quoted fields are not read");
        }
        var lines = Encoding.UTF8.GetString(text).Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var heads = lines.Length == 0 ? [] : Fields(lines[0]);
        var (nameAt, labelAt) = (Array.FindIndex(heads, NameHeads.Contains), Array.FindIndex(heads, LabelHeads.Contains));
        if (nameAt < 0 || labelAt < 0)
        {
            throw FormatError.WrongFormat(
                name,
                0,
                $"its first line names no column of {string.Join(", ", NameHeads)} and one of {string.Join(", ", LabelHeads)}"
            );
        }
        foreach (var line in lines.Skip(1))
        {
            var fields = Fields(line);
            if (fields.Length != heads.Length)
            {
                throw FormatError.Mismatch(
                    name,
                    $"number of fields of the line '{PrintableText.Escape(line, 40)}'",
                    $"{fields.Length}",
                    $"{heads.Length}"
                );
            }
            if (fields[labelAt].Length > 0)
            {
                _labels[fields[nameAt]] = fields[labelAt];
            }
        }
    }

    private static string[] Fields(string line) => line.Split(',', StringSplitOptions.TrimEntries);
}
