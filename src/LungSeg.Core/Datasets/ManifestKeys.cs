using System.Text.Json;
using LungSeg.Core.Bytes;
using LungSeg.Core.Bytes.Outputs;
using LungSeg.Core.Formats.Documents;
using LungSeg.Core.Model;

namespace LungSeg.Core.Datasets;

/// <summary>
/// Content keys that the manifest of an output of ours has for its rows: those of the slices that were converted, also where the output
/// holds them smaller, as grey values or not at all.
/// </summary>
internal static class ManifestKeys
{
    private const long MaxBytes = 64 << 20;

    /// <summary>
    /// The keys of an input's rows; null for rows without one. Empty where the input has no manifest of ours, or its files are not those
    /// that were written.
    /// </summary>
    /// <exception cref="IOException">A file is gone or cannot be read.</exception>
    public static IReadOnlyList<string?> Read(DatasetInput input)
    {
        var manifest = input.Folder is null ? FilePublication.GetManifest(input.Path) : Path.Combine(input.Path, OutputContents.Manifest);
        if (FileStatus.Find(input.Path) is null || FileStatus.Find(manifest) is not { IsRegular: true, Length: <= MaxBytes })
        {
            return [];
        }
        try
        {
            using var json = JsonDocument.Parse(RunFiles.ReadAllBytes(manifest));
            var root = json.RootElement;
            return GetText(root, "schema") is OutputContents.ManifestSchema ? Find(input, root) : [];
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Not JSON, or with strings that are not UTF-8: a manifest of another program.
            return [];
        }
    }

    private static string?[] Find(DatasetInput input, JsonElement root)
    {
        var written = JsonInput.GetItems(root, "files").ToLookup(file => GetText(file, "path"));
        var keys = JsonInput
            .GetItems(root, "rows")
            .SelectMany(row => JsonInput.GetItems(row, "files").Select(file => (File: file.GetString()!, Key: GetText(row, "key"))))
            .ToLookup(row => row.File, row => row.Key);
        var files = FilesOfRows(input, written.Count == 1 ? written.First().Key : null);
        var found = new string?[input.RowCount];
        foreach (var rows in Enumerable.Range(0, files.Length).Where(row => files[row] is not null).GroupBy(row => files[row]!))
        {
            var (own, given) = (rows.ToArray(), keys[rows.Key].ToArray());
            if (own.Length != given.Length || !IsUnchanged(input, rows.Key, written[rows.Key].FirstOrDefault()))
            {
                continue;
            }
            for (var i = 0; i < own.Length; i++)
            {
                found[own[i]] = given[i] is { } key && ContentKey.IsKey(key) ? key : null;
            }
        }
        return found;
    }

    /// <summary>The file that holds each row, as the manifest names it; null where it is not known.</summary>
    private static string?[] FilesOfRows(DatasetInput input, string? only)
    {
        var column = input.FindColumn(DatasetColumns.File);
        return [.. Enumerable.Range(0, checked((int)input.RowCount)).Select(row => input.Folder is null ? only : column?[row].Text)];
    }

    private static bool IsUnchanged(DatasetInput input, string name, JsonElement written)
    {
        using var opened = input.Folder?.OpenFile(name, "file");
        var file = opened ?? input.File!;
        if (
            written.ValueKind != JsonValueKind.Object
            || !written.TryGetProperty("bytes", out var bytes)
            || !bytes.TryGetInt64(out var length)
            || length != file.Length
        )
        {
            return false;
        }
        return GetText(written, "xxh128") == ContentDigest.Compute(file, DigestKinds.XxHash128).XxHash128Text;
    }

    private static string? GetText(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String
            ? text.GetString()
            : null;
}
