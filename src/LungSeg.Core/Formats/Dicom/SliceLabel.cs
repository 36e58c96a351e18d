namespace LungSeg.Core.Formats.Dicom;

/// <summary>Stores the label of a slice in a comment, since DICOM has no attribute for a Lung-RADS class.</summary>
internal static class SliceLabel
{
    /// <summary>Longest comment that is read as a label.</summary>
    public const int MaxBytes = 1 << 10;

    private const string Head = "label1: ";

    /// <summary>
    /// The comment for a label; null where DICOM text cannot hold it unchanged: control characters, blanks at its ends, or too long.
    /// </summary>
    public static string? FormatComment(string? label) =>
        label is { Length: > 0 and < MaxBytes / 4 } && label.Trim() == label && !label.Any(c => char.IsControl(c) || char.IsSurrogate(c))
            ? Head + label
            : null;

    /// <summary>The label in a comment; null where the comment holds no label.</summary>
    public static string? Parse(string? comment) =>
        comment?.StartsWith(Head, StringComparison.Ordinal) == true ? comment[Head.Length..] : null;
}
