using LungSeg.Core.Datasets;
using LungSeg.Core.Imaging;
using LungSeg.Core.Model;
using LungSeg.Core.Selection;
using LungSeg.Core.Sharding;
using LungSeg.Thresholding;

namespace LungSeg.Core.Conversion;

/// <summary>How a data set is converted. Everything here goes into the manifest, so that a run can be repeated byte for byte.</summary>
public sealed record ConversionOptions
{
    /// <summary><see cref="MissingHuMethod"/> where nothing else is asked for: what the authors did.</summary>
    public const string DefaultHuMethod = "published";

    /// <summary>Values that lesion pixels can have in mask pictures, the default first: 255 to be seen, 1 to be trained on.</summary>
    public static IReadOnlyList<int> MaskValues { get; } = [255, 1];

    /// <summary>Format name, one of <see cref="DatasetConverter.FormatNames"/>.</summary>
    public required string Format { get; init; }

    /// <summary>File or folder to write.</summary>
    public required string Output { get; init; }

    /// <summary>Whether an output of that name may be replaced.</summary>
    public bool Overwrite { get; init; }

    /// <summary>The column that becomes the image of training formats.</summary>
    public HuColumn Image { get; init; }

    /// <summary>Window of 8-bit images. Null means the lung window in 8-bit formats, and no window in others.</summary>
    public HuWindow? Window { get; init; }

    /// <summary>Type of HU in formats that can hold several types.</summary>
    public ImageDType DType { get; init; }

    /// <summary>
    /// Whether images are what the networks of the data set's authors were fed: each slice scaled to 0 to 1 by its minimum and maximum, and
    /// equalised (<see cref="AdaptiveEqualization"/>), instead of HU.
    /// </summary>
    public bool IsEqualized { get; init; }

    /// <summary>Side of the slices that are written, px; null to keep their size.</summary>
    public int? Size { get; init; }

    /// <summary>How images change their size; masks always take the nearest pixel.</summary>
    public Resampling Resampling { get; init; }

    /// <summary>
    /// Side of the square around the lesion that is written, px; null for the whole slice. Rows without a lesion are left out.
    /// </summary>
    public int? LesionCrop { get; init; }

    /// <summary>
    /// Whether each lesion, 8-connected, keeps at least a pixel when <see cref="Size"/> scales masks; else the smallest can vanish.
    /// </summary>
    public bool LesionArea { get; init; }

    /// <summary>How the rows were chosen, for the manifest; empty where all rows are written.</summary>
    public IReadOnlyList<ChoiceStep> Selection { get; init; } = [];

    /// <summary>What chooses rows, as text. Shards with other texts cannot be merged.</summary>
    public IReadOnlyList<string> Parameters { get; init; } = [];

    /// <summary>The rows among which those that are written were chosen, which all shards know; null where they are the same.</summary>
    public IReadOnlyList<DatasetRow>? Named { get; init; }

    /// <summary>Part, fold and group of rows, by their names; null without a split.</summary>
    public IReadOnlyDictionary<string, RowPlace>? Split { get; init; }

    /// <summary>The file of the split; null where there is none.</summary>
    public FileDigest? SplitSource { get; init; }

    /// <summary>Whether the manifest has the SHA-256 of each file besides the XxHash128.</summary>
    public bool Sha256 { get; init; }

    /// <summary>Classes of labels; null for Lung-RADS classes as they are.</summary>
    public LabelMap? Labels { get; init; }

    /// <summary>Value of lesion pixels in mask pictures, one of <see cref="MaskValues"/>.</summary>
    public int MaskValue { get; init; } = MaskValues[0];

    /// <summary>
    /// Name of the method that makes hu_array where a format holds it and the input has none; null to leave hu_array out.
    /// </summary>
    public string? MissingHuMethod { get; init; } = DefaultHuMethod;

    /// <summary>What that method sees of a scan.</summary>
    public SliceContext HuContext { get; init; }

    /// <summary>Margin of the method <c>hull</c>, in px.</summary>
    public int HullMargin { get; init; } = HullMasker.DefaultMargin;

    /// <summary>Pickle protocol, 4 or 5.</summary>
    public int PickleProtocol { get; init; } = 4;

    /// <summary>Whether NIfTI files are packed with gzip (<c>.nii.gz</c>).</summary>
    public bool NiftiGzip { get; init; } = true;

    /// <summary>Number of the nnU-Net data set, 1 to 999.</summary>
    public int NnUnetId { get; init; } = 501;

    /// <summary>Whether the categories of COCO and YOLO are Lung-RADS classes; else <c>cancer</c> is the only category.</summary>
    public bool LungRadsCategories { get; init; } = true;

    /// <summary>Whether COCO masks are polygons; else RLE, which is exact.</summary>
    public bool CocoPolygons { get; init; }

    /// <summary>Maximum size of a WebDataset archive, MB of 1,000,000 bytes. A larger sample gets an archive of its own.</summary>
    public int ShardMegabytes { get; init; } = 1000;

    /// <summary>Maximum size of a part of <c>hf-parquet</c>, bytes, for tests; null for that of <see cref="ShardMegabytes"/>.</summary>
    internal long? LargestPart { get; init; }

    /// <summary>Whether of the inputs' columns only those that lungseg knows are written.</summary>
    public bool ColumnsOnly { get; init; }

    /// <summary>Whether rows of which an array is missing are written as they are; else they are refused.</summary>
    public bool KeepsGaps { get; init; }

    /// <summary>Describes the output in files of its own, once all else is written; null for none.</summary>
    public OutputDescriber? Describer { get; init; }

    /// <summary>Whether the output is read back and compared.</summary>
    public bool Verify { get; init; }

    /// <summary>
    /// The shard of the run to write, in a folder beside <see cref="Output"/> (<see cref="ShardRun.GetFolder"/>); null for the whole run.
    /// </summary>
    public ShardRun? Shard { get; init; }

    /// <summary>File or folder that the run writes: the output, or the folder of its shard.</summary>
    public string Target => Shard?.GetFolder(Output) ?? Output;

    /// <summary>Shards to merge, which hold what each row gives to the output; null to compute that from the rows.</summary>
    public ShardSet? Merged { get; init; }

    /// <summary>Threads.</summary>
    public int Jobs { get; init; } = 1;

    /// <summary>Called after each row, from any thread.</summary>
    public Action? RowDone { get; init; }
}

/// <summary>Describes a conversion's output in files that become part of it.</summary>
/// <param name="Names">Names of the files: in an output folder as they are, beside an output of one file behind its name and a dot.</param>
/// <param name="Write">
/// Writes the texts of these files. Gets the rows that were written, the folder that holds the output's files, and its manifest.
/// </param>
public sealed record OutputDescriber(
    IReadOnlyList<string> Names,
    Func<IReadOnlyList<DatasetRow>, string, ReadOnlyMemory<byte>, IReadOnlyList<string>> Write
);
