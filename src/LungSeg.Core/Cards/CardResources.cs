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
    public string Encoding => FileKinds.GetEncoding(Path);

    public JsonObject ToJson() =>
        new()
        {
            ["@type"] = "cr:FileObject",
            ["@id"] = Path,
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
            ["description"] = Count is { } count ? CardSentences.Count(count, "file") : "Members of the archives",
            ["encodingFormat"] = Encoding,
            ["includes"] = Includes.Count == 1 ? Includes[0] : new JsonArray([.. Includes.Select(pattern => (JsonNode)pattern)]),
        };
        if (ContainedIn.Count > 0)
        {
            json["containedIn"] = new JsonArray([.. ContainedIn.Select(archive => (JsonNode)new JsonObject { ["@id"] = archive })]);
        }
        return json;
    }
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
        var sets = inputs
            .Where(input => input.Folder is not null)
            .SelectMany(input =>
                input
                    .Folder!.Files.GroupBy(FileKinds.GetEnding)
                    .Select(files => new CardFileSet(
                        $"{input.Stem}{files.Key}-files",
                        [$"{input.Stem}/*{files.Key}"],
                        FileKinds.GetEncoding(files.First())
                    )
                    {
                        Count = files.Count(),
                    })
            );
        var files = inputs
            .Where(input => input.Folder is null)
            .GroupBy(input => input.Path)
            .Select(of =>
                of.ToArray() is [var input]
                    ? new CardFile(Path.GetFileName(input.Path), input.ByteLength, InputDigest.ComputeSha256(input))
                    : new CardFile(Path.GetFileName(of.Key), new FileInfo(of.Key).Length, InputDigest.ComputeSha256(of.Key))
            );
        return new CardResources { Files = [.. files], FileSets = [.. sets] };
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
        if (output.Format is "hf" or "hf-parquet" && files.Where(file => IsTable(file.Path)).ToArray() is { Length: > 1 } tables)
        {
            sets.Add(new CardFileSet(TableFiles, [.. tables.Select(table => table.Path)], tables[0].Encoding) { Count = tables.Length });
        }
        string[] archives = [.. files.Where(file => file.Path.EndsWith(".tar", StringComparison.Ordinal)).Select(file => file.Path)];
        if (archives.Length > 0)
        {
            sets.AddRange(
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
        return new CardResources { Files = files, FileSets = sets };
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

/// <summary>MIME types of files by their endings; a page that defines the format where none is registered.</summary>
internal static class FileKinds
{
    private static readonly (string Ending, string Encoding)[] Known =
    [
        (".nii.gz", "https://nifti.nimh.nih.gov/nifti-1"),
        (".nii", "https://nifti.nimh.nih.gov/nifti-1"),
        (".pkl", "https://docs.python.org/3/library/pickle.html"),
        (".pickle", "https://docs.python.org/3/library/pickle.html"),
        (".npy", "https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html"),
        (".npz", "https://numpy.org/doc/stable/reference/generated/numpy.savez.html"),
        (".csv", "text/csv"),
        (".json", "application/json"),
        (".jsonl", "application/jsonlines"),
        (".parquet", "application/x-parquet"),
        (".h5", "application/x-hdf5"),
        (".png", "image/png"),
        (".jpg", "image/jpeg"),
        (".tif", "image/tiff"),
        (".tar", "application/x-tar"),
        (".dcm", "application/dicom"),
        (".txt", "text/plain"),
        (".md", "text/markdown"),
    ];

    /// <summary>MIME type of a file.</summary>
    public static string GetEncoding(string path) =>
        Known.FirstOrDefault(kind => path.EndsWith(kind.Ending, StringComparison.OrdinalIgnoreCase)).Encoding ?? "application/octet-stream";

    /// <summary>Name of a file or folder without the ending of a known kind.</summary>
    public static string GetStem(string path)
    {
        var name = Path.GetFileName(Path.GetFullPath(path).TrimEnd('/'));
        return Known.FirstOrDefault(kind => name.EndsWith(kind.Ending, StringComparison.OrdinalIgnoreCase)).Ending is { } ending
            ? name[..^ending.Length]
            : name;
    }

    /// <summary>Ending of a file's name, such as <c>.nii.gz</c>.</summary>
    public static string GetEnding(string path) =>
        path.EndsWith(".nii.gz", StringComparison.OrdinalIgnoreCase) ? ".nii.gz" : Path.GetExtension(path);
}
