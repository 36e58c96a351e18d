using LungSeg.Core.Bytes.Outputs;

namespace LungSeg.Core.Comparison.Integrity;

/// <summary>Writes what files are: lines of sha256sum where the name says so, else a manifest of ours.</summary>
public static class ChecksumFile
{
    /// <summary>Whether a name is one of a list of sha256sum: <c>x.sha256</c>, <c>SHA256SUMS</c>.</summary>
    public static bool IsList(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        var name = Path.GetFileName(path);
        return name.EndsWith(".sha256", StringComparison.OrdinalIgnoreCase)
            || name.EndsWith(".sha256sum", StringComparison.OrdinalIgnoreCase)
            || name.StartsWith("SHA256SUM", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Writes a manifest of the files of a report.</summary>
    /// <exception cref="IOException">The file exists and may not be replaced, or writing fails.</exception>
    public static void Write(string path, IntegrityReport report, bool overwrite)
    {
        ArgumentNullException.ThrowIfNull(report);
        var entries = report.ToEntries();
        TextFile.Save(
            path,
            IsList(path) ? string.Concat(entries.Select(entry => ChecksumLines.Format(entry) + "\n")) : ManifestDocument.ToText(entries),
            overwrite
        );
    }
}
