namespace LungSeg.Core.Cards;

/// <summary>MIME types of files by their endings; a page that defines the format where none is registered.</summary>
internal static class FileKinds
{
    private const int LongestEnding = 9;

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

    /// <summary>
    /// Ending of a file's name, such as <c>.nii.gz</c>; empty where it has none that says a kind: DICOM files are often called by UIDs,
    /// whose last number is none.
    /// </summary>
    public static string GetEnding(string path)
    {
        if (path.EndsWith(".nii.gz", StringComparison.OrdinalIgnoreCase))
        {
            return path[^".nii.gz".Length..];
        }
        var ending = Path.GetExtension(path);
        return ending.Length <= LongestEnding && ending.Any(char.IsAsciiLetter) && ending.Skip(1).All(char.IsAsciiLetterOrDigit)
            ? ending
            : string.Empty;
    }
}

/// <summary>Ids of a document, each given once.</summary>
/// <param name="taken">Ids that it has already.</param>
internal sealed class UniqueIds(IEnumerable<string> taken)
{
    private readonly HashSet<string> _taken = [.. taken];

    /// <summary>The id, or where it is taken, the first that is free of those with a number behind it.</summary>
    public string Take(string id)
    {
        var free = id;
        for (var number = 2; !_taken.Add(free); number++)
        {
            free = FormattableString.Invariant($"{id}-{number}");
        }
        return free;
    }
}
