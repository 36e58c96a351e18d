using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;
using LungSeg.Core.Bytes;

namespace LungSeg.Core.Datasets;

/// <summary>
/// Reads a CSV table that a user gives: a header, then lines with as many fields, separated by commas, semicolons or tabs.
/// </summary>
internal static class CsvRecords
{
    private const int LongestField = 1 << 12;

    /// <summary>Reads the lines.</summary>
    /// <typeparam name="T">Type of a parsed line.</typeparam>
    /// <param name="content">The text, UTF-8.</param>
    /// <param name="source">Its name.</param>
    /// <param name="readerOf">
    /// Gets the header, empty for an empty text, and returns the parser of a line. Throws where a column is missing.
    /// </param>
    /// <exception cref="DatasetFormatException">The content is not CSV, or a line has another number of fields than the header.</exception>
    public static List<T> Read<T>(byte[] content, SourceName source, Func<string[], Func<CsvRecord, T>> readerOf)
    {
        using var text = new StreamReader(new MemoryStream(content), new UTF8Encoding(false, throwOnInvalidBytes: true));
        using var csv = new CsvParser(
            text,
            new CsvConfiguration(CultureInfo.InvariantCulture)
            {
                DetectDelimiter = true,
                DetectDelimiterValues = [",", ";", "\t"],
                CountBytes = true,
                Encoding = Encoding.UTF8,
                MaxFieldSize = LongestField,
                TrimOptions = TrimOptions.Trim,
            }
        );
        try
        {
            var header = csv.Read() ? csv.Record! : [];
            var readerOfLine = readerOf(header);
            var lines = new List<T>();
            for (var offset = csv.ByteCount; csv.Read(); offset = csv.ByteCount)
            {
                if (csv.Record!.Length != header.Length)
                {
                    throw FormatError.Corrupt(
                        source,
                        offset,
                        $"line {csv.RawRow} has {csv.Record.Length} fields, expected {header.Length}"
                    );
                }
                lines.Add(readerOfLine(new CsvRecord(csv.Record, csv.RawRow, offset)));
            }

            return lines;
        }
        catch (Exception e) when (e is CsvHelperException or DecoderFallbackException)
        {
            throw FormatError.Undecodable(
                source,
                csv.ByteCount,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"line {csv.RawRow} is not CSV in UTF-8, or has a field of over {LongestField} bytes"
                ),
                e
            );
        }
    }
}

/// <summary>A line of a CSV table.</summary>
/// <param name="Fields">Fields, as many as the header has.</param>
/// <param name="LineNumber">Line in the text, from 1.</param>
/// <param name="Offset">Offset of its first byte.</param>
internal readonly record struct CsvRecord(string[] Fields, int LineNumber, long Offset);
