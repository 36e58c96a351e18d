using System.Collections.Concurrent;
using LungSeg.Core.Bytes;
using LungSeg.Core.Formats;
using LungSeg.Core.Formats.Dicom;
using LungSeg.Core.Formats.Lidc;
using LungSeg.Core.Model;

namespace LungSeg.Core.Datasets.Collections;

/// <summary>What a file of a collection holds.</summary>
internal sealed record CollectionFile
{
    private const string DicomSuffix = ".dcm";
    private const string XmlSuffix = ".xml";

    /// <summary>Bytes that hold most headers: those of LIDC-IDRI have 2 to 6 KB.</summary>
    private const int HeaderBytes = 8 << 10;
    private static readonly string[] Volumes = [".nii", ".nii.gz", ".mhd", ".mha"];
    private static readonly string[] VolumeData = [".raw", ".zraw"];

    /// <summary>Its images; empty for other files.</summary>
    public IReadOnlyList<SliceRecord> Slices { get; init; } = [];

    /// <summary>The slices of a CT image, where their pixels are asked for later.</summary>
    public IReadOnlyList<CtSlice> Ct { get; init; } = [];

    /// <summary>Whether it may be a reading in XML.</summary>
    public bool IsXml { get; init; }

    /// <summary>Kind of a file that is left out; null for other files.</summary>
    public string? LeftOutAs { get; init; }

    /// <summary>Why nothing is read of an image; null where it is read.</summary>
    public DatasetFormatException? Refusal { get; init; }

    /// <summary>Whether a file holds a volume, by its name.</summary>
    public static bool IsVolume(string path) => HasSuffix(path, Volumes);

    /// <summary>Reads a file.</summary>
    /// <param name="folder">The folder that holds it.</param>
    /// <param name="path">Path in the folder.</param>
    /// <param name="scan">How files are read.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static CollectionFile Read(FolderSource folder, string path, CollectionScan scan)
    {
        try
        {
            return IsVolume(path) ? ReadVolume(folder, path, scan) : ReadImage(folder, path, scan);
        }
        catch (DatasetFormatException e) when (e.Fault != Fault.Changed)
        {
            return new CollectionFile { Refusal = e };
        }
    }

    /// <summary>Reads the outlines of a file; null where it is no reading.</summary>
    /// <exception cref="DatasetFormatException">The reading is damaged.</exception>
    public static LidcReading? ReadOutlines(FolderSource folder, string path, FolderReading reading)
    {
        using var file = folder.OpenFile(path, LidcReader.Format);
        return LidcReader.Read(file, reading.Annotations, reading.Limits);
    }

    private static CollectionFile ReadImage(FolderSource folder, string path, CollectionScan scan)
    {
        using var opened = folder.OpenFile(path, DicomFile.Format);
        using var file = new HeadByteSource(opened, HeaderBytes);
        if (!DicomContent.Matches(file.Head) && !path.EndsWith(DicomSuffix, StringComparison.OrdinalIgnoreCase))
        {
            return HasSuffix(path, VolumeData) ? new CollectionFile { LeftOutAs = "voxels of a volume, which its header names" }
                : path.EndsWith(XmlSuffix, StringComparison.OrdinalIgnoreCase) ? new CollectionFile { IsXml = true }
                : new CollectionFile { LeftOutAs = "no image" };
        }
        if (file.Length == 0)
        {
            throw FormatError.Empty(file.Name);
        }
        var dicom = DicomObjectReader.Read(file, scan.Reading.Limits);
        if (DicomFolderFile.OtherThanCt(dicom) is { } other)
        {
            return new CollectionFile { LeftOutAs = other };
        }
        if (SopClass.IsSegmentation(dicom.SopClass))
        {
            return new CollectionFile { LeftOutAs = SopClass.GetName(dicom.SopClass!) };
        }
        CtSlice[] slices = [.. CtSlice.FromObject(dicom, new DicomFile(folder, path, scan.Reading))];
        var records = Array.ConvertAll(slices, slice => Describe(slice, scan));
        if (Array.ConvertAll(records, scan.FindKnown) is var known && Array.TrueForAll(known, record => record is not null))
        {
            records = known!;
        }
        else
        {
            var source = dicom.Syntax.IsDeflated ? DicomContent.Open(file, scan.Reading.Limits).Source : file;
            records = [.. records.Zip(slices, (record, slice) => WithContent(record, CtContent.Read(source, slice), isExact: true))];
        }
        return new CollectionFile { Slices = records, Ct = scan.KeepsSlices ? slices : [] };
    }

