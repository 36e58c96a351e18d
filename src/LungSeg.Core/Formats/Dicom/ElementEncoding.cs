namespace LungSeg.Core.Formats.Dicom;

/// <summary>Encoding of the elements of a data set.</summary>
/// <param name="IsExplicit">Whether each element has its VR.</param>
/// <param name="IsBigEndian">Whether numbers are big endian.</param>
internal readonly record struct ElementEncoding(bool IsExplicit, bool IsBigEndian)
{
    public static ElementEncoding ImplicitLittle { get; } = new(false, false);

    public static ElementEncoding ExplicitLittle { get; } = new(true, false);

    public static ElementEncoding ExplicitBig { get; } = new(true, true);
}

/// <summary>What <see cref="DicomElementReader.Read"/> has read.</summary>
internal enum ElementKind
{
    /// <summary>An element with a value.</summary>
    Element,

    /// <summary>Start of a sequence.</summary>
    SequenceStart,

    /// <summary>End of a sequence.</summary>
    SequenceEnd,

    /// <summary>Start of an item of a sequence.</summary>
    ItemStart,

    /// <summary>End of an item.</summary>
    ItemEnd,
}
