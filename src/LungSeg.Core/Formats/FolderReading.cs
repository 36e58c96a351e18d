using LungSeg.Core.Bytes;

namespace LungSeg.Core.Formats;

/// <summary>How a folder is read.</summary>
internal sealed record FolderReading
{
    public ReadLimits Limits { get; init; } = ReadLimits.Default;

    /// <summary>Folder for files that are unpacked; null for the system's folder for temporary files.</summary>
    public string? TemporaryFolder { get; init; }

    /// <summary>How outlines and masks of several readers become one mask.</summary>
    public AnnotationReading Annotations { get; init; } = AnnotationReading.Default;
}

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
