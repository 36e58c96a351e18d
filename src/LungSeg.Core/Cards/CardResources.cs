using System.Globalization;
using System.Text.Json.Nodes;
using LungSeg.Core.Bytes;
using LungSeg.Core.Comparison.Integrity;
using LungSeg.Core.Datasets;

namespace LungSeg.Core.Cards;

/// <summary>A file of a data set.</summary>
/// <param name="Path">Path below the folder of the card.</param>
/// <param name="Bytes">Size.</param>
/// <param name="Sha256">SHA-256, lower-case hexadecimal.</param>
internal sealed record CardFile(string Path, long Bytes, string Sha256)
{
    /// <summary>Its id, which is never that of a record set: names of these have no suffix.</summary>
    public string Id => Path.Contains('.', StringComparison.Ordinal) ? Path : "./" + Path;

    public string Encoding => FileKinds.GetEncoding(Path);

    public JsonObject ToJson() =>
        new()
        {
            ["@type"] = "cr:FileObject",
            ["@id"] = Id,
            ["name"] = Path,
            ["contentUrl"] = string.Join('/', Path.Split('/').Select(Uri.EscapeDataString)),
            ["contentSize"] = string.Create(CultureInfo.InvariantCulture, $"{Bytes} B"),
            ["encodingFormat"] = Encoding,
            ["sha256"] = Sha256,
        };
}

/// <summary>Files of one kind, of which a row has at most one.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Includes">Patterns of the paths.</param>
/// <param name="Encoding">MIME type.</param>
internal sealed record CardFileSet(string Id, IReadOnlyList<string> Includes, string Encoding)
{
    /// <summary>Patterns of the paths among them that do not belong to it.</summary>
    public IReadOnlyList<string> Excludes { get; init; } = [];

    /// <summary>Archives that hold the files; empty where they lie in the folder of the card.</summary>
    public IReadOnlyList<string> ContainedIn { get; init; } = [];

    /// <summary>Number of the files; null where it is not known.</summary>
    public int? Count { get; init; }

    public JsonObject ToJson()
    {
        var json = new JsonObject
        {
            ["@type"] = "cr:FileSet",
            ["@id"] = Id,
            ["name"] = Id,
            ["description"] = Count is { } count ? Quantity.Of(count, "file") : "Members of the archives",
            ["encodingFormat"] = Encoding,
            ["includes"] = Write(Includes),
        };
        if (Excludes.Count > 0)
        {
            json["excludes"] = Write(Excludes);
        }
        if (ContainedIn.Count > 0)
        {
            json["containedIn"] = new JsonArray([.. ContainedIn.Select(archive => (JsonNode)new JsonObject { ["@id"] = archive })]);
        }
        return json;
    }

    private static JsonNode Write(IReadOnlyList<string> patterns) =>
        patterns.Count == 1 ? patterns[0] : new JsonArray([.. patterns.Select(pattern => (JsonNode)pattern)]);
}

/// <summary>The files of a data set, and how they hold its records.</summary>
internal sealed record CardResources
{
    private static readonly string[] SampleEndings = [".image.npy", ".mask.png", ".json"];

    private static readonly string[] RowEndings = [".png", ".jpg", ".tif", ".nii", ".nii.gz", ".dcm", ".txt"];

    /// <summary>Id of the tables of all parts.</summary>
    public const string TableFiles = "table-files";

    /// <summary>Files with digests.</summary>
    public required IReadOnlyList<CardFile> Files { get; init; }

    /// <summary>Sets of files that hold one row each.</summary>
    public required IReadOnlyList<CardFileSet> FileSets { get; init; }

    /// <summary>Lists the inputs of a data set that lungseg did not write.</summary>
    /// <exception cref="IOException">A file is gone or cannot be read.</exception>
    public static CardResources FromInputs(IReadOnlyList<DatasetInput> inputs)
    {
        var names = NameInputs([.. inputs.Select(input => input.Path).Distinct()]);
        var sets = inputs.Where(input => input.Folder is not null).SelectMany(input => ListKinds(names[input.Path], input.Folder!.Files));
        CardFile[] files =
        [
            .. inputs
                .Where(input => input.Folder is null)
                .GroupBy(input => input.Path)
                .Select(of =>
                    of.ToArray() is [var input]
                        ? new CardFile(names[of.Key], input.ByteLength, InputDigest.ComputeSha256(input))
                        : new CardFile(names[of.Key], new FileInfo(of.Key).Length, InputDigest.ComputeSha256(of.Key))
                ),
        ];
        return new CardResources { Files = files, FileSets = [.. Distinguish(sets, files.Select(file => file.Id))] };
    }

