namespace LungSeg.Core.Conversion.Runs;

/// <summary>What an output format can do.</summary>
internal sealed record ExportTraits
{
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

    /// <summary>The options it uses, of those that not all formats do.</summary>
    public required ExportOptions Uses { get; init; }

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
}
