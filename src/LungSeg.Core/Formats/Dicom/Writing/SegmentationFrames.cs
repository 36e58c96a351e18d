namespace LungSeg.Core.Formats.Dicom.Writing;

/// <summary>Attributes of the frames of a segmentation: functional groups and dimensions (PS3.3 C.7.6.16, C.7.6.17).</summary>
internal static class SegmentationFrames
{
    /// <summary>The dimensions that index frames: the segment and, where it is known, the position.</summary>
    public static IEnumerable<DicomAttributes> Dimensions(string organization, bool hasPlanes)
    {
        DicomAttributes Dimension(DicomTag index, DicomTag group) =>
            new DicomAttributes()
                .Text(DicomTags.DimensionOrganizationUid, ElementVr.UI, organization)
                .Pointer(DicomTags.DimensionIndexPointer, index)
                .Pointer(DicomTags.FunctionalGroupPointer, group);
        yield return Dimension(DicomTags.ReferencedSegmentNumber, DicomTags.SegmentIdentificationSequence);
        if (hasPlanes)
        {
            yield return Dimension(DicomTags.ImagePositionPatient, DicomTags.PlanePositionSequence);
        }
    }

    /// <summary>
    /// Functional groups that all frames share; empty without a plane, since plane groups may be left out where frames name their source
    /// images (PS3.3 A.51.5).
    /// </summary>
    public static DicomAttributes Shared(DicomPlane? plane)
    {
        if (plane is null)
        {
            return new DicomAttributes();
        }
        var measures = new DicomAttributes()
            .Decimals(DicomTags.PixelSpacing, plane.Place.Spacing.RowMm, plane.Place.Spacing.ColumnMm)
            .Decimals(DicomTags.SliceThickness, plane.ThicknessMm!.Value);
        return new DicomAttributes()
            .Items(DicomTags.PlaneOrientationSequence, new DicomAttributes().Decimals(DicomTags.ImageOrientationPatient, plane.Orientation))
            .Items(DicomTags.PixelMeasuresSequence, measures);
    }

    /// <summary>Functional groups of each frame.</summary>
    public static IEnumerable<DicomAttributes> Each(IReadOnlyList<DicomImage> images, bool hasPlanes)
    {
        var positions = hasPlanes ? images.Select(image => image.Plane!.Place.PositionMm).Distinct().Order().ToList() : [];
        foreach (var image in images)
        {
            var content = hasPlanes
                ? new DicomAttributes().UInt32(
                    DicomTags.DimensionIndexValues,
                    1,
                    (uint)positions.BinarySearch(image.Plane!.Place.PositionMm) + 1
                )
                : new DicomAttributes().UInt32(DicomTags.DimensionIndexValues, 1);
            if (image.Comment is { } comment)
            {
                content.Text(DicomTags.FrameComments, ElementVr.LT, comment);
            }
            var frame = new DicomAttributes()
                .Items(DicomTags.DerivationImageSequence, DerivationFrom(image))
                .Items(DicomTags.FrameContentSequence, content)
                .Items(DicomTags.SegmentIdentificationSequence, new DicomAttributes().UInt16(DicomTags.ReferencedSegmentNumber, 1));
            if (hasPlanes)
            {
                frame.Items(
                    DicomTags.PlanePositionSequence,
                    new DicomAttributes().Decimals(DicomTags.ImagePositionPatient, image.Plane!.Origin)
                );
            }
            yield return frame;
        }
    }

    /// <summary>Class and instance of an image.</summary>
    public static DicomAttributes ReferenceTo(DicomImage image) =>
        new DicomAttributes()
            .Text(DicomTags.ReferencedSopClassUid, ElementVr.UI, image.ClassUid)
            .Text(DicomTags.ReferencedSopInstanceUid, ElementVr.UI, image.SopUid);

    private static DicomAttributes DerivationFrom(DicomImage image) =>
        new DicomAttributes()
            .Items(DicomTags.DerivationCodeSequence, CodedTerm.Segmentation)
            .Items(
                DicomTags.SourceImageSequence,
                ReferenceTo(image)
                    .Text(DicomTags.SpatialLocationsPreserved, ElementVr.CS, "YES")
                    .Items(DicomTags.PurposeOfReferenceCodeSequence, CodedTerm.SourceImage)
            );
}
