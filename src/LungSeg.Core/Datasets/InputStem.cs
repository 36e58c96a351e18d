namespace LungSeg.Core.Datasets;

/// <summary>The stem of an input: its file name without the suffixes of compression and format.</summary>
public static class InputStem
{
    private static readonly string[] Compressions = [".gz", ".bz2", ".xz", ".zst", ".zip"];
    private static readonly string[] Tables = [".pkl", ".pickle", ".p", ".npy", ".npz"];
    private static readonly string[] Formats = [.. Tables, ".nii", ".mhd", ".mha", ".dcm", ".dicom", ".ima"];

    /// <summary>Stem of a path; standard input (<c>-</c>) is <c>stdin</c>.</summary>
    public static string FromPath(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (path == "-")
        {
            return "stdin";
        }
        var name = Path.GetFileName(Path.TrimEndingDirectorySeparator(path));
        var stem = Without(Without(name, Compressions), Formats);
        return stem.Length == 0 ? name : stem;
    }

    /// <summary>Whether a name is that of a file with a table or a stack, which is a data set without other files.</summary>
    internal static bool IsTable(string name)
    {
        var bare = Without(name, Compressions);
        return Array.Exists(Tables, suffix => bare.EndsWith(suffix, StringComparison.OrdinalIgnoreCase));
    }

    private static string Without(string name, string[] suffixes)
    {
        var suffix = Array.Find(suffixes, candidate => name.EndsWith(candidate, StringComparison.OrdinalIgnoreCase));
        return suffix is null ? name : name[..^suffix.Length];
    }
}
