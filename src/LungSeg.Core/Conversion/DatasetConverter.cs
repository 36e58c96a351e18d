using LungSeg.Core.Bytes;
using LungSeg.Core.Conversion.Runs;
using LungSeg.Core.Datasets;

namespace LungSeg.Core.Conversion;

/// <summary>
/// Writes data sets in other formats: which there are, and a conversion in one call. <see cref="DatasetConversion"/> is the same in steps.
/// </summary>
public static class DatasetConverter
{
    private const int MostSide = 8192;
    private const int MostShardMegabytes = 1_000_000;

    /// <summary>Names of the formats that can be written.</summary>
    public static IReadOnlyList<string> FormatNames { get; } = [.. ExportRegistry.All.Select(export => export.Name)];

    /// <summary>One line on each format, by name.</summary>
    public static IReadOnlyDictionary<string, string> FormatSummaries { get; } =
        ExportRegistry.All.ToDictionary(export => export.Name, export => export.Summary);

    /// <summary>Whether this build writes a format.</summary>
    public static bool Writes(string format) => ExportRegistry.Find(format) is { Missing: null };

    /// <summary>
    /// Format that the name of an output speaks of, for example <c>pickle</c> for <c>out.pkl.gz</c>; null where it says nothing.
    /// </summary>
    public static string? FormatOf(string output) => ExportRegistry.FindByOutput(output)?.Name;

    /// <summary>Formats that use an option.</summary>
    public static IEnumerable<string> FormatsUsing(ExportOptions option) =>
        ExportRegistry.All.Where(export => export.Uses.HasFlag(option)).Select(export => export.Name);

    /// <summary>Checks options before anything is read, and finds their format.</summary>
    /// <exception cref="ArgumentException">The format is not known, or cannot do what is asked.</exception>
    internal static ExportFormat Check(ConversionOptions options)
    {
        var export =
            ExportRegistry.Find(options.Format)
            ?? throw new InvalidRequestException(
                RequestParameter.Format,
                $"format '{options.Format}' is not written; there are {string.Join(", ", FormatNames)}"
            );
        if (export.Missing is { } missing)
        {
            throw new ArgumentException($"{export.Name} is not written by this build: {missing}");
        }

        if (
            !export.IsFolder
            && (export.IsPackedByName ? OutputName.Refusal(options.Output) : OutputName.RefusalOfPacking(options.Output, export.Name))
                is { } refusal
        )
        {
            throw new ArgumentException(refusal);
        }

        if (options.Window is not null && export.Window == WindowUse.Never)
        {
            throw new ArgumentException($"{export.Name} holds HU, no grey values: leave out --window");
        }

        if (options.DType != ImageDType.Auto && !export.DTypes.Contains(options.DType))
        {
            throw new ArgumentException(
                export.DTypes.Count == 0
                    ? $"{export.Name} leaves no choice of --dtype"
                    : $"{export.Name} takes --dtype {string.Join(", ", export.DTypes).ToLowerInvariant()}"
            );
        }

        if (options.DType != ImageDType.Auto && options.Window is not null)
        {
            throw new ArgumentException("--window gives grey values of 8 bits, which leaves no choice of --dtype");
        }

        if (options.Size is < 1 or > MostSide)
        {
            throw new ArgumentException($"--size is {options.Size}, expected 1 to {MostSide}");
        }

        if (options.LesionCrop is < 1 or > MostSide)
        {
            throw new ArgumentException($"--lesion-crop is {options.LesionCrop}, expected 1 to {MostSide}");
        }

        if ((options.Size ?? options.LesionCrop) is not null && export.KeepsSize)
        {
            throw new ArgumentException($"{export.Name} holds slices as they are: leave out --size and --lesion-crop");
        }

        if (!ConversionOptions.MaskValues.Contains(options.MaskValue))
        {
            throw new ArgumentException(
                $"mask value is {options.MaskValue}, expected {string.Join(" or ", ConversionOptions.MaskValues.Order())}"
            );
        }

        if (options.PickleProtocol is not (4 or 5))
        {
            throw new ArgumentException($"--protocol is {options.PickleProtocol}, expected 4 or 5");
        }

        if (options.NnUnetId is < 1 or > 999)
        {
            throw new ArgumentException($"--dataset-id is {options.NnUnetId}, expected 1 to 999");
        }

        if (options.ShardMegabytes is < 1 or > MostShardMegabytes)
        {
            throw new ArgumentException($"--shard-size is {options.ShardMegabytes}, expected 1 to {MostShardMegabytes} MB");
        }

        if (options.Verify && !export.CanVerify)
        {
            throw new ArgumentException($"--verify reads the output back, and {export.Name} is not read by this tool");
        }

        if (options is { Shard: not null, Merged: not null })
        {
            throw new ArgumentException("shards are joined to a whole, not to a part of it");
        }

        if (export.IsFolder && Path.GetFullPath(options.Output) == Path.GetPathRoot(Path.GetFullPath(options.Output)))
        {
            throw new ArgumentException($"{options.Output} is no folder to be written");
        }

        return export;
    }

    /// <summary>Converts rows of a data set.</summary>
    /// <param name="dataset">The data set.</param>
    /// <param name="rows">Rows to write, in order.</param>
    /// <param name="options">How, and where to.</param>
    /// <exception cref="InvalidRequestException">The options do not fit together, or the split does not name a row.</exception>
    /// <exception cref="DatasetFormatException">A row cannot be read, or the format cannot hold it without loss.</exception>
    /// <exception cref="IOException">The output exists and may not be replaced, or the disk refuses.</exception>
    public static ConversionResult Convert(Dataset dataset, IReadOnlyList<DatasetRow> rows, ConversionOptions options) =>
        DatasetConversion.Create(options).Run(dataset, rows);
}
