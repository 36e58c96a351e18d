using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;

namespace LungSeg.Core.Datasets;

/// <summary>How tables in CSV are written: between commas, lines ended by line feeds.</summary>
public static class CsvQuoting
{
    // The library quotes line ends only as they were set; a lone carriage return ends a line for pandas and for our own reader.
    private static readonly CsvConfiguration Format = new(CultureInfo.InvariantCulture)
    {
        NewLine = "\n",
        ShouldQuote = static field =>
            ConfigurationFunctions.ShouldQuote(field) || (field.Field?.AsSpan().ContainsAnyInRange('\0', '\u001f') ?? false),
    };

    /// <summary>A writer of lines; <paramref name="text"/> is left open.</summary>
    public static CsvWriter Over(TextWriter text) => new(text, Format, leaveOpen: true);
}
