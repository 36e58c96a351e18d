using System.Text.Json;

namespace LungSeg.Core.Bytes.Outputs;

/// <summary>Reads which files an output folder holds, from its document: a manifest, or the description of a shard.</summary>
internal static class OutputContents
{
    /// <summary>Name of the manifest in an output folder, and end of its name beside an output file.</summary>
    public const string Manifest = "manifest.json";

    /// <summary>Schema of the manifests that are written.</summary>
    public const string ManifestSchema = "lungseg/manifest/2";

    private const int MaxNamed = 3;
    private static readonly string[] Schemas = ["lungseg/manifest/", "lungseg/shard/"];

    /// <summary>Whether a document was written by lungseg.</summary>
    public static bool IsOurs(byte[] json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return IsOurs(document.RootElement);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Not JSON, or with strings that are not UTF-8.
            return false;
        }
    }

    /// <summary>Throws where a folder holds files that are not part of an earlier output: replacing the folder would delete them.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="document">Name of the document in an output folder of this kind.</param>
    /// <exception cref="IOException">The folder holds such files; the message names them.</exception>
    public static void RefuseOthers(string folder, string document)
    {
        var files = ListFiles(folder);
        if (files.Count == 0)
        {
            return;
        }
        var named = ReadNames(Path.Combine(folder, document));
        var foreign = named is null ? files : files.FindAll(file => file != document && !named.Contains(file));
        if (foreign.Count == 0)
        {
            return;
        }
        var first = string.Join(", ", foreign.Take(MaxNamed));
        throw new IOException(
            (
                named is null
                    ? $"{folder} is not an earlier output ({document} is missing or not written by lungseg): "
                    : $"{folder} holds files that are not part of the earlier output: "
            )
                + $"{foreign.Count} would be deleted ({first}{(foreign.Count > MaxNamed ? " and more" : string.Empty)}); choose another "
                + "name, or move them first"
        );
    }

    /// <summary>Paths of all files below a folder, hidden ones too, with forward slashes, in ordinal order.</summary>
    public static List<string> ListFiles(string folder)
    {
        var everything = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None };
        return
        [
            .. Directory
                .EnumerateFiles(folder, "*", everything)
                .Select(file => Path.GetRelativePath(folder, file).Replace(Path.DirectorySeparatorChar, '/'))
                .Order(StringComparer.Ordinal),
        ];
    }

    /// <summary>Paths of the files that a document names; null where it is missing, damaged or not written by lungseg.</summary>
    private static HashSet<string>? ReadNames(string document)
    {
        if (!File.Exists(document))
        {
            return null;
        }
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(document));
            var root = json.RootElement;
            if (!IsOurs(root))
            {
                return null;
            }

            // A manifest of version 1 names the files of each row, and in other_files those that belong to no row.
            var names = new HashSet<string>(StringComparer.Ordinal);
            AddNames(root, "files", names);
            AddNames(root, "other_files", names);
            if (root.TryGetProperty("rows", out var rows) && rows.ValueKind == JsonValueKind.Array)
            {
                foreach (var row in rows.EnumerateArray().Where(row => row.ValueKind == JsonValueKind.Object))
                {
                    AddNames(row, "files", names);
                }
            }
            return names;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Not JSON, or with strings that are not UTF-8.
            return null;
        }
    }

    private static void AddNames(JsonElement element, string property, HashSet<string> names)
    {
        if (!element.TryGetProperty(property, out var files) || files.ValueKind != JsonValueKind.Array)
        {
            return;
        }
        foreach (var file in files.EnumerateArray())
        {
            var path = file.ValueKind == JsonValueKind.Object && file.TryGetProperty("path", out var given) ? given : file;
            if (path.ValueKind == JsonValueKind.String)
            {
                names.Add(path.GetString()!);
            }
        }
    }

    private static bool IsOurs(JsonElement root) =>
        root.ValueKind == JsonValueKind.Object
        && root.TryGetProperty("schema", out var schema)
        && schema.ValueKind == JsonValueKind.String
        && Array.Exists(Schemas, start => schema.GetString()!.StartsWith(start, StringComparison.Ordinal));
}
