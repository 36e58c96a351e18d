namespace LungSeg.Core.Formats.Dicom;

/// <summary>Value representations as numbers: two letters, the first in the high byte.</summary>
internal static class ElementVr
{
    public const ushort AT = ('A' << 8) | 'T';
    public const ushort CS = ('C' << 8) | 'S';
    public const ushort DA = ('D' << 8) | 'A';
    public const ushort DS = ('D' << 8) | 'S';
    public const ushort IS = ('I' << 8) | 'S';
    public const ushort LO = ('L' << 8) | 'O';
    public const ushort LT = ('L' << 8) | 'T';
    public const ushort OB = ('O' << 8) | 'B';
    public const ushort OW = ('O' << 8) | 'W';
    public const ushort PN = ('P' << 8) | 'N';
    public const ushort SH = ('S' << 8) | 'H';
    public const ushort SQ = ('S' << 8) | 'Q';
    public const ushort TM = ('T' << 8) | 'M';
    public const ushort UI = ('U' << 8) | 'I';
    public const ushort UL = ('U' << 8) | 'L';
    public const ushort UN = ('U' << 8) | 'N';
    public const ushort US = ('U' << 8) | 'S';

    private static readonly HashSet<ushort> Short =
    [
        .. "AEASATCSDADSDTFLFDISLOLTPNSHSLSSSTTMUIULUS".Chunk(2).Select(letters => (ushort)((letters[0] << 8) | letters[1])),
    ];

    private static readonly HashSet<DicomTag> Sequences =
    [
        DicomTags.ReferencedSeriesSequence,
        DicomTags.ReferencedInstanceSequence,
        DicomTags.SourceImageSequence,
        DicomTags.DerivationImageSequence,
        DicomTags.PlanePositionSequence,
        DicomTags.PlaneOrientationSequence,
        DicomTags.ModalityLutSequence,
        DicomTags.PixelMeasuresSequence,
        DicomTags.PixelValueTransformationSequence,
        DicomTags.SharedFunctionalGroupsSequence,
        DicomTags.PerFrameFunctionalGroupsSequence,
        DicomTags.FrameContentSequence,
        DicomTags.SegmentSequence,
        DicomTags.SegmentIdentificationSequence,
        DicomTags.SegmentedPropertyCategoryCodeSequence,
        DicomTags.SegmentedPropertyTypeCodeSequence,
        DicomTags.AnatomicRegionSequence,
        DicomTags.PurposeOfReferenceCodeSequence,
        DicomTags.DerivationCodeSequence,
        DicomTags.ReferencedFrameOfReferenceSequence,
        DicomTags.RtReferencedStudySequence,
        DicomTags.RtReferencedSeriesSequence,
        DicomTags.ContourImageSequence,
        DicomTags.StructureSetRoiSequence,
        DicomTags.RoiContourSequence,
        DicomTags.ContourSequence,
    ];

    /// <summary>Whether it is two capital letters. Future VRs are accepted too (PS3.5 6.2).</summary>
    public static bool IsValid(ushort vr) => (vr >> 8) is >= 'A' and <= 'Z' && (vr & 0xFF) is >= 'A' and <= 'Z';

    /// <summary>Whether its length has two bytes. All other VRs, including future ones, have four (PS3.5 7.1.2).</summary>
    public static bool IsShort(ushort vr) => Short.Contains(vr);

    /// <summary>
    /// Whether an attribute is a sequence to read, where its VR is not written. Other sequences of known length are skipped as values.
    /// </summary>
    public static bool IsSequence(DicomTag tag) => Sequences.Contains(tag);
}
