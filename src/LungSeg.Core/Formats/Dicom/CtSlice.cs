using LungSeg.Core.Bytes;

namespace LungSeg.Core.Formats.Dicom;

/// <summary>One slice: a CT image, or a frame of one.</summary>
internal sealed record CtSlice
{
    /// <summary>What a slice takes in memory, about: the rows of an index must be earned by the file's size.</summary>
    private const int IndexBytes = 1 << 10;

    public required DicomFile File { get; init; }

    public required PixelLayout Layout { get; init; }

    /// <summary>Which frame of the file, from 0.</summary>
    public required int Frame { get; init; }

    /// <summary>Factor of stored values, HU a unit.</summary>
    public required double Slope { get; init; }

    /// <summary>HU of the stored value 0.</summary>
    public required double Intercept { get; init; }

    /// <summary>Whether the file says slope and intercept.</summary>
    public required bool HasRescale { get; init; }

    /// <summary>Whether its texts are in a character set that is read.</summary>
    public required bool HasKnownText { get; init; }

    public string? PatientId { get; init; }

    public string? SeriesUid { get; init; }

    public string? SopUid { get; init; }

    public string? StudyUid { get; init; }

    /// <summary>
    /// The series as the name of a scan; null where this tool made a series of its own for a slice whose scan was not known.
    /// </summary>
    public string? ScanUid => IsLone ? null : SeriesUid;

    /// <summary>Whether its series is one of its own, made here.</summary>
    public bool IsLone =>
        SopUid is not null
        && SeriesUid?.StartsWith(DicomUid.Root, StringComparison.Ordinal) == true
        && SeriesUid == DicomUid.CreateForSingleSlice(SopUid);

    /// <summary>Label in the image's comment; null without one.</summary>
    public string? Label { get; init; }

    public string? FrameOfReferenceUid { get; init; }

    public int? InstanceNumber { get; init; }

    /// <summary>Where the slice lies and how large its pixels are.</summary>
    public required SliceGeometry Geometry { get; init; }

    /// <summary>Slices of an image, one a frame.</summary>
    /// <exception cref="DatasetFormatException">An attribute that is needed is missing or damaged.</exception>
    public static IEnumerable<CtSlice> FromObject(DicomObject dicom, DicomFile file)
    {
        var values = dicom.Values;
        var layout = PixelLayout.FromObject(dicom);
        if (layout.BitsAllocated == 1)
        {
            throw FormatError.Unsupported(
                values.GetName(DicomTags.BitsAllocated),
                values.GetOffset(DicomTags.BitsAllocated),
                "pixels of 1 bit are not HU"
            );
        }
        if (layout.FrameBytes > Array.MaxLength)
        {
            throw FormatError.TooLarge(dicom.Name, layout.Place.Offset, "one slice, in bytes,", layout.FrameBytes, Array.MaxLength);
        }
        if (dicom.ModalityLutOffset is { } lutAt)
        {
            throw FormatError.Unsupported(
                values.GetName(DicomTags.ModalityLutSequence),
                lutAt,
                "HU by a table instead of slope and intercept are not read"
            );
        }
        new AllocationBudget(dicom.Name, file.Limits, dicom.SourceLength).Charge(
            (long)layout.Frames * IndexBytes,
            values.GetOffset(DicomTags.NumberOfFrames)
        );
        for (var frame = 0; frame < layout.Frames; frame++)
        {
            var slope = dicom.GetFrameValues(frame, DicomTags.RescaleSlope).Number(DicomTags.RescaleSlope);
            var intercept = dicom.GetFrameValues(frame, DicomTags.RescaleIntercept).Number(DicomTags.RescaleIntercept);
            yield return new CtSlice
            {
                File = file,
                Layout = layout,
                Frame = frame,
                Slope = slope ?? 1,
                Intercept = intercept ?? 0,
                HasRescale = slope is not null && intercept is not null,
                HasKnownText = values.Decodes(DicomTags.PatientId) && values.Decodes(DicomTags.ImageComments),
                PatientId = values.Text(DicomTags.PatientId),
                SeriesUid = values.Text(DicomTags.SeriesInstanceUid),
                SopUid = values.Text(DicomTags.SopInstanceUid),
                StudyUid = values.Text(DicomTags.StudyInstanceUid),
                Label = SliceLabel.Parse(values.Text(DicomTags.ImageComments)),
                FrameOfReferenceUid = values.Text(DicomTags.FrameOfReferenceUid),
                InstanceNumber = values.Integer(DicomTags.InstanceNumber),
                Geometry = SliceGeometry.FromFrame(dicom, frame),
            };
        }
    }
}
