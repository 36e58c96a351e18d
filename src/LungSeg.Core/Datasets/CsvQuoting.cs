using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;

namespace LungSeg.Core.Datasets;

/// <summary>How CSV is written: with commas, with line feeds, and with quotes where a field needs them.</summary>
public static class CsvQuoting
{
    // The library quotes only the line end that is set here. A lone carriage return must be quoted too: it ends a line for pandas and for
    // CsvRecords.
    private static readonly CsvConfiguration Format = new(CultureInfo.InvariantCulture)
    {
        NewLine = "\n",
        ShouldQuote = static field =>
            ConfigurationFunctions.ShouldQuote(field) || (field.Field?.AsSpan().ContainsAnyInRange('\0', '\u001f') ?? false),
    };

    /// <summary>A writer of lines; <paramref name="text"/> is left open.</summary>
    public static CsvWriter Over(TextWriter text) => new(text, Format, leaveOpen: true);

    /// <summary>A value as a field: text, a number in full, true or false; null where there is none.</summary>
    public static string? Text(object? value) =>
        value switch
        {
            bool flag => flag ? "true" : "false",
            IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
            _ => (string?)value,
        };
}
