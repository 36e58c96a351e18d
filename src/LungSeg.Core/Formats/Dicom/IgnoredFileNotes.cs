using System.Globalization;
using LungSeg.Core.Bytes;

namespace LungSeg.Core.Formats.Dicom;

/// <summary>Notes about the files of a folder that are not read.</summary>
internal static class IgnoredFileNotes
{
    private const int MaxNames = 3;

    public static IEnumerable<string> Collect(IReadOnlyList<DicomFolderFile> files) =>
        Groups(files)
            .Select(group =>
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"left out {Quantity.Of(group.Count(), "file")} ({group.Key}): {Names([.. group])}"
                )
            );

    /// <summary>The notes in parentheses, to append to a sentence; empty where no file was left out.</summary>
    public static string InBrackets(IReadOnlyList<DicomFolderFile> files) =>
        Groups(files).Any() ? $" ({string.Join("; ", Collect(files))})" : string.Empty;

    private static IEnumerable<IGrouping<string, DicomFolderFile>> Groups(IReadOnlyList<DicomFolderFile> files) =>
        files
            .Where(file => file.LeftOutAs is not null)
            .GroupBy(file => file.LeftOutAs!)
            .OrderBy(group => group.Key, StringComparer.Ordinal);

    private static string Names(DicomFolderFile[] files) => ShortList.Join(files, MaxNames, file => file.Path);
}
