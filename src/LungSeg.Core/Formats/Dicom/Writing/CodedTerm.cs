namespace LungSeg.Core.Formats.Dicom.Writing;

/// <summary>Terms as codes of SNOMED CT and of DICOM (PS3.16 CID 7150, 7159, 7203, 7202; CID 4031).</summary>
internal static class CodedTerm
{
    public static DicomAttributes AbnormalStructure { get; } = Create("49755003", "SCT", "Morphologically Abnormal Structure");

    public static DicomAttributes Nodule { get; } = Create("27925004", "SCT", "Nodule");

    public static DicomAttributes Lung { get; } = Create("39607008", "SCT", "Lung");

    public static DicomAttributes Segmentation { get; } = Create("113076", "DCM", "Segmentation");

    public static DicomAttributes SourceImage { get; } = Create("121322", "DCM", "Source image for image processing operation");

    private static DicomAttributes Create(string value, string scheme, string meaning) =>
        new DicomAttributes()
            .Text(DicomTags.CodeValue, ElementVr.SH, value)
            .Text(DicomTags.CodingSchemeDesignator, ElementVr.SH, scheme)
            .Text(DicomTags.CodeMeaning, ElementVr.LO, meaning);
}
