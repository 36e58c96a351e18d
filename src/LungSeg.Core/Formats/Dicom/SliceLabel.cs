namespace LungSeg.Core.Formats.Dicom;

/// <summary>The label of a slice as a comment: DICOM has no attribute for a Lung-RADS class.</summary>
internal static class SliceLabel
{
    /// <summary>Longest comment that is read as a label.</summary>
    public const int MaxBytes = 1 << 10;

    private const string Head = "label1: ";

    /// <summary>
    /// The comment of a label; null where DICOM text would not give it back as it is: control characters, blanks at its ends, too long.
    /// </summary>
    public static string? FormatComment(string? label) =>
        label is { Length: > 0 and < MaxBytes / 4 } && label.Trim() == label && !label.Any(c => char.IsControl(c) || char.IsSurrogate(c))
            ? Head + label
            : null;

    /// <summary>The label in a comment; null where it is a comment of another kind.</summary>
    public static string? Parse(string? comment) =>
        comment?.StartsWith(Head, StringComparison.Ordinal) == true ? comment[Head.Length..] : null;
}
