using System.Globalization;
using LungSeg.Core.Bytes;

namespace LungSeg.Core.Formats.Dicom;

/// <summary>Reads the header of a file up to its pixels, which are not read.</summary>
internal static class DicomObjectReader
{
    private const int LongestValue = 1 << 10;

    /// <summary>Approximate memory of one frame's attributes.</summary>
    private const int BytesPerFrame = 1 << 10;

    /// <summary>Approximate memory of a reference to an image.</summary>
    private const int BytesPerReference = 1 << 7;

    private static readonly HashSet<DicomTag> Kept =
    [
        DicomTags.SpecificCharacterSet,
        DicomTags.ImageType,
        DicomTags.SopClassUid,
        DicomTags.SopInstanceUid,
        DicomTags.Modality,
        DicomTags.Manufacturer,
        DicomTags.ConvolutionKernel,
        DicomTags.PatientId,
        DicomTags.StudyInstanceUid,
        DicomTags.SliceThickness,
        DicomTags.SeriesInstanceUid,
        DicomTags.InstanceNumber,
        DicomTags.ImagePositionPatient,
        DicomTags.ImageOrientationPatient,
        DicomTags.FrameOfReferenceUid,
        DicomTags.SamplesPerPixel,
        DicomTags.PhotometricInterpretation,
        DicomTags.NumberOfFrames,
        DicomTags.Rows,
        DicomTags.Columns,
        DicomTags.PixelSpacing,
        DicomTags.BitsAllocated,
        DicomTags.BitsStored,
        DicomTags.HighBit,
        DicomTags.PixelRepresentation,
        DicomTags.RescaleIntercept,
        DicomTags.RescaleSlope,
        DicomTags.RescaleType,
        DicomTags.SegmentationType,
        DicomTags.MaximumFractionalValue,
        DicomTags.PixelPaddingValue,
    ];

    private static readonly HashSet<DicomTag> KeptOfFrames =
    [
        DicomTags.SliceThickness,
        DicomTags.ImagePositionPatient,
        DicomTags.ImageOrientationPatient,
        DicomTags.PixelSpacing,
        DicomTags.RescaleIntercept,
        DicomTags.RescaleSlope,
        DicomTags.RescaleType,
        DicomTags.ReferencedSegmentNumber,
    ];

    private static readonly HashSet<DicomTag> KeptOfSegments =
    [
        DicomTags.SegmentNumber,
        DicomTags.SegmentLabel,
        DicomTags.CodeValue,
        DicomTags.CodingSchemeDesignator,
        DicomTags.CodeMeaning,
    ];

    private static readonly HashSet<DicomTag> Entered =
    [
        DicomTags.SharedFunctionalGroupsSequence,
        DicomTags.PerFrameFunctionalGroupsSequence,
        DicomTags.PlanePositionSequence,
        DicomTags.PlaneOrientationSequence,
        DicomTags.PixelMeasuresSequence,
        DicomTags.PixelValueTransformationSequence,
        DicomTags.DerivationImageSequence,
        DicomTags.SourceImageSequence,
        DicomTags.ReferencedSeriesSequence,
        DicomTags.ReferencedInstanceSequence,
        DicomTags.FrameContentSequence,
        DicomTags.SegmentSequence,
        DicomTags.SegmentIdentificationSequence,
        DicomTags.SegmentedPropertyTypeCodeSequence,
    ];

    /// <summary>Reads a header. Where <see cref="SopClass.IsRead"/> is false for the object's class, reading ends there.</summary>
    /// <exception cref="DatasetFormatException">The file is damaged or not DICOM.</exception>
    public static DicomObject Read(IByteSource file, ReadLimits limits)
    {
        var (source, start, syntax) = DicomContent.Open(file, limits);
        var values = new DicomValues(source.Name);
        var dicom = new DicomObject
        {
            Name = source.Name,
            Syntax = syntax,
            HasOtherEncoding = syntax.Encoding != TransferSyntax.FromUid(syntax.Uid).Encoding,
            Values = values,
            Shared = new(source.Name, values),
            SourceLength = source.Length,
        };
        var budget = new AllocationBudget(source.Name, limits, file.Length);
        using var reader = new DicomElementReader(source, start, syntax.Encoding);
        while (reader.Read())
        {
            if (reader.Kind == ElementKind.SequenceStart)
            {
                EnterOrSkip(reader, dicom);
            }
            else if (reader.Kind == ElementKind.ItemStart && reader.Depth == 1)
            {
                StartItem(reader, dicom, budget);
            }
            else if (reader.Kind == ElementKind.Element && reader.Depth > 0)
            {
                Keep(reader, dicom, budget);
            }
            else if (reader.Kind == ElementKind.Element && IsLast(reader, dicom))
            {
                break;
            }
        }

        return dicom;
    }

