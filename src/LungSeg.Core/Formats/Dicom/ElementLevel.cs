namespace LungSeg.Core.Formats.Dicom;

/// <summary>A level of nesting: the data set, a sequence, or an item of a sequence.</summary>
/// <param name="Tag">The sequence.</param>
/// <param name="IsSequence">Whether items are expected instead of elements.</param>
/// <param name="End">Offset of its end; negative where a delimiter ends it.</param>
/// <param name="Encoding">Encoding of its content.</param>
internal readonly record struct ElementLevel(DicomTag Tag, bool IsSequence, long End, ElementEncoding Encoding);
