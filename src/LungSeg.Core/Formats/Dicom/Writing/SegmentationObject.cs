using LungSeg.Core.Model;

namespace LungSeg.Core.Formats.Dicom.Writing;

/// <summary>
/// Attributes of a binary segmentation (PS3.3 A.51) of one segment, with one frame for each slice. Each frame names its slice.
/// </summary>
internal static class SegmentationObject
{
    /// <summary>
    /// Value of required dates: the start of the Unix epoch, since the input has no date and output must not depend on the clock.
    /// </summary>
    private const string NoDate = "19700101";

    private const string NoTime = "000000";

    /// <summary>All attributes except the pixels.</summary>
    /// <param name="images">
    /// The slices of the frames, of one series and size. Several slices must all have planes with equal thickness, orientation, spacing and
    /// axes.
    /// </param>
    /// <param name="maskDigest">Digest of the masks.</param>
    public static DicomAttributes CreateAttributes(IReadOnlyList<DicomImage> images, string maskDigest)
    {
        var first = images[0];
        var plane = first.Plane is { ThicknessMm: not null } known ? known : null;
        var organization = DicomUid.Create("dimensions", first.SeriesUid);
        var attributes = CommonObject
            .CreateAttributes(
                SopClass.Segmentation,
                DicomUid.Create("segmentation", [maskDigest, .. images.Select(image => image.SopUid)]),
                first
            )
            .Text(DicomTags.ImageType, ElementVr.CS, @"DERIVED\PRIMARY")
            .Text(DicomTags.SeriesInstanceUid, ElementVr.UI, DicomUid.Create("segmentations", first.SeriesUid))
            .Text(DicomTags.Modality, ElementVr.CS, "SEG")
            .Integer(DicomTags.SeriesNumber, 1)
            .Integer(DicomTags.InstanceNumber, first.InstanceNumber)
            .Text(DicomTags.ContentDate, ElementVr.DA, NoDate)
            .Text(DicomTags.ContentTime, ElementVr.TM, NoTime)
            .Text(DicomTags.ContentLabel, ElementVr.CS, "LESION")
            .Empty(ElementVr.LO, DicomTags.ContentDescription)
            .Empty(ElementVr.PN, DicomTags.ContentCreatorName)
            .Empty(ElementVr.CS, DicomTags.PatientOrientation)
            .Text(DicomTags.LossyImageCompression, ElementVr.CS, "00")
            .Text(DicomTags.SegmentationType, ElementVr.CS, "BINARY")
            .Text(DicomTags.SegmentsOverlap, ElementVr.CS, "NO")
            .Items(DicomTags.SegmentSequence, Segment())
            .Items(DicomTags.ReferencedSeriesSequence, ReferencesTo(images))
            .Items(
                DicomTags.DimensionOrganizationSequence,
                new DicomAttributes().Text(DicomTags.DimensionOrganizationUid, ElementVr.UI, organization)
            )
            .Items(DicomTags.DimensionIndexSequence, SegmentationFrames.Dimensions(organization, plane is not null))
            .Items(DicomTags.SharedFunctionalGroupsSequence, SegmentationFrames.Shared(plane))
            .Items(DicomTags.PerFrameFunctionalGroupsSequence, SegmentationFrames.Each(images, plane is not null))
            .Integer(DicomTags.NumberOfFrames, images.Count);
        AddEquipment(attributes);
        if (plane is not null)
        {
            attributes
                .Text(DicomTags.FrameOfReferenceUid, ElementVr.UI, plane.FrameUid)
                .Empty(ElementVr.LO, DicomTags.PositionReferenceIndicator);
        }
        return CommonObject.AddPixels(attributes, first, bits: 1, isSigned: false);
    }

    /// <summary>Adds the equipment, which is lungseg, with its version as serial number.</summary>
    private static void AddEquipment(DicomAttributes attributes) =>
        attributes
            .Text(DicomTags.Manufacturer, ElementVr.LO, "LungSeg")
            .Text(DicomTags.ManufacturerModelName, ElementVr.LO, "lungseg convert")
            .Text(DicomTags.DeviceSerialNumber, ElementVr.LO, ToolVersion.Text)
            .Text(DicomTags.SoftwareVersions, ElementVr.LO, ToolVersion.Text);

    /// <summary>
    /// The origin of a mask is unknown. Of the three algorithm types SEMIAUTOMATIC claims least: people or programs may have drawn it. The
    /// required algorithm name says that the origin is unrecorded.
    /// </summary>
    private static DicomAttributes Segment() =>
        new DicomAttributes()
            .UInt16(DicomTags.SegmentNumber, 1)
            .Text(DicomTags.SegmentLabel, ElementVr.LO, "Lesion")
            .Text(DicomTags.SegmentAlgorithmType, ElementVr.CS, "SEMIAUTOMATIC")
            .Text(DicomTags.SegmentAlgorithmName, ElementVr.LO, "converted mask of unrecorded origin")
            .Items(DicomTags.SegmentedPropertyCategoryCodeSequence, CodedTerm.AbnormalStructure)
            .Items(DicomTags.SegmentedPropertyTypeCodeSequence, CodedTerm.Nodule)
            .Items(DicomTags.AnatomicRegionSequence, CodedTerm.Lung);

    private static DicomAttributes ReferencesTo(IReadOnlyList<DicomImage> images) =>
        new DicomAttributes()
            .Text(DicomTags.SeriesInstanceUid, ElementVr.UI, images[0].SeriesUid)
            .Items(DicomTags.ReferencedInstanceSequence, images.Select(SegmentationFrames.ReferenceTo));
}