    /// <summary>Names of inputs: those of their files or folders; where two are equal, with the folders around them.</summary>
    internal static Dictionary<string, string> NameInputs(IReadOnlyList<string> paths)
    {
        var parts = paths.ToDictionary(
            path => path,
            path => Path.GetFullPath(path).Split(Path.DirectorySeparatorChar).Where(part => part.Length > 0).ToArray()
        );
        string GetTail(string path, int depth) => string.Join('/', parts[path].TakeLast(depth));
        return paths.ToDictionary(
            path => path,
            path =>
            {
                var depth = 1;
                while (depth < parts[path].Length && paths.Any(other => other != path && GetTail(other, depth) == GetTail(path, depth)))
                {
                    depth++;
                }
                return GetTail(path, depth);
            }
        );
    }

    /// <summary>The files of an input folder by their endings. Those without one are all that no other set has.</summary>
    private static IEnumerable<CardFileSet> ListKinds(string folder, IEnumerable<string> files)
    {
        var kinds = files.GroupBy(FileKinds.GetEnding).ToArray();
        return kinds.Select(kind => new CardFileSet(
            $"{folder}{kind.Key}-files",
            [$"{folder}/*{kind.Key}"],
            FileKinds.GetEncoding(kind.First())
        )
        {
            Excludes = kind.Key.Length > 0 ? [] : [.. kinds.Where(other => other != kind).Select(other => $"{folder}/*{other.Key}")],
            Count = kind.Count(),
        });
    }

    /// <summary>Gives each set an id of its own.</summary>
    private static IEnumerable<CardFileSet> Distinguish(IEnumerable<CardFileSet> sets, IEnumerable<string> taken)
    {
        var ids = new UniqueIds(taken);
        return [.. sets.Select(set => set with { Id = ids.Take(set.Id) })];
    }

    /// <summary>Lists the files of an output. Files of one row each are sets; all others have their SHA-256.</summary>
    /// <exception cref="DatasetFormatException">A file is gone, or another than the manifest says.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static CardResources FromOutput(OutputDescription output)
    {
        var ofOneRow = output
            .Rows.SelectMany(row => row.Files)
            .CountBy(file => file)
            .Where(file => file.Value == 1 && RowEndings.Contains(FileKinds.GetEnding(file.Key)))
            .Select(file => file.Key)
            .ToHashSet();
        var sets = output
            .Files.Select(file => file.Path)
            .Where(ofOneRow.Contains)
            .GroupBy(file => (Kind: GetKind(file), Ending: FileKinds.GetEnding(file)))
            .OrderBy(set => set.Key.Kind, StringComparer.Ordinal)
            .Select(set => new CardFileSet(
                $"{set.Key.Kind}-files",
                [.. set.Select(GetFolder).Distinct().Select(folder => $"{folder}*{set.Key.Ending}")],
                FileKinds.GetEncoding(set.First())
            )
            {
                Count = set.Count(),
            })
            .ToList();
        var check = new OutputFileCheck(output);
        KeyValuePair<ManifestEntry, long>[] sizes = [.. output.Files.Select(file => KeyValuePair.Create(file, check.GetSize(file)))];
        CardFile[] files =
        [
            .. sizes
                .Where(file => !ofOneRow.Contains(file.Key.Path))
                .Select(file => new CardFile(file.Key.Path, file.Value, check.GetSha256(file.Key))),
        ];
        var shared = new List<CardFileSet>();
        if (output.Format is "hf" or "hf-parquet" && files.Where(file => IsTable(file.Path)).ToArray() is { Length: > 1 } tables)
        {
            shared.Add(new CardFileSet(TableFiles, [.. tables.Select(table => table.Path)], tables[0].Encoding) { Count = tables.Length });
        }
        string[] archives = [.. files.Where(file => file.Path.EndsWith(".tar", StringComparison.Ordinal)).Select(file => file.Path)];
        if (archives.Length > 0)
        {
            shared.AddRange(
                SampleEndings.Select(ending => new CardFileSet(
                    $"{ending.Trim('.').Split('.')[0]}-files",
                    [$"*{ending}"],
                    FileKinds.GetEncoding(ending)
                )
                {
                    ContainedIn = archives,
                })
            );
        }
        var taken = files.Select(file => file.Id).Concat(shared.Select(set => set.Id));
        return new CardResources { Files = files, FileSets = [.. Distinguish(sets, taken), .. shared] };
    }

    /// <summary>Whether a file is a table of rows.</summary>
    public static bool IsTable(string path) => Path.GetExtension(path) is ".csv" or ".jsonl" or ".parquet";

    /// <summary>The kind of a row's file by its folder: <c>image</c>, <c>mask</c>, or the folder's own name.</summary>
    private static string GetKind(string file) =>
        GetFolder(file).TrimEnd('/').Split('/')[^1] switch
        {
            "images" or "imagesTr" or "imagesTs" => "image",
            "masks" or "labelsTr" or "labelsTs" => "mask",
            "" => "row",
            var other => other,
        };

    private static string GetFolder(string file) => file[..(file.LastIndexOf('/') + 1)];
}
