namespace LungSeg.Core.Formats.Dicom;

/// <summary>An optional value that is not what it must be, and counts as missing.</summary>
/// <param name="Tag">Its attribute.</param>
/// <param name="Text">The value.</param>
/// <param name="Expected">What is expected in its place: <c>a number</c>.</param>
internal sealed record MalformedValue(DicomTag Tag, string Text, string Expected);
