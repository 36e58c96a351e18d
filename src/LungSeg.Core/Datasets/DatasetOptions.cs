using LungSeg.Core.Bytes;
using LungSeg.Core.Formats;

namespace LungSeg.Core.Datasets;

/// <summary>How a data set is opened.</summary>
public sealed record DatasetOptions
{
    /// <summary>What is used where nothing is given.</summary>
    public static DatasetOptions Default { get; } = new();

    /// <summary>Format to read as, by name; null to find out from the content.</summary>
    public string? Format { get; init; }

    /// <summary>Name of the column that a bare array stands for; null to decide by its type and values.</summary>
    public string? BareColumn { get; init; }

    /// <summary>Folder of masks (PNG or NIfTI) that are joined to rows by name; null for none.</summary>
    public string? MaskFolder { get; init; }

    /// <summary>What to do with truncated and unsafe files.</summary>
    public Leniency Leniency { get; init; } = Leniency.Strict;

    /// <summary>How outlines of several readers become one mask.</summary>
    public AnnotationReading Annotations { get; init; } = AnnotationReading.Default;

    /// <summary>
    /// CSV file with labels that are put to the rows as column <c>label1</c>; null for none. See <see cref="Datasets.LabelFile"/>.
    /// </summary>
    public string? LabelFile { get; init; }

    /// <summary>How much an input may take.</summary>
    public ReadLimits Limits { get; init; } = ReadLimits.Default;

    /// <summary>Folder for unpacked inputs; null for the system's folder for temporary files.</summary>
    public string? TemporaryFolder { get; init; }
}
