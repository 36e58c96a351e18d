namespace LungSeg.Core.Formats.Dicom;

/// <summary>Where the pixels of a data set lie.</summary>
/// <param name="Tag">The attribute: pixels of whole numbers, or of floating point.</param>
/// <param name="Offset">First byte of its value.</param>
/// <param name="Length">Bytes of its value; negative where it is in fragments.</param>
/// <param name="Vr">Its VR; 0 where the file does not say it.</param>
internal readonly record struct PixelPlace(DicomTag Tag, long Offset, long Length, ushort Vr);
