namespace LungSeg.Core.Formats.Dicom;

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
