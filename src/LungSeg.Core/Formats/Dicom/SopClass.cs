namespace LungSeg.Core.Formats.Dicom;

/// <summary>Classes of DICOM objects (PS3.4 annex B).</summary>
internal static class SopClass
{
    public const string Ct = "1.2.840.10008.5.1.4.1.1.2";
    public const string EnhancedCt = "1.2.840.10008.5.1.4.1.1.2.1";
    public const string LegacyEnhancedCt = "1.2.840.10008.5.1.4.1.1.2.2";
    public const string MultiframeWordSecondaryCapture = "1.2.840.10008.5.1.4.1.1.7.3";
    public const string Segmentation = "1.2.840.10008.5.1.4.1.1.66.4";
    public const string StructureSet = "1.2.840.10008.5.1.4.1.1.481.3";
    public const string LabelMap = "1.2.840.10008.5.1.4.1.1.66.7";

    private static readonly Dictionary<string, string> Names = new()
    {
        [Ct] = "CT Image",
        [EnhancedCt] = "Enhanced CT Image",
        [LegacyEnhancedCt] = "Legacy Converted Enhanced CT Image",
        [MultiframeWordSecondaryCapture] = "Multi-frame Grayscale Word Secondary Capture Image",
        [Segmentation] = "Segmentation",
        ["1.2.840.10008.1.3.10"] = "Media Storage Directory",
        ["1.2.840.10008.5.1.4.1.1.1"] = "Computed Radiography Image",
        ["1.2.840.10008.5.1.4.1.1.1.1"] = "Digital X-Ray Image",
        ["1.2.840.10008.5.1.4.1.1.4"] = "MR Image",
        ["1.2.840.10008.5.1.4.1.1.7"] = "Secondary Capture Image",
        ["1.2.840.10008.5.1.4.1.1.11.1"] = "Grayscale Softcopy Presentation State",
        ["1.2.840.10008.5.1.4.1.1.66"] = "Raw Data",
        [LabelMap] = "Label Map Segmentation",
        ["1.2.840.10008.5.1.4.1.1.88.11"] = "Basic Text SR",
        ["1.2.840.10008.5.1.4.1.1.88.22"] = "Enhanced SR",
        ["1.2.840.10008.5.1.4.1.1.88.33"] = "Comprehensive SR",
        ["1.2.840.10008.5.1.4.1.1.88.34"] = "Comprehensive 3D SR",
        ["1.2.840.10008.5.1.4.1.1.88.59"] = "Key Object Selection Document",
        ["1.2.840.10008.5.1.4.1.1.88.67"] = "X-Ray Radiation Dose SR",
        ["1.2.840.10008.5.1.4.1.1.104.1"] = "Encapsulated PDF",
        ["1.2.840.10008.5.1.4.1.1.128"] = "PET Image",
        [StructureSet] = "RT Structure Set",
    };

    /// <summary>Whether lungseg can read objects of the class.</summary>
    public static bool IsRead(string uid) =>
        uid is Ct or EnhancedCt or LegacyEnhancedCt or MultiframeWordSecondaryCapture || IsSegmentation(uid);

    /// <summary>Whether the class is that of segmentations.</summary>
    public static bool IsSegmentation(string? uid) => uid is Segmentation or LabelMap;

    /// <summary>Name of the class, or its UID.</summary>
    public static string GetName(string uid) => Names.GetValueOrDefault(uid, $"SOP class {uid}");
}
