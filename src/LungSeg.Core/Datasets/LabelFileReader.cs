using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;
using LungSeg.Core.Bytes;
using LungSeg.Core.Model;

namespace LungSeg.Core.Datasets;

/// <summary>Reads the lines of a file of labels. Fields stand between commas, semicolons or tabs; lines without a label are passed over.</summary>
internal static class LabelFileReader
{
    /// <summary>Format name in messages.</summary>
    public const string Format = "csv";

    private const int LongestField = 1 << 12;
    private static readonly string[] LabelColumns = [DatasetColumns.Label, "label"];

    public static IReadOnlyList<LabelLine> Read(string path, ReadLimits limits)
    {
        var name = new SourceName(path, null, Format);
        using var file = File.OpenRead(path);
        if (file.Length > limits.IndexBytesBase)
            throw FormatError.TooLarge(name, 0, "its length in bytes", file.Length, limits.IndexBytesBase);
        using var reader = new StreamReader(file, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        using var parser = new CsvParser(reader, new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            DetectDelimiter = true,
            DetectDelimiterValues = [",", ";", "\t"],
            CountBytes = true,
            Encoding = Encoding.UTF8,
            MaxFieldSize = LongestField,
            TrimOptions = TrimOptions.Trim,
        });
        try
        {
            return Lines(parser, name);
        }
        catch (CsvHelperException e)
        {
            throw FormatError.Undecodable(name, parser.ByteCount, string.Create(CultureInfo.InvariantCulture, $"line {parser.RawRow} is no CSV, or has a field of over {LongestField} bytes"), e);
        }
    }

    private static List<LabelLine> Lines(CsvParser parser, SourceName name)
    {
        if (!parser.Read())
            throw FormatError.Truncated(name, 0, "the header", 1, 0);
        var header = parser.Record!.Select(field => field.TrimStart('\uFEFF').ToLowerInvariant()).ToArray();
        var label = LabelColumns.Select(column => Array.IndexOf(header, column)).FirstOrDefault(at => at >= 0, -1);
        var keys = LabelKeys.All.Select(key => Array.IndexOf(header, LabelKeys.NameOf(key))).ToArray();
        if (label < 0 || keys.All(at => at < 0))
        {
            var has = string.Join(", ", header.Take(10).Select(column => PrintableText.Of(column, 20)));
            throw FormatError.Corrupt(name, 0, $"the header has the columns {has}; needed are label1 or label, and one of {string.Join(", ", LabelKeys.All.Select(LabelKeys.NameOf))}");
        }

        var lines = new List<LabelLine>();
        for (var offset = parser.ByteCount; parser.Read(); offset = parser.ByteCount)
        {
            var record = parser.Record!;
            string? Field(int at) => at >= 0 && at < record.Length && record[at].Length > 0 ? record[at] : null;
            if (record.Length != header.Length)
                throw FormatError.Corrupt(name, offset, string.Create(CultureInfo.InvariantCulture, $"line {parser.RawRow} has {record.Length} fields, the header {header.Length}"));
            if (Field(label) is not { } text)
                continue;
            string?[] named = [.. keys.Select(Field)];
            if (named.All(key => key is null))
                throw FormatError.Corrupt(name, offset, string.Create(CultureInfo.InvariantCulture, $"line {parser.RawRow} has a label and nothing that names a row"));
            lines.Add(new LabelLine(parser.RawRow, offset, named, text));
        }

        return lines;
    }
}
