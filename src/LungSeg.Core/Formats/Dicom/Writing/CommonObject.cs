namespace LungSeg.Core.Formats.Dicom.Writing;

/// <summary>Attributes that all written objects share: patient, study, pixels.</summary>
internal static class CommonObject
{
    /// <summary>UIDs of the object, and its patient and study, where known.</summary>
    public static DicomAttributes CreateAttributes(string classUid, string sopUid, DicomImage image)
    {
        var attributes = new DicomAttributes()
            .Text(DicomTags.SpecificCharacterSet, ElementVr.CS, "ISO_IR 192")
            .Text(DicomTags.SopClassUid, ElementVr.UI, classUid)
            .Text(DicomTags.SopInstanceUid, ElementVr.UI, sopUid)
            .Text(DicomTags.StudyInstanceUid, ElementVr.UI, image.StudyUid)
            // The chest is not a paired body part, so Laterality is not required.
            .Text(DicomTags.BodyPartExamined, ElementVr.CS, "CHEST")
            .Empty(ElementVr.PN, DicomTags.PatientName, DicomTags.ReferringPhysicianName)
            .Empty(ElementVr.LO, DicomTags.PatientId)
            .Empty(ElementVr.DA, DicomTags.PatientBirthDate, DicomTags.StudyDate)
            .Empty(ElementVr.TM, DicomTags.StudyTime)
            .Empty(ElementVr.CS, DicomTags.PatientSex)
            .Empty(ElementVr.SH, DicomTags.StudyId, DicomTags.AccessionNumber);
        return image.PatientId is { } patient ? attributes.Text(DicomTags.PatientId, ElementVr.LO, patient) : attributes;
    }

    /// <summary>Adds the attributes of pixels (PS3.3 C.7.6.3).</summary>
    public static DicomAttributes AddPixels(DicomAttributes attributes, DicomImage image, int bits, bool isSigned) =>
        attributes
            .UInt16(DicomTags.SamplesPerPixel, 1)
            .Text(DicomTags.PhotometricInterpretation, ElementVr.CS, "MONOCHROME2")
            .UInt16(DicomTags.Rows, image.Rows)
            .UInt16(DicomTags.Columns, image.Columns)
            .UInt16(DicomTags.BitsAllocated, bits)
            .UInt16(DicomTags.BitsStored, bits)
            .UInt16(DicomTags.HighBit, bits - 1)
            .UInt16(DicomTags.PixelRepresentation, isSigned ? 1 : 0);
}
