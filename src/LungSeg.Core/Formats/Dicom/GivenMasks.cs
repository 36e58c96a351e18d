using LungSeg.Core.Bytes;

namespace LungSeg.Core.Formats.Dicom;

/// <summary>Segmentations, structure sets and outlines that are given apart from the slices: one file, or those of a folder.</summary>
internal sealed class GivenMasks
{
    private GivenMasks(DicomFolderFile[] files, string path)
    {
        Files = files;
        Damage = DicomFolderFormat.GetRefusal(files);
        Note = $"the masks are those of {path}; the folder's own are not used";
    }

    /// <summary>The files that draw masks, and those of which nothing is read.</summary>
    public IReadOnlyList<DicomFolderFile> Files { get; }

    /// <summary>The error of the files of which nothing is read; null for none.</summary>
    public DatasetFormatException? Damage { get; }

    /// <summary>Says that the masks beside the slices are not used.</summary>
    public string Note { get; }

    /// <summary>Reads the masks that are given; null where none are, or where they are no DICOM and no outlines.</summary>
    /// <exception cref="DatasetFormatException">A file is damaged.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static GivenMasks? Read(FolderReading reading)
    {
        var folder =
            reading.MaskPath is null ? null
            : Directory.Exists(reading.MaskPath) ? FolderSource.Open(reading.MaskPath)
            : File.Exists(reading.MaskPath) ? FolderSource.OfFile(reading.MaskPath)
            : null;
        if (folder is null)
        {
            return null;
        }
        DicomFolderFile[] files =
        [
            .. folder
                .Files.Where(file => file.EndsWith(".xml", StringComparison.OrdinalIgnoreCase) || DicomFolderFormat.IsDicom(folder, file))
                .Select(file => DicomFolderFile.Read(folder, file, reading))
                .Where(file => file.IsAnnotation || file.Refusal is not null),
        ];
        return files.Length > 0 ? new GivenMasks(files, reading.MaskPath!) : null;
    }
}
