namespace LungSeg.Core.Formats;

/// <summary>How outlines that several readers drew become the mask of a slice.</summary>
public sealed record AnnotationReading
{
    /// <summary>What is used where nothing is given: at least two readers, the outline itself outside.</summary>
    public static AnnotationReading Default { get; } = new();

    /// <summary>A pixel is lesion where at least this many readers marked it.</summary>
    public int MinReaders { get; init; } = 2;

    /// <summary>Whether the pixels of the outline belong to the lesion. LIDC's rule: the outline is the first pixel outside it.</summary>
    public bool IncludesOutline { get; init; }
}
