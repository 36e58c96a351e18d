using System.Globalization;
using LungSeg.Core.Bytes;

namespace LungSeg.Core.Formats.Dicom;

/// <summary>Says which files of a folder are not read, and what they are.</summary>
internal static class IgnoredFileNotes
{
    private const int MaxNames = 3;

    public static IEnumerable<string> Collect(IReadOnlyList<DicomFolderFile> files) =>
        Groups(files)
            .Select(group =>
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"left out {group.Count()} {(group.Count() == 1 ? "file" : "files")} ({group.Key}): {Names([.. group])}"
                )
            );

    /// <summary>The same in brackets behind a sentence; empty where nothing was left out.</summary>
    public static string InBrackets(IReadOnlyList<DicomFolderFile> files) =>
        Groups(files).Any() ? $" ({string.Join("; ", Collect(files))})" : string.Empty;

    private static IEnumerable<IGrouping<string, DicomFolderFile>> Groups(IReadOnlyList<DicomFolderFile> files) =>
        files
            .Where(file => file.LeftOutAs is not null)
            .GroupBy(file => file.LeftOutAs!)
            .OrderBy(group => group.Key, StringComparer.Ordinal);

    private static string Names(DicomFolderFile[] files) => ShortList.Join(files, MaxNames, file => file.Path);
}
