using LungSeg.Core.Imaging;

namespace LungSeg.Core.Formats.Dicom.Writing;

/// <summary>
/// Attributes of a slice: CT Image (PS3.3 A.3) where its position is known, else Multi-frame Grayscale Word Secondary Capture of one frame
/// (A.8.4), which needs no position. Unknown attributes are empty or absent.
/// </summary>
internal static class ImageObject
{
    /// <summary>All attributes except the pixels.</summary>
    /// <param name="image">The slice.</param>
    /// <param name="intercept">HU of the stored value 0; the slope is 1.</param>
    /// <param name="window">Default display window of viewers.</param>
    public static DicomAttributes CreateAttributes(DicomImage image, int intercept, HuWindow window)
    {
        var attributes = CommonObject
            .CreateAttributes(image.ClassUid, image.SopUid, image)
            .Text(DicomTags.SeriesInstanceUid, ElementVr.UI, image.SeriesUid)
            .Integer(DicomTags.InstanceNumber, image.InstanceNumber)
            .Text(DicomTags.Modality, ElementVr.CS, "CT")
            .Empty(ElementVr.LO, DicomTags.Manufacturer)
            .Empty(ElementVr.IS, DicomTags.SeriesNumber)
            .Decimals(DicomTags.RescaleIntercept, intercept)
            .Decimals(DicomTags.RescaleSlope, 1)
            .Text(DicomTags.RescaleType, ElementVr.LO, "HU")
            .Decimals(DicomTags.WindowCenter, (window.Low + window.High) / 2)
            .Decimals(DicomTags.WindowWidth, window.High - window.Low);
        if (image.Comment is { } comment)
        {
            attributes.Text(DicomTags.ImageComments, ElementVr.LT, comment);
        }
        if (image.Plane is { } plane)
        {
            AddPlane(attributes, plane);
        }
        else
        {
            AddCapture(attributes, image.SpacingMm);
        }
        return CommonObject.AddPixels(attributes, image, bits: 16, isSigned: image.Plane is not null);
    }

    private static void AddPlane(DicomAttributes attributes, DicomPlane plane)
    {
        // DERIVED, since the values of the scan went through other formats.
        attributes
            .Text(DicomTags.ImageType, ElementVr.CS, @"DERIVED\PRIMARY\AXIAL")
            .Text(DicomTags.FrameOfReferenceUid, ElementVr.UI, plane.FrameUid)
            .Decimals(DicomTags.ImagePositionPatient, plane.Origin)
            .Decimals(DicomTags.ImageOrientationPatient, plane.Orientation)
            .Decimals(DicomTags.PixelSpacing, plane.Place.Spacing.RowMm, plane.Place.Spacing.ColumnMm)
            .Empty(ElementVr.LO, DicomTags.PositionReferenceIndicator)
            .Empty(ElementVr.CS, DicomTags.PatientPosition)
            .Empty(ElementVr.DS, DicomTags.SliceThickness, DicomTags.Kvp)
            .Empty(ElementVr.IS, DicomTags.AcquisitionNumber);
        if (plane.ThicknessMm is { } thickness)
        {
            attributes.Decimals(DicomTags.SliceThickness, thickness);
        }
    }

    private static void AddCapture(DicomAttributes attributes, (double Row, double Column)? spacing)
    {
        attributes
            .Text(DicomTags.ImageType, ElementVr.CS, @"DERIVED\SECONDARY")
            .Text(DicomTags.ConversionType, ElementVr.CS, "WSD")
            .Text(DicomTags.BurnedInAnnotation, ElementVr.CS, "NO")
            .Text(DicomTags.PresentationLutShape, ElementVr.CS, "IDENTITY")
            .Empty(ElementVr.CS, DicomTags.PatientOrientation)
            .Integer(DicomTags.NumberOfFrames, 1);
        if (spacing is { } known)
        {
            attributes.Decimals(DicomTags.PixelSpacing, known.Row, known.Column);
        }
    }
}
