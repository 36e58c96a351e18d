using LungSeg.Core.Bytes;
using LungSeg.Core.Formats;

namespace LungSeg.Core.Datasets;

/// <summary>How a data set is opened.</summary>
public sealed record DatasetOptions
{
    /// <summary>The default options.</summary>
    public static DatasetOptions Default { get; } = new();

    /// <summary>Name of the format to read; null to detect it from the content.</summary>
    public string? Format { get; init; }

    /// <summary>Column of a file that holds one array without a name; null to decide by dtype and values.</summary>
    public string? BareColumn { get; init; }

    /// <summary>Our names of columns that the inputs call otherwise, ours to theirs.</summary>
    public IReadOnlyDictionary<string, string> Columns { get; init; } = new Dictionary<string, string>();

    /// <summary>Names of labels that are numbers: label n has the name n, counted from 0. Empty for labels as they are.</summary>
    public IReadOnlyList<string> LabelNames { get; init; } = [];

    /// <summary>Whether unsafe names of a pickle count as damage where damage is not thrown. Their values are opaque either way.</summary>
    public bool ReportsNames { get; init; } = true;

    /// <summary>Whether a table without any of the data set's columns is refused.</summary>
    public bool NeedsKnownColumn { get; init; }

    /// <summary>Whether an input is opened although it draws several structures of which none is chosen. It has no masks then.</summary>
    public bool ListsStructures { get; init; }

    /// <summary>
    /// Masks that take the place of the inputs' own: a folder of PNG, NIfTI or MetaImage, by name; a file of one scan, by place; a file
    /// with a mask for each row of all inputs, by order; a folder or file of DICOM masks of a CT series. Null for none.
    /// </summary>
    public string? MaskFolder { get; init; }

    /// <summary>What to do with truncated and unsafe files.</summary>
    public Leniency Leniency { get; init; } = Leniency.Strict;

    /// <summary>How outlines by several readers are combined into one mask.</summary>
    public AnnotationReading Annotations { get; init; } = AnnotationReading.Default;

    /// <summary>What is assumed of CT images whose numbers may not be HU.</summary>
    public CtReading Ct { get; init; } = CtReading.Default;

    /// <summary>How masks are put on images, and which of their pixels are lesion.</summary>
    public MaskReading Masks { get; init; } = MaskReading.Default;

    /// <summary>Table with labels for the column <c>label1</c>; null for none. See <see cref="JoinedTable"/>.</summary>
    public string? LabelFile { get; init; }

    /// <summary>Table whose columns are joined to the rows; null for none. See <see cref="JoinedTable"/>.</summary>
    public string? JoinedFile { get; init; }

    /// <summary>Column of <see cref="JoinedFile"/> that names rows; null for the first that it has.</summary>
    public string? JoinedFileKey { get; init; }

    /// <summary>Threads that read content keys, where a table is joined by them.</summary>
    public int Jobs { get; init; } = 1;

    /// <summary>Limits on the size of inputs.</summary>
    public ReadLimits Limits { get; init; } = ReadLimits.Default;

    /// <summary>Folder for unpacked inputs; null for the system's folder for temporary files.</summary>
    public string? TemporaryFolder { get; init; }
}
