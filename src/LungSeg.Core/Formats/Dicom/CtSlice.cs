using LungSeg.Core.Bytes;

namespace LungSeg.Core.Formats.Dicom;

/// <summary>One slice: a CT image, or one frame of a multi-frame CT image.</summary>
internal sealed record CtSlice
{
    /// <summary>Approximate memory of a slice in the index, which the budget checks against the size of the file.</summary>
    private const int IndexBytes = 1 << 10;

    public required DicomFile File { get; init; }

    public required PixelLayout Layout { get; init; }

    /// <summary>Index of the frame in the file.</summary>
    public required int Frame { get; init; }

    /// <summary>Rescale Slope: HU for each unit of the stored value.</summary>
    public required double Slope { get; init; }

    /// <summary>Rescale Intercept: HU of the stored value 0.</summary>
    public required double Intercept { get; init; }

    /// <summary>Whether the file has slope and intercept.</summary>
    public required bool HasRescale { get; init; }

    /// <summary>Whether the character set of its texts is supported.</summary>
    public required bool HasKnownText { get; init; }

    public string? PatientId { get; init; }

    public string? SeriesUid { get; init; }

    public string? SopUid { get; init; }

    public string? StudyUid { get; init; }

    /// <summary>Modality, such as CT.</summary>
    public string? Modality { get; init; }

    public string? Manufacturer { get; init; }

    /// <summary>Convolution kernel, by which the scan was reconstructed.</summary>
    public string? Kernel { get; init; }

    /// <summary>The series UID as id of the scan; null where lungseg made the series for a single slice of an unknown scan.</summary>
    public string? ScanUid => IsLone ? null : SeriesUid;

    /// <summary>Whether lungseg made the series for this single slice.</summary>
    public bool IsLone =>
        SopUid is not null
        && SeriesUid?.StartsWith(DicomUid.Root, StringComparison.Ordinal) == true
        && SeriesUid == DicomUid.CreateForSingleSlice(SopUid);

    /// <summary>Label in the image's comment; null without one.</summary>
    public string? Label { get; init; }

    public string? FrameOfReferenceUid { get; init; }

    public int? InstanceNumber { get; init; }

    /// <summary>Position of the slice and size of its pixels.</summary>
    public required FramePlane Plane { get; init; }

    /// <summary>Optional values of the file that were taken as missing.</summary>
    public IReadOnlyList<MalformedValue> Malformed { get; init; } = [];

    /// <summary>Whether the file says its encoding wrongly, so that the bytes decided.</summary>
    public bool HasOtherEncoding { get; init; }

    /// <summary>Slices of an image, one for each frame.</summary>
    /// <exception cref="DatasetFormatException">A required attribute is missing or damaged.</exception>
    public static IEnumerable<CtSlice> FromObject(DicomObject dicom, DicomFile file)
    {
        var values = dicom.Values;
        var layout = PixelLayout.FromObject(dicom, file.Reading.Ct);
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
            CheckUnit(dicom.GetFrameValues(frame, DicomTags.RescaleType), file.Reading.Ct);
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
                Modality = values.Text(DicomTags.Modality),
                Manufacturer = values.Text(DicomTags.Manufacturer),
                Kernel = values.Text(DicomTags.ConvolutionKernel),
                Label = SliceLabel.Parse(values.Text(DicomTags.ImageComments)),
                FrameOfReferenceUid = values.Text(DicomTags.FrameOfReferenceUid),
                InstanceNumber = values.OptionalInteger(DicomTags.InstanceNumber),
                Plane = FramePlane.FromFrame(dicom, frame),
                Malformed = values.Malformed,
                HasOtherEncoding = dicom.HasOtherEncoding,
            };
        }
    }

    /// <summary>Throws where rescaled values are of another unit than HU.</summary>
    private static void CheckUnit(DicomValues values, CtReading reading)
    {
        if (values.Text(DicomTags.RescaleType) is { } unit and not "HU" && !reading.AssumesHu)
        {
            throw FormatError.Unsupported(
                values.GetName(DicomTags.RescaleType),
                values.GetOffset(DicomTags.RescaleType),
                $"RescaleType is {PrintableText.Escape(unit, 20)}, not HU",
                new RequestHint(RequestParameter.AssumeHu)
            );
        }
    }
}
