namespace LungSeg.Core.Model;

/// <summary>Names of the data set's columns. Readers find columns by name, never by position.</summary>
public static class DatasetColumns
{
    /// <summary>Lung-RADS class, text.</summary>
    public const string Label = "label1";

    /// <summary>Cancer area drawn by a radiologist, int8 [row, col], 0 or 1.</summary>
    public const string Mask = "mask";

    /// <summary>HU with the non-lung area dropped, float64 [row, col].</summary>
    public const string Hu = "hu_array";

    /// <summary>HU as the scanner gave them, float64 [row, col].</summary>
    public const string HuOld = "hu_array_old";

    /// <summary>Patient id, text. This column and the following exist only in inputs that hold such data.</summary>
    public const string PatientId = "patient_id";

    /// <summary>DICOM's Series Instance UID (one scan), text.</summary>
    public const string SeriesUid = "series_uid";

    /// <summary>DICOM's SOP Instance UID of the slice, text.</summary>
    public const string SopUid = "sop_uid";

    /// <summary>Position of the slice along the normal of its plane, mm.</summary>
    public const string PositionMm = "position_mm";

    /// <summary>Distance between the centres of neighbouring rows, mm.</summary>
    public const string RowSpacingMm = "row_spacing_mm";

    /// <summary>Distance between the centres of neighbouring columns, mm.</summary>
    public const string ColumnSpacingMm = "column_spacing_mm";

    /// <summary>Thickness of the slice, mm.</summary>
    public const string ThicknessMm = "thickness_mm";

    /// <summary>
    /// Centre of the slice's first pixel in DICOM's axes (left, back, head), mm: three numbers with backslashes between them, text.
    /// </summary>
    public const string ImagePositionMm = "image_position_mm";

    /// <summary>Directions of the slice's rows and columns in DICOM's axes: six cosines with backslashes between them, text.</summary>
    public const string ImageOrientation = "image_orientation";

    /// <summary>DICOM's Frame of Reference UID, which identifies the axes of positions, text.</summary>
    public const string FrameUid = "frame_uid";

    /// <summary>DICOM's Study Instance UID, text.</summary>
    public const string StudyUid = "study_uid";

    /// <summary>File of the folder that the slice came from, text.</summary>
    public const string File = "file";

    /// <summary>Part (<c>train</c>, <c>test</c>) in which the input folder has the slice, text.</summary>
    public const string Part = "part";

    /// <summary>Columns of our outputs that follow from the others, or name rows of the input that they were made of.</summary>
    internal static IReadOnlyList<string> Derived { get; } = ["row", "class", "rows", "columns", "lesion_px"];

    /// <summary>The columns in the order in which the published files have them.</summary>
    public static IReadOnlyList<string> InOrder { get; } = [Label, Mask, Hu, HuOld];

    /// <summary>The columns of ids, the widest first.</summary>
    public static IReadOnlyList<string> Ids { get; } = [PatientId, StudyUid, SeriesUid, SopUid];

    /// <summary>All column names that lungseg uses.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        .. InOrder,
        PatientId,
        SeriesUid,
        SopUid,
        PositionMm,
        RowSpacingMm,
        ColumnSpacingMm,
        ThicknessMm,
        ImagePositionMm,
        ImageOrientation,
        FrameUid,
        StudyUid,
        File,
        Part,
    ];
}
