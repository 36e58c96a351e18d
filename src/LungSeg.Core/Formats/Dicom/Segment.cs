namespace LungSeg.Core.Formats.Dicom;

/// <summary>One segment of a segmentation: what some of its pixels are.</summary>
/// <param name="Number">Its number in the file.</param>
/// <param name="Label">Its label; null without one.</param>
/// <param name="TypeCode">Code of its property type, with the coding scheme; null without one.</param>
/// <param name="TypeName">Meaning of that code.</param>
internal sealed record Segment(int Number, string? Label, string? TypeCode, string? TypeName)
{
    /// <summary>Whether it is what no segment covers.</summary>
    public bool IsBackground => string.Equals(Label, "background", StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// Segments of one type are one class, as each nodule of a scan is a segment; without a type those whose labels differ by a number.
    /// </summary>
    public string ClassKey => TypeCode ?? ClassName;

    /// <summary>Name of the class.</summary>
    public string ClassName =>
        TypeName
        ?? (
            Label?.TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9', ' ', '_', '#', '-') is { Length: > 0 } name ? name : "segment"
        );

    /// <summary>Reads the segment of an item of the Segment Sequence.</summary>
    public static Segment From(DicomValues values, int position)
    {
        var code = values.Text(DicomTags.CodeValue);
        return new Segment(
            values.UInt16(DicomTags.SegmentNumber) ?? position + 1,
            values.Text(DicomTags.SegmentLabel),
            code is null ? null : $"{code} {values.Text(DicomTags.CodingSchemeDesignator)}",
            code is null ? null : values.Text(DicomTags.CodeMeaning)
        );
    }
}
