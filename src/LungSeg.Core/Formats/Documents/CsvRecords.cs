using System.Globalization;
using System.Text;
using System.Text.Unicode;
using CsvHelper;
using CsvHelper.Configuration;
using LungSeg.Core.Bytes;

namespace LungSeg.Core.Formats.Documents;

/// <summary>Reads a table in CSV that a user gives: a header, then lines of as many fields, between commas, semicolons or tabs.</summary>
internal static class CsvRecords
{
    private const int LongestField = 1 << 12;

    /// <summary>Reads the lines.</summary>
    /// <typeparam name="T">What a line becomes.</typeparam>
    /// <param name="content">The text, UTF-8; or UTF-16 with a byte order mark: offsets are then those of the same text in UTF-8.</param>
    /// <param name="source">Its name.</param>
    /// <param name="readerOf">Looks at the header and says what becomes of a line; throws where a column is missing. Without a header, for
    /// an empty text, it gets none.</param>
    /// <exception cref="DatasetFormatException">This is not CSV text, or a line has another number of fields than the header.</exception>
    public static List<T> Read<T>(byte[] content, SourceName source, Func<string[], Func<CsvRecord, T>> readerOf)
    {
        var bytes = content is [0xff, 0xfe, ..] or [0xfe, 0xff, ..] ? GetUtf8(content) : content;
        var start = bytes is [0xef, 0xbb, 0xbf, ..] ? 3 : 0;
        var places = new LinePlaces(bytes, start);
        if (FindInvalid(bytes) is { } invalid)
        {
            throw FormatError.Corrupt(source, invalid, $"line {places.GetLine(invalid)} is not UTF-8: byte 0x{bytes[invalid]:x2}");
        }

        using var text = new StreamReader(new MemoryStream(bytes), Encoding.UTF8);
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
        var offset = places.SkipLineEnds(start);
        try
        {
            var header = csv.Read() ? csv.Record! : [];
            var readerOfLine = readerOf(header);
            var lines = new List<T>();
            offset = places.SkipLineEnds(start + csv.ByteCount);
            while (csv.Read())
            {
                var line = places.GetLine(offset);
                if (csv.Record!.Length != header.Length)
                {
                    throw FormatError.Corrupt(source, offset, $"line {line} has {csv.Record.Length} fields, expected {header.Length}");
                }
                lines.Add(readerOfLine(new CsvRecord(csv.Record, line, offset)));
                offset = places.SkipLineEnds(start + csv.ByteCount);
            }

            return lines;
        }
        catch (CsvHelperException e)
        {
            throw FormatError.Undecodable(
                source,
                offset,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"line {places.GetLine(offset)} is not CSV, or has a field of over {LongestField} bytes"
                ),
                e
            );
        }
    }

    private static byte[] GetUtf8(byte[] content)
    {
        using var text = new StreamReader(new MemoryStream(content), Encoding.Unicode);
        return Encoding.UTF8.GetBytes(text.ReadToEnd());
    }

    private static long? FindInvalid(ReadOnlySpan<byte> text)
    {
        if (Utf8.IsValid(text))
        {
            return null;
        }
        var at = 0;
        while (Rune.DecodeFromUtf8(text[at..], out _, out var length) == System.Buffers.OperationStatus.Done)
        {
            at += length;
        }

        return at;
    }

    /// <summary>Counts lines forward, since the library counts as many as it has looked at and not as many as it has read.</summary>
    private sealed class LinePlaces(byte[] text, long start)
    {
        private long _at = start;
        private int _line = 1;

        /// <summary>Number of the line that a byte stands in, from 1; offsets never go back.</summary>
        public int GetLine(long offset)
        {
            for (; _at < offset; _at++)
            {
                // A carriage return ends a line too, but not before a line feed.
                if (text[_at] == '\n' || (text[_at] == '\r' && (_at + 1 >= text.Length || text[_at + 1] != '\n')))
                {
                    _line++;
                }
            }

            return _line;
        }

        /// <summary>The first byte that ends no line: empty lines are passed over.</summary>
        public long SkipLineEnds(long offset)
        {
            while (offset < text.Length && text[offset] is (byte)'\r' or (byte)'\n')
            {
                offset++;
            }

            return offset;
        }
    }
}

/// <summary>A line of a CSV table.</summary>
/// <param name="Fields">Its fields, as many as the header has.</param>
/// <param name="LineNumber">Line in the text, from 1, in which it begins.</param>
/// <param name="Offset">Its first byte.</param>
internal readonly record struct CsvRecord(string[] Fields, int LineNumber, long Offset);
