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
