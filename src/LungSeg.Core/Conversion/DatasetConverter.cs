using LungSeg.Core.Bytes;
using LungSeg.Core.Conversion.Runs;
using LungSeg.Core.Datasets;

namespace LungSeg.Core.Conversion;

/// <summary>
/// Lists the output formats, and converts a data set in one call. <see cref="DatasetConversion"/> converts in steps.
/// </summary>
public static class DatasetConverter
{
    /// <summary>Names of the formats that can be written.</summary>
    public static IReadOnlyList<string> FormatNames { get; } = [.. ExportRegistry.All.Select(export => export.Name)];

    /// <summary>One line on each format, by name.</summary>
    public static IReadOnlyDictionary<string, string> FormatSummaries { get; } =
        ExportRegistry.All.ToDictionary(export => export.Name, export => export.Summary);

    /// <summary>Whether this build writes a format.</summary>
    public static bool Writes(string format) => ExportRegistry.Find(format) is { Missing: null };

    /// <summary>Whether the output of a format is a folder.</summary>
    public static bool WritesFolder(string format) => ExportRegistry.Find(format) is { IsFolder: true };

    /// <summary>
    /// Format that the name of an output stands for, for example <c>pickle</c> for <c>out.pkl.gz</c>; null where it stands for none.
    /// </summary>
    public static string? GetFormat(string output) => ExportRegistry.FindByOutput(output)?.Name;

    /// <summary>Formats that use an option.</summary>
    public static IEnumerable<string> FormatsUsing(ExportOptions option) =>
        ExportRegistry.All.Where(export => export.Uses.HasFlag(option)).Select(export => export.Name);

    /// <summary>Converts rows of a data set.</summary>
    /// <param name="dataset">The data set.</param>
    /// <param name="rows">Rows to write, in order.</param>
    /// <param name="options">How, and where to.</param>
    /// <exception cref="InvalidRequestException">The options do not fit together, or the split does not name a row.</exception>
    /// <exception cref="DatasetFormatException">A row cannot be read, or the format cannot hold it without loss.</exception>
    /// <exception cref="IOException">The output exists and may not be replaced, or writing fails.</exception>
    public static ConversionResult Convert(Dataset dataset, IReadOnlyList<DatasetRow> rows, ConversionOptions options) =>
        DatasetConversion.Create(options).Run(dataset, rows);
}
