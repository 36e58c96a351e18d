namespace LungSeg.Core.Formats.Dicom;

/// <summary>How the elements of a data set are written.</summary>
/// <param name="IsExplicit">Whether each element says its VR.</param>
/// <param name="IsBigEndian">Whether numbers have their highest byte first.</param>
internal readonly record struct ElementEncoding(bool IsExplicit, bool IsBigEndian)
{
    public static ElementEncoding ImplicitLittle { get; } = new(false, false);

    public static ElementEncoding ExplicitLittle { get; } = new(true, false);

    public static ElementEncoding ExplicitBig { get; } = new(true, true);
}

/// <summary>What the reader of elements stands at.</summary>
internal enum ElementKind
{
    /// <summary>An element with a value.</summary>
    Element,

    /// <summary>A sequence begins.</summary>
    SequenceStart,

    /// <summary>A sequence is over.</summary>
    SequenceEnd,

    /// <summary>An item of a sequence begins.</summary>
    ItemStart,

    /// <summary>An item is over.</summary>
    ItemEnd,
}