    /// <summary>Stores an attribute of the data set itself; true where the rest of the file is not needed.</summary>
    private static bool IsLast(DicomElementReader reader, DicomObject dicom)
    {
        if (reader.Tag == DicomTags.PixelData || reader.Tag == DicomTags.FloatPixelData || reader.Tag == DicomTags.DoubleFloatPixelData)
        {
            dicom.Pixels = new PixelPlace(reader.Tag, reader.ValueOffset, reader.Length, reader.Vr);
            return true;
        }

        if (Kept.Contains(reader.Tag) || IsLabel(reader))
        {
            dicom.Values.Add(reader.Tag, reader.Offset, reader.TakeValue(LongestValue), reader.Encoding.IsBigEndian);
        }
        return reader.Tag == DicomTags.SopClassUid && dicom.SopClass is { } sopClass && !SopClass.IsRead(sopClass);
    }

    /// <summary>Whether the element is a comment that can be a label. Longer comments are not read.</summary>
    private static bool IsLabel(DicomElementReader reader) =>
        (reader.Tag == DicomTags.ImageComments || reader.Tag == DicomTags.FrameComments) && reader.Length <= SliceLabel.MaxBytes;

    private static void EnterOrSkip(DicomElementReader reader, DicomObject dicom)
    {
        if (reader.Depth == 1 && reader.Tag == DicomTags.ModalityLutSequence)
        {
            dicom.ModalityLutOffset ??= reader.Offset;
        }
        if (!Entered.Contains(reader.Tag))
        {
            reader.SkipSequence();
        }
    }

    private static void StartItem(DicomElementReader reader, DicomObject dicom, AllocationBudget budget)
    {
        if (reader.Outermost == DicomTags.PerFrameFunctionalGroupsSequence)
        {
            budget.Charge(BytesPerFrame, reader.Offset);
            dicom.Frames.Add(new DicomValues(dicom.Name, dicom.Values));
            dicom.FrameSources.Add([]);
        }
        else if (reader.Outermost == DicomTags.SegmentSequence)
        {
            budget.Charge(BytesPerFrame, reader.Offset);
            dicom.Segments.Add(new DicomValues(dicom.Name, dicom.Values));
        }
    }

    private static void Keep(DicomElementReader reader, DicomObject dicom, AllocationBudget budget)
    {
        if (reader.Tag == DicomTags.ReferencedSopInstanceUid || reader.Tag == DicomTags.ReferencedFrameNumber)
        {
            KeepReference(reader, dicom, budget);
            return;
        }
        var outermost = reader.Outermost;
        var (group, kept) =
            outermost == DicomTags.SharedFunctionalGroupsSequence ? (dicom.Shared, KeptOfFrames)
            : outermost == DicomTags.PerFrameFunctionalGroupsSequence ? (dicom.Frames[^1], KeptOfFrames)
            : outermost == DicomTags.SegmentSequence ? (dicom.Segments[^1], KeptOfSegments)
            : (null, KeptOfFrames);
        if (group is not null && (kept.Contains(reader.Tag) || IsLabel(reader)))
        {
            group.Add(reader.Tag, reader.Offset, reader.TakeValue(LongestValue), reader.Encoding.IsBigEndian);
        }
    }

    private static void KeepReference(DicomElementReader reader, DicomObject dicom, AllocationBudget budget)
    {
        budget.Charge(BytesPerReference, reader.Offset);
        var outermost = reader.Outermost;
        var references =
            outermost == DicomTags.SharedFunctionalGroupsSequence ? dicom.SharedSources
            : outermost == DicomTags.PerFrameFunctionalGroupsSequence ? dicom.FrameSources[^1]
            : dicom.References;
        var value = new DicomValues(dicom.Name);
        value.Add(reader.Tag, reader.Offset, reader.TakeValue(LongestValue), reader.Encoding.IsBigEndian);
        if (reader.Tag == DicomTags.ReferencedSopInstanceUid && value.Text(reader.Tag) is { } sop)
        {
            dicom.LastReference = new ImageReference(sop, null);
            references.Add(dicom.LastReference);
        }
        else if (value.Texts(reader.Tag) is [var text] && int.TryParse(text, CultureInfo.InvariantCulture, out var frame))
        {
            // The number of the frame comes after the image that it is of.
            references.Remove(dicom.LastReference);
            references.Add(dicom.LastReference with { Frame = frame });
        }
    }
}
