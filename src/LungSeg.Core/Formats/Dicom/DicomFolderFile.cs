using LungSeg.Core.Bytes;
using LungSeg.Core.Formats.Lidc;

namespace LungSeg.Core.Formats.Dicom;

/// <summary>The content of one file of a folder.</summary>
internal sealed record DicomFolderFile
{
    private const string DicomSuffix = ".dcm";
    private const string XmlSuffix = ".xml";

    /// <summary>Path in the folder.</summary>
    public required string Path { get; init; }

    /// <summary>Slices of a CT image; empty for other files.</summary>
    public IReadOnlyList<CtSlice> Slices { get; init; } = [];

    /// <summary>The segmentation; null for other files.</summary>
    public Segmentation? Segmentation { get; init; }

    /// <summary>The structure set; null for other files.</summary>
    public StructureSet? Structures { get; init; }

    /// <summary>Outlines by readers; null for other files.</summary>
    public LidcReading? Outlines { get; init; }

    /// <summary>Whether it draws masks on slices.</summary>
    public bool IsAnnotation => Segmentation is not null || Structures is not null || Outlines is not null;

    /// <summary>Kind of a file that is left out; null for a file that is read.</summary>
    public string? LeftOutAs { get; init; }

    /// <summary>Why nothing is read of a file that other files are read without; null for a file that is read.</summary>
    public DatasetFormatException? Refusal { get; init; }

    /// <summary>Reads the header of a file, or the outlines in it.</summary>
    /// <exception cref="DatasetFormatException">The file is a damaged CT image, segmentation or LIDC reading.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static DicomFolderFile Read(FolderSource folder, string path, FolderReading reading)
    {
        using var file = folder.OpenFile(path, DicomFile.Format);
        if (file.Length == 0)
        {
            return new DicomFolderFile { Path = path, Refusal = FormatError.Empty(file.Name) };
        }
        var head = new byte[(int)Math.Min(DicomContent.HeadBytes, file.Length)];
        file.ReadExactly(0, head, "head");
        if (DicomContent.Matches(head) || path.EndsWith(DicomSuffix, StringComparison.OrdinalIgnoreCase))
        {
            var dicom = DicomObjectReader.Read(file, reading.Limits);
            var found = new DicomFile(folder, path, reading);
            return dicom.SopClass == SopClass.StructureSet
                ? new DicomFolderFile { Path = path, Structures = StructureSetReader.Read(file, dicom, found) }
                : FromObject(dicom, found);
        }
        if (!path.EndsWith(XmlSuffix, StringComparison.OrdinalIgnoreCase))
        {
            return new DicomFolderFile { Path = path, LeftOutAs = "no DICOM" };
        }
        return LidcReader.Read(file, reading.Annotations, reading.Limits) is { } outlines
            ? new DicomFolderFile { Path = path, Outlines = outlines }
            : new DicomFolderFile { Path = path, LeftOutAs = "XML that is not an LIDC reading" };
    }

    private static DicomFolderFile FromObject(DicomObject dicom, DicomFile file)
    {
        if (OtherThanCt(dicom) is { } other)
        {
            return new DicomFolderFile { Path = file.Path, LeftOutAs = other };
        }
        try
        {
            return SopClass.IsSegmentation(dicom.SopClass)
                ? new DicomFolderFile { Path = file.Path, Segmentation = Segmentation.FromObject(dicom, file) }
                : new DicomFolderFile { Path = file.Path, Slices = [.. CtSlice.FromObject(dicom, file)] };
        }
        catch (DatasetFormatException e) when (e.Hint?.Parameter is RequestParameter.AssumeHu or RequestParameter.AssumeSigned)
        {
            return new DicomFolderFile { Path = file.Path, Refusal = e };
        }
        catch (DatasetFormatException e) when (e.Fault == Fault.Unsupported && SopClass.IsSegmentation(dicom.SopClass))
        {
            // A mask that is not read must not look like one that is not there.
            return new DicomFolderFile { Path = file.Path, Refusal = e };
        }
    }

    /// <summary>Kind of an object that is neither a CT slice nor a segmentation; null for a CT slice or segmentation.</summary>
    public static string? OtherThanCt(DicomObject dicom)
    {
        var modality = dicom.Values.Text(DicomTags.Modality);
        return dicom.SopClass switch
        {
            { } other when !SopClass.IsRead(other) => SopClass.GetName(other),
            SopClass.MultiframeWordSecondaryCapture when dicom.Values.Text(DicomTags.RescaleType) != "HU" => "Secondary Capture without HU",
            SopClass.Segmentation or SopClass.LabelMap => null,
            _ when dicom.Values.Texts(DicomTags.ImageType).Contains("LOCALIZER") => "CT localizer",
            null when modality is not (null or "CT") => $"image of modality {PrintableText.Escape(modality, 16)}",
            _ => null,
        };
    }
}
