using LungSeg.Core.Bytes;
using LungSeg.Core.Formats;

namespace LungSeg.Core.Matching;

/// <summary>How a collection is read.</summary>
public sealed record CollectionOptions
{
    /// <summary>What is assumed of CT images whose numbers may not be HU.</summary>
    public CtReading Ct { get; init; } = CtReading.Default;

    /// <summary>How outlines become areas.</summary>
    public AnnotationReading Annotations { get; init; } = AnnotationReading.Default;

    /// <summary>Limits on the size of files.</summary>
    public ReadLimits Limits { get; init; } = ReadLimits.Default;

    /// <summary>Folder for unpacked files; null for the system's folder for temporary files.</summary>
    public string? TemporaryFolder { get; init; }

    /// <summary>Threads.</summary>
    public int Jobs { get; init; } = 1;

    /// <summary>An index to add to: its images are not read again. Null for none.</summary>
    public SliceIndex? Known { get; init; }

    /// <summary>Gets what is known so far after some thousands of files; null for no call.</summary>
    public Action<SliceIndex>? Save { get; init; }

    /// <summary>Whether slices are kept, so that their pixels can be compared.</summary>
    public bool KeepsSlices { get; init; }

    /// <summary>Called after each file, from any thread.</summary>
    public Action? FileDone { get; init; }
}
