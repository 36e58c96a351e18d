using LungSeg.Core.Bytes;
using LungSeg.Core.Validation;

namespace LungSeg.Cli.Output.Validation;

/// <summary>Formats the place of a finding, as words or as a path for other tools.</summary>
internal static class FindingPlaces
{
    private const int MaxNamed = 8;

    /// <summary>Row and column; the path where the finding is about the whole input.</summary>
    public static string Describe(Finding finding) =>
        (finding.Row, finding.Column) switch
        {
            (null, null) => finding.Path,
            (null, var column) => $"{finding.Path} {column}",
            (var row, null) => row,
            var (row, column) => $"{row} {column}",
        };

    /// <summary>For example <c>set:3, set:7, ...</c>.</summary>
    public static string List(IEnumerable<Finding> findings)
    {
        var places = findings.Select(finding => finding.Row ?? finding.Path).Distinct().ToArray();
        return ShortList.Join(places, MaxNamed);
    }

    /// <summary>Path relative to the working directory, with forward slashes.</summary>
    public static string RelativePath(string path) =>
        path == "-" ? "stdin" : Path.GetRelativePath(Directory.GetCurrentDirectory(), Path.GetFullPath(path)).Replace('\\', '/');

    /// <summary>The relative path as a URI reference, percent-encoded.</summary>
    public static string RelativeUri(string path) => string.Join('/', RelativePath(path).Split('/').Select(Uri.EscapeDataString));
}
