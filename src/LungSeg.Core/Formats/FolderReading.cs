using LungSeg.Core.Bytes;

namespace LungSeg.Core.Formats;

/// <summary>Options for reading a folder.</summary>
internal sealed record FolderReading
{
    public ReadLimits Limits { get; init; } = ReadLimits.Default;

    /// <summary>Folder for unpacked files; null for the system's folder for temporary files.</summary>
    public string? TemporaryFolder { get; init; }

    /// <summary>How outlines by several readers are combined into one mask.</summary>
    public AnnotationReading Annotations { get; init; } = AnnotationReading.Default;

    /// <summary>What is assumed of CT images whose numbers may not be HU.</summary>
    public CtReading Ct { get; init; } = CtReading.Default;

    /// <summary>File or folder of masks that take the place of the input's own; null for none.</summary>
    public string? MaskPath { get; init; }

    /// <summary>How masks are put on images, and which of their pixels are lesion.</summary>
    public MaskReading Masks { get; init; } = MaskReading.Default;
}

/// <summary>How outlines by several readers are combined into the mask of a slice.</summary>
public sealed record AnnotationReading
{
    /// <summary>The default: at least two readers, without the outline itself.</summary>
    public static AnnotationReading Default { get; } = new();

    /// <summary>A pixel is lesion where at least this many readers marked it.</summary>
    public int MinReaders { get; init; } = 2;

    /// <summary>Whether the pixels of the outline belong to the lesion. LIDC's rule: the outline is the first pixel outside it.</summary>
    public bool IncludesOutline { get; init; }
}
