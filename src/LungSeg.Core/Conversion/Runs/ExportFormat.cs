namespace LungSeg.Core.Conversion.Runs;

/// <summary>Whether a format holds HU, or grey values under a window.</summary>
internal enum WindowUse
{
    /// <summary>The format holds HU, never grey values.</summary>
    Never,

    /// <summary>The format holds HU, or grey values where a window is given.</summary>
    OnRequest,

    /// <summary>The format holds grey values, under the lung window where none is given.</summary>
    Always,
}

/// <summary>An output format: its name, its features, and the function that starts an export.</summary>
internal sealed record ExportFormat
{
    /// <summary>Name in <c>--to</c>.</summary>
    public required string Name { get; init; }

    /// <summary>One line for help and docs: what it writes.</summary>
    public required string Summary { get; init; }

    /// <summary>Starts an export. Throws where the run's rows do not fit the format, as far as their index says.</summary>
    public required Func<ExportRun, DatasetExport> Start { get; init; }

    /// <summary>The options that the format uses, of those that only some formats use.</summary>
    public required ExportOptions Uses { get; init; }

    /// <summary>Whether the output is a folder; else it is one file with its manifest beside it.</summary>
    public bool IsFolder { get; init; } = true;

    /// <summary>Endings of file names that mean this format, for example <c>.pkl</c>.</summary>
    public IReadOnlyList<string> Suffixes { get; init; } = [];

    /// <summary>Whether the end of the file's name says how it is packed.</summary>
    public bool IsPackedByName { get; init; }

    /// <summary>How the format uses a window.</summary>
    public WindowUse Window { get; init; } = WindowUse.Never;

    /// <summary>Types of HU that may be asked for, beyond <see cref="ImageDType.Auto"/>.</summary>
    public IReadOnlyList<ImageDType> DTypes { get; init; } = [];

    /// <summary>What the format does with further columns of the inputs; null where it holds none.</summary>
    public ColumnRules? Columns { get; init; }

    /// <summary>Whether dropped pixels of hu_array are written as air even without a window.</summary>
    public bool FillsDropped { get; init; }

    /// <summary>Whether an empty mask is written for a row without a mask, as in all formats of one image and one mask a row.</summary>
    public bool FillsMissingMasks
    {
        get => field && Uses.HasFlag(ExportOptions.Image);
        init;
    } = true;

    /// <summary>Whether the format holds slices only as they are, neither cut nor scaled.</summary>
    public bool KeepsSize { get; init; }

    /// <summary>Whether the format holds rows of which an array is missing, so that they are not taken for empty ones.</summary>
    public bool KeepsGaps { get; init; }

    /// <summary>Whether the files of a row depend on which other rows are written, beyond their types, classes and shapes.</summary>
    public bool RowsDependOnOthers { get; init; }

    /// <summary>Why this build of lungseg cannot write the format; null where it can.</summary>
    public string? Missing { get; init; }
}
