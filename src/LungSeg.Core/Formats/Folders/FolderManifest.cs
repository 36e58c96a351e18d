using System.Text.Json;
using LungSeg.Core.Bytes;
using LungSeg.Core.Model;

namespace LungSeg.Core.Formats.Folders;

/// <summary>What a <c>manifest.json</c> of <c>lungseg convert</c>, or a <c>classes.csv</c>, says about the images of a folder.</summary>
internal sealed class FolderManifest
{
    private const string Manifest = "manifest.json";
    private readonly FolderClasses _labels;
    private readonly List<ManifestRow> _rows = [];

    private FolderManifest(FolderClasses labels) => _labels = labels;

    /// <summary>Offset that was added to HU before they were stored; null where no manifest gives it.</summary>
    public double? HuOffset { get; private init; }

    /// <summary>Column that the images were made from; null where no manifest says so.</summary>
    public HuColumn? Image { get; private init; }

    /// <summary>Whether images are grey values under a window.</summary>
    public bool IsGrey { get; private init; }

    /// <summary>Whether the manifest is that of an output; else a person wrote it, to give labels.</summary>
    public bool IsOfOutput { get; private init; }

    /// <summary>The rows of the manifest, in the order of the input that they were made of.</summary>
    public IReadOnlyList<ManifestRow> Rows => _rows;

    /// <summary>Name of the column of the images.</summary>
    public string ImageColumn => HuColumns.Name(Image ?? HuColumn.HuOld);

    /// <summary>The format that the manifest of a folder names; null where it has none that can be read.</summary>
    public static string? FindFormat(FolderSource folder)
    {
        try
        {
            if (!folder.Files.Contains(Manifest))
            {
                return null;
            }
            using var json = FolderJson.Read(folder, Manifest, "folder");
            return FindFormat(GetParameters(json.RootElement));
        }
        catch (DatasetFormatException)
        {
            // Whichever format finds its files beside it names the fault.
            return null;
        }
    }

    /// <summary>Reads the manifest of a folder, or its <c>classes.csv</c>; empty where the folder has neither.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="format">The format, for messages.</param>
    /// <param name="filesAreShared">Whether files hold several rows, whose labels differ.</param>
    /// <param name="root">Where the data lie in the folder: empty, or a path that ends in a slash, where either file may lie too.</param>
    /// <exception cref="DatasetFormatException">The manifest or <c>classes.csv</c> is damaged.</exception>
    public static FolderManifest Read(FolderSource folder, string format, bool filesAreShared = false, string root = "") =>
        folder.Files.Contains(Manifest) ? ParseJson(folder, string.Empty, format, filesAreShared)
        : folder.Files.Contains(root + Manifest) ? ParseJson(folder, root, format, filesAreShared)
        : new FolderManifest(FolderClasses.Read(folder, root, format));

    /// <summary>The label of an image, by its file or by the name of its case.</summary>
    public string? GetLabel(string file, string name) => _labels.GetLabel(file, name);

    /// <summary>Column of the images: as the manifest says, else hu_array_old for CT, else one of the channel's own name.</summary>
    /// <param name="channel">Name of the channel.</param>
    /// <param name="number">Its number.</param>
    /// <param name="notes">Receives what is said of a channel that is not CT.</param>
    public string GetImageColumn(string channel, int number, List<string> notes)
    {
        if (Image is { } made)
        {
            return HuColumns.Name(made);
        }
        if (channel.Equals("CT", StringComparison.OrdinalIgnoreCase))
        {
            return DatasetColumns.HuOld;
        }
        var column = DatasetColumns.All.Contains(channel) ? FormattableString.Invariant($"channel_{number}") : channel;
        notes.Add(
            $"channel {number} is '{PrintableText.Escape(channel, 40)}', not CT: its values may be no HU, and its column is called "
                + $"{PrintableText.Escape(column, 40)}"
        );
        return column;
    }

    /// <summary>Notes on odd labels. Called after the labels of all images were asked for.</summary>
    public IEnumerable<string> Notes() => _labels.Notes();

    private static FolderManifest ParseJson(FolderSource folder, string path, string format, bool filesAreShared)
    {
        using var json = FolderJson.Read(folder, path + Manifest, format);
        var name = folder.GetName(path + Manifest, format);
        var root = json.RootElement;
        var parameters = GetParameters(root);
        var manifest = new FolderManifest(new FolderClasses())
        {
            HuOffset = root.TryGetProperty("hu_offset", out var offset) ? Number(offset, name) : null,
            IsOfOutput = FindFormat(parameters) is not null,
            IsGrey = parameters.TryGetProperty("window", out var window) && window.ValueKind == JsonValueKind.String,
            Image = parameters.TryGetProperty("image", out var image) ? Column(FolderJson.Text(image, name, "image"), name) : null,
        };
        if (!root.TryGetProperty("rows", out var rows))
        {
            return manifest;
        }
        if (rows.ValueKind != JsonValueKind.Array)
        {
            throw FormatError.Mismatch(name, "rows", rows.ValueKind.ToString().ToLowerInvariant(), "an array");
        }
        foreach (var row in rows.EnumerateArray())
        {
            manifest.AddRow(row, path, name, filesAreShared);
        }
        return manifest;
    }

    /// <summary>What the folder was made with: in command (version 1: in parameters); in a manifest written by hand at the top.</summary>
    private static JsonElement GetParameters(JsonElement root) =>
        (root.TryGetProperty("command", out var given) || root.TryGetProperty("parameters", out given))
        && given.ValueKind == JsonValueKind.Object
            ? given
            : root;

    private static string? FindFormat(JsonElement parameters) =>
        parameters.TryGetProperty("to", out var to) && to.ValueKind == JsonValueKind.String ? to.GetString() : null;

    private void AddRow(JsonElement row, string path, SourceName name, bool filesAreShared)
    {
        if (row.ValueKind != JsonValueKind.Object || !row.TryGetProperty("files", out var files) || files.ValueKind != JsonValueKind.Array)
        {
            throw FormatError.Corrupt(name, "an element of rows has no array of files");
        }
        string[] paths = [.. files.EnumerateArray().Select(file => FolderJson.Text(file, name, "a file of a row"))];
        if (Array.Find(paths, path => !RelativePath.StaysInside(path)) is { } outside)
        {
            throw FormatError.Corrupt(name, $"it names {PrintableText.Escape(outside, 80)}, which is not below the folder");
        }
        paths = Array.ConvertAll(paths, file => path + file);
        var label =
            row.TryGetProperty("label", out var text) && text.ValueKind != JsonValueKind.Null ? FolderJson.Text(text, name, "label") : null;
        var part = row.TryGetProperty("part", out var given) && given.ValueKind == JsonValueKind.String ? given.GetString() : null;
        _rows.Add(new ManifestRow(label, part, paths));
        if (label is null || filesAreShared)
        {
            return;
        }
        foreach (var file in paths)
        {
            _labels.Add(new ListedLabel(file, label), name);
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
}

/// <summary>A row in a manifest.</summary>
/// <param name="Label">Its label; null where it is missing.</param>
/// <param name="Part">Its part of the split; null without one.</param>
/// <param name="Files">The files that hold it, relative to the folder.</param>
internal sealed record ManifestRow(string? Label, string? Part, IReadOnlyList<string> Files);
