using System.Runtime.ExceptionServices;
using LungSeg.Core.Bytes;

namespace LungSeg.Core.Formats.Dicom;

/// <summary>
/// A folder of CT images with annotations: outlines by readers (LIDC XML), segmentations and structure sets.
/// </summary>
internal sealed class DicomFolderFormat : IFolderFormat
{
    /// <summary>Opening a file takes longer than reading its header; a second thread hides this.</summary>
    private const int FilesAtOnce = 2;

    private const int MaxNamed = 3;

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
        Segmentation[] segmentations = [.. files.Select(file => file.Segmentation).OfType<Segmentation>()];
        var refusal = GetRefusal(files);
        if (slices.Count == 0 && segmentations.Length > 0)
        {
            return DicomTable.From(segmentations, reading.Masks) with { Notes = [.. IgnoredFileNotes.Collect(files)], Damage = refusal };
        }
        if (slices.Count == 0 && refusal is not null)
        {
            throw refusal;
        }
        if (slices.Count == 0)
        {
            throw FormatError.WrongFormat(
                new SourceName(folder.Path, null, Name),
                $"no CT image or segmentation among its {files.Length} files{IgnoredFileNotes.InBrackets(files)}"
                    + (files.Any(file => file.Structures is not null) ? "; a structure set needs its CT series beside it" : string.Empty)
            );
        }
        var given = GivenMasks.Read(reading);
        var annotations = AnnotationMatching.Match(slices, given?.Files ?? files, reading.Masks);
        return DicomTable.From(slices, annotations) with
        {
            Notes =
            [
                .. SliceNotes.Collect(slices),
                .. given is not null && Array.Exists(files, file => file.IsAnnotation) ? [given.Note] : Array.Empty<string>(),
                .. annotations?.Notes ?? [],
                .. IgnoredFileNotes.Collect(files),
            ],
            Damage = refusal ?? given?.Damage ?? annotations?.Damage,
            HasGivenMasks = given is not null,
        };
    }

    /// <summary>Whether a file begins as DICOM does.</summary>
    public static bool IsDicom(FolderSource folder, string path)
    {
        using var file = folder.OpenFile(path, DicomFile.Format);
        Span<byte> head = stackalloc byte[DicomContent.HeadBytes];
        return DicomContent.Matches(head[..file.Read(0, head)]);
    }

    /// <summary>The error of the files of which nothing is read: that of the first, with their number.</summary>
    public static DatasetFormatException? GetRefusal(DicomFolderFile[] files)
    {
        var refused = Array.FindAll(files, file => file.Refusal is not null);
        return refused.Length switch
        {
            0 => null,
            1 => refused[0].Refusal,
            _ => FormatError.Unsupported(
                new SourceName(refused[0].Refusal!.Source!, refused[0].Refusal!.Entry, DicomFile.Format),
                $"{refused[0].Refusal!.Detail}; nothing is read of {refused.Length} files: "
                    + ShortList.Join(refused, MaxNamed, file => file.Path),
                refused[0].Refusal!.Hint
            ),
        };
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