    private static CollectionFile ReadVolume(FolderSource folder, string path, CollectionScan scan)
    {
        using var volume = Open(folder, path, scan);
        var rows = volume.Rows.ToArray();
        if (!Array.TrueForAll(rows, row => row.FoundHuOld is { DType.IsNumeric: true }))
        {
            return new CollectionFile { LeftOutAs = "a volume of masks" };
        }
        var slices = new SliceRecord[rows.Length];
        for (var i = 0; i < rows.Length; i++)
        {
            var described = Describe(rows[i], scan);
            if (scan.FindKnown(described) is { } known)
            {
                slices[i] = known;
                continue;
            }
            using var sample = rows[i].Load();
            var array = rows[i].HuOld!;
            var content = SliceContent.FromHu(sample.ReadValues(array), (int)array.Shape[0], (int)array.Shape[1]);
            slices[i] = WithContent(described, content, ContentKey.IsExact(sample, array));
        }

        return new CollectionFile { Slices = slices };
    }

    /// <summary>Opens a volume as a data set whose rows are its slices.</summary>
    public static Dataset Open(FolderSource folder, string path, CollectionScan scan) =>
        Dataset.Open(
            Path.Combine(folder.Path, path),
            new DatasetOptions { Limits = scan.Reading.Limits, TemporaryFolder = scan.Reading.TemporaryFolder }
        );

    private static SliceRecord Describe(CtSlice slice, CollectionScan scan)
    {
        var plane = slice.Plane;
        return new SliceRecord
        {
            Rows = slice.Layout.Rows,
            Columns = slice.Layout.Columns,
            Modality = scan.Share(slice.Modality),
            PatientId = scan.Share(slice.PatientId),
            StudyUid = scan.Share(slice.StudyUid),
            SeriesUid = scan.Share(slice.SeriesUid),
            SopUid = slice.SopUid,
            InstanceNumber = slice.Layout.Frames > 1 ? slice.Frame + 1 : slice.InstanceNumber,
            ImagePositionMm = plane.Origin is { } origin ? SlicePlace.Join(origin) : null,
            ImageOrientation = plane.Orientation is { } cosines ? scan.Share(SlicePlace.Join(cosines)) : null,
            PositionMm = plane.PositionMm,
            RowSpacingMm = plane.SpacingMm?.RowMm,
            ColumnSpacingMm = plane.SpacingMm?.ColumnMm,
            ThicknessMm = plane.ThicknessMm,
            Manufacturer = scan.Share(slice.Manufacturer),
            Kernel = scan.Share(slice.Kernel),
        };
    }

    private static SliceRecord Describe(DatasetRow row, CollectionScan scan) =>
        new()
        {
            Rows = (int)row.HuOld!.Shape[0],
            Columns = (int)row.HuOld.Shape[1],
            SeriesUid = scan.Share(row.GetText(DatasetColumns.SeriesUid) ?? row.Input.Stem),
            InstanceNumber = (int)row.Index + 1,
            ImagePositionMm = row.GetText(DatasetColumns.ImagePositionMm),
            ImageOrientation = scan.Share(row.GetText(DatasetColumns.ImageOrientation)),
            PositionMm = row.GetNumber(DatasetColumns.PositionMm) ?? row.Place?.PositionMm,
            RowSpacingMm = row.SpacingMm?.RowMm,
            ColumnSpacingMm = row.SpacingMm?.ColumnMm,
            ThicknessMm = row.GetNumber(DatasetColumns.ThicknessMm),
        };

    private static SliceRecord WithContent(SliceRecord record, SliceContent content, bool isExact) =>
        record with
        {
            Key = isExact ? content.Key : null,
            PaddingKey = isExact ? content.PaddingKey : null,
            Minimum = Finite(content.Minimum),
            Maximum = Finite(content.Maximum),
            Sum = Finite(content.Sum),
            IsInt16 = content.IsInt16,
        };

    private static double? Finite(double value) => double.IsFinite(value) ? value : null;

    private static bool HasSuffix(string path, string[] suffixes) =>
        Array.Exists(suffixes, suffix => path.EndsWith(suffix, StringComparison.OrdinalIgnoreCase));
}

/// <summary>How the files of a collection are read.</summary>
/// <param name="Reading">Limits, and what is assumed of CT images.</param>
/// <param name="KeepsSlices">Whether the slices of CT images are kept, so that their pixels can be read later.</param>
internal sealed record CollectionScan(FolderReading Reading, bool KeepsSlices)
{
    private readonly ConcurrentDictionary<string, string> _shared = new(StringComparer.Ordinal);

    /// <summary>Records that need not be read again.</summary>
    public IReadOnlyDictionary<(string?, string?, int?), SliceRecord> Known { get; init; } =
        new Dictionary<(string?, string?, int?), SliceRecord>();

    /// <summary>One string for equal texts, of which a collection has many.</summary>
    public string? Share(string? text) => text is null ? null : _shared.GetOrAdd(text, text);

    /// <summary>The known record of an image; null for a new one.</summary>
    public SliceRecord? FindKnown(SliceRecord described) => Known.GetValueOrDefault(described.Identity);
}
