namespace LungSeg.Core.Formats.Dicom;

/// <summary>An image that an object was made from.</summary>
/// <param name="SopUid">Its SOP Instance UID.</param>
/// <param name="Frame">Number of its frame, from 1; null for the image as a whole.</param>
internal readonly record struct ImageReference(string SopUid, int? Frame);
