using System.Globalization;
using System.Text;
using System.Text.Unicode;
using CsvHelper;
using CsvHelper.Configuration;
using LungSeg.Core.Bytes;

namespace LungSeg.Core.Formats.Documents;

/// <summary>Reads a user's table in CSV: a header, then lines with as many fields, separated by commas, semicolons or tabs.</summary>
internal static class CsvRecords
{
    private const int LongestField = 1 << 12;

    /// <summary>Reads the lines.</summary>
    /// <typeparam name="T">What a line becomes.</typeparam>
    /// <param name="content">The text, UTF-8; or UTF-16 with a byte order mark: offsets are then those of the same text in UTF-8.</param>
    /// <param name="source">Name of the table in messages.</param>
    /// <param name="firstByte">Offset at which the header begins; what stands before it is skipped.</param>
    /// <param name="readerOf">Gets the header and returns the function that reads a line; throws where a column is missing. The header of
    /// an empty text is empty.</param>
    /// <exception cref="DatasetFormatException">This is not CSV text, or a line has another number of fields than the header.</exception>
    public static List<T> Read<T>(byte[] content, SourceName source, Func<string[], Func<CsvRecord, T>> readerOf, int firstByte = 0)
    {
        var bytes = content is [0xff, 0xfe, ..] or [0xfe, 0xff, ..] ? GetUtf8(content) : content;
        var start =
            firstByte > 0 ? firstByte
            : bytes is [0xef, 0xbb, 0xbf, ..] ? 3
            : 0;
        var places = new LinePlaces(bytes, start);
        if (FindInvalid(bytes) is { } invalid)
        {
            throw FormatError.Corrupt(source, invalid, $"line {places.GetLine(invalid)} is not UTF-8: byte 0x{bytes[invalid]:x2}");
        }

        using var text = new StreamReader(new MemoryStream(bytes, firstByte, bytes.Length - firstByte), Encoding.UTF8);
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

    /// <summary>
    /// Finds the numbers of lines, since the library's own count includes lines that it has buffered and not yet returned.
    /// </summary>
    private sealed class LinePlaces(byte[] text, int start)
    {
        private long _at = start;
        private int _line = 1 + text.AsSpan(0, start).Count((byte)'\n');

        /// <summary>Number of the line that holds a byte, from 1. Offsets must not decrease from call to call.</summary>
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

        /// <summary>Offset of the first byte that is not a line end, so that empty lines are skipped.</summary>
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
/// <param name="Fields">Fields, as many as in the header.</param>
/// <param name="LineNumber">Number of the line of text in which the record begins, from 1.</param>
/// <param name="Offset">Offset of the first byte.</param>
internal readonly record struct CsvRecord(string[] Fields, int LineNumber, long Offset);
