using System.Globalization;
using LungSeg.Core.Bytes;

namespace LungSeg.Core.Formats.Folders;

/// <summary>Counts the files of a folder that a format does not read.</summary>
internal static class OtherFiles
{
    private const int MaxKinds = 5;

    /// <summary>Files that describe a folder. They hold no slices, so they are not counted.</summary>
    private static readonly string[] Descriptions =
    [
        "manifest.json",
        "classes.csv",
        "dataset.json",
        "labels.csv",
        "README.md",
        "croissant.json",
        "datasheet.md",
        "splits_final.json",
    ];

    /// <summary>Makes a note of the number and kinds of such files; empty where the folder has none.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="isKnown">Whether a file is read, or noted elsewhere.</param>
    /// <param name="root">Where the data lie in the folder: empty, or a path that ends in a slash.</param>
    public static IEnumerable<string> Notes(FolderSource folder, Func<string, bool> isKnown, string root = "")
    {
        var others = folder.Files.Where(file => !isKnown(file) && !IsDescription(file) && !IsDescription(file, root)).ToArray();
        if (others.Length > 0)
        {
            var kinds = others.CountBy(GetKind).OrderBy(kind => kind.Key, StringComparer.Ordinal).ToArray();
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"left out {Quantity.Of(others.Length, "file")} of other kinds or places: "
                    + $"{ShortList.Join(kinds, MaxKinds, kind => string.Create(CultureInfo.InvariantCulture, $"{kind.Value} {kind.Key}"))}"
            );
        }
    }

    private static bool IsDescription(string file, string root = "") =>
        file.StartsWith(root, StringComparison.Ordinal) && Descriptions.Contains(file[root.Length..]);

    private static string GetKind(string file) => Path.GetExtension(file) is { Length: > 1 } kind ? kind : "without a suffix";
}
