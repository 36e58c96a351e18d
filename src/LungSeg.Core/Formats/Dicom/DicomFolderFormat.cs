using System.Runtime.ExceptionServices;
using LungSeg.Core.Bytes;

namespace LungSeg.Core.Formats.Dicom;

/// <summary>A folder of CT images, one slice a file, with annotations: outlines by readers (LIDC XML) and segmentations.</summary>
internal sealed class DicomFolderFormat : IFolderFormat
{
    /// <summary>Opening a file takes longer than reading its header; a second thread hides this.</summary>
    private const int FilesAtOnce = 2;

    private static readonly string[] Suffixes = [".dcm", ".dicom", ".ima"];

    public string Name => DicomFile.Format;

    public bool Matches(FolderSource folder) =>
        folder.Files.Any(file => Array.Exists(Suffixes, suffix => file.EndsWith(suffix, StringComparison.OrdinalIgnoreCase)))
        || folder
            .Files.Where(file => !Path.HasExtension(file) || Path.GetExtension(file).AsSpan(1).IndexOfAnyExceptInRange('0', '9') < 0)
            .Any(file => IsDicom(folder, file));

    public TableIndex Read(FolderSource folder, FolderReading reading)
    {
        var files = ReadAll(folder, reading);
        var slices = SliceOrder.Sort([.. files.SelectMany(file => file.Slices)]);
        SegmentFrame[] segments = [.. files.SelectMany(file => file.Segments)];
        if (slices.Count == 0 && segments.Length > 0)
        {
            return DicomTable.From(segments) with { Notes = [.. IgnoredFileNotes.Collect(files)] };
        }
        if (slices.Count == 0)
        {
            throw FormatError.WrongFormat(
                new SourceName(folder.Path, null, Name),
                $"no CT image or segmentation among its {files.Length} files{IgnoredFileNotes.InBrackets(files)}"
            );
        }
        var annotations = AnnotationMatching.Match(slices, files);
        return DicomTable.From(slices, annotations) with
        {
            Notes = [.. SliceNotes.Collect(slices), .. annotations?.Notes ?? [], .. IgnoredFileNotes.Collect(files)],
        };
    }

    private static bool IsDicom(FolderSource folder, string path)
    {
        using var file = folder.OpenFile(path, DicomFile.Format);
        Span<byte> head = stackalloc byte[DicomContent.HeadBytes];
        return DicomContent.Matches(head[..file.Read(0, head)]);
    }

    /// <summary>Reads all headers. Where several files fail, the error is that of the first in the folder's order.</summary>
    private static DicomFolderFile[] ReadAll(FolderSource folder, FolderReading reading)
    {
        var files = new DicomFolderFile[folder.Files.Count];
        var failures = new ExceptionDispatchInfo?[files.Length];
        Parallel.For(
            0,
            files.Length,
            new ParallelOptions { MaxDegreeOfParallelism = FilesAtOnce },
            i =>
            {
                try
                {
                    files[i] = DicomFolderFile.Read(folder, folder.Files[i], reading);
                }
                catch (Exception e) when (e is DatasetFormatException or IOException or UnauthorizedAccessException)
                {
                    failures[i] = ExceptionDispatchInfo.Capture(e);
                }
            }
        );
        Array.Find(failures, failure => failure is not null)?.Throw();
        return files;
    }
}
