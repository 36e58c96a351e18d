namespace LungSeg.Core.Conversion.Runs;

/// <summary>What a window means to a format.</summary>
internal enum WindowUse
{
    /// <summary>It holds HU, never grey values.</summary>
    Never,

    /// <summary>It holds HU, or grey values where a window is asked for.</summary>
    OnRequest,

    /// <summary>It holds grey values; lung window where none is asked for.</summary>
    Always,
}

/// <summary>A format that can be written: its name, what it can do, and what starts an export into it.</summary>
internal sealed record ExportFormat
{
    /// <summary>Name in <c>--to</c>.</summary>
    public required string Name { get; init; }

    /// <summary>One line for help and docs: what it writes.</summary>
    public required string Summary { get; init; }

    /// <summary>Starts an export. Throws where the run's rows do not fit the format, as far as their index says.</summary>
    public required Func<ExportRun, DatasetExport> Start { get; init; }

    /// <summary>The options it uses, of those that not all formats do.</summary>
    public required ExportOptions Uses { get; init; }

    /// <summary>Whether it is a folder; else one file with its manifest beside it.</summary>
    public bool IsFolder { get; init; } = true;

    /// <summary>Endings of file names that mean this format, for example <c>.pkl</c>.</summary>
    public IReadOnlyList<string> Suffixes { get; init; } = [];

    /// <summary>Whether the end of the file's name says how it is packed.</summary>
    public bool IsPackedByName { get; init; }

    /// <summary>What windows mean to it.</summary>
    public WindowUse Window { get; init; } = WindowUse.Never;

    /// <summary>Types of HU that may be asked for, beyond <see cref="ImageDType.Auto"/>.</summary>
    public IReadOnlyList<ImageDType> DTypes { get; init; } = [];

    /// <summary>Whether dropped pixels of hu_array are written as air even without a window.</summary>
    public bool FillsDropped { get; init; }

    /// <summary>Whether a row without a mask gets an empty one; formats that take one image of each row and its mask do.</summary>
    public bool FillsMissingMasks
    {
        get => field && Uses.HasFlag(ExportOptions.Image);
        init;
    } = true;

    /// <summary>Whether slices cannot be cut or scaled for it.</summary>
    public bool KeepsSize { get; init; }

    /// <summary>Whether its files can be read back and compared with the rows they were made from.</summary>
    public bool CanVerify { get; init; } = true;

    /// <summary>Why this build of the program cannot write the format; null where it can.</summary>
    public string? Missing { get; init; }
}
