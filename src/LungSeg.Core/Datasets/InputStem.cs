namespace LungSeg.Core.Datasets;

/// <summary>The stem of an input: its file name without the suffixes of compression and format.</summary>
public static class InputStem
{
    private static readonly string[] Compressions = [".gz", ".bz2", ".xz", ".zst", ".zip"];
    private static readonly string[] Formats = [".pkl", ".pickle", ".p", ".npy", ".npz", ".nii", ".mhd", ".mha", ".dcm", ".dicom", ".ima"];

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

    private static string Without(string name, string[] suffixes)
    {
        var suffix = Array.Find(suffixes, candidate => name.EndsWith(candidate, StringComparison.OrdinalIgnoreCase));
        return suffix is null ? name : name[..^suffix.Length];
    }
}
