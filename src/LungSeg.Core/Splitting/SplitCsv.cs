using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;
using LungSeg.Core.Bytes;

namespace LungSeg.Core.Splitting;

/// <summary>Splits as CSV: row,part,fold,group,label, and repeat where there are several.</summary>
internal static class SplitCsv
{
    private const int NotThere = -1;

    public static string ToText(Split split)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        using (var csv = new CsvWriter(text, new CsvConfiguration(CultureInfo.InvariantCulture) { NewLine = "\n" }, leaveOpen: true))
        {
            var repeated = split.Repeats.Count > 1;
            foreach (var column in (ReadOnlySpan<string>)["row", "part", "fold", "group", "label"])
                csv.WriteField(column);
            if (repeated)
                csv.WriteField("repeat");
            csv.NextRecord();
            foreach (var row in split.Assignments)
            {
                csv.WriteField(row.Row);
                csv.WriteField(row.Part);
                csv.WriteField(row.Fold?.ToString(CultureInfo.InvariantCulture) ?? string.Empty);
                csv.WriteField(row.Group ?? string.Empty);
                csv.WriteField(row.Label ?? string.Empty);
                if (repeated)
                    csv.WriteField(row.Repeat.ToString(CultureInfo.InvariantCulture));
                csv.NextRecord();
            }
        }

        return text.ToString();
    }

    public static Split Read(byte[] content, SourceName source)
    {
        using var text = new StreamReader(new MemoryStream(content), new UTF8Encoding(false, throwOnInvalidBytes: true));
        using var csv = new CsvParser(text, new CsvConfiguration(CultureInfo.InvariantCulture) { CountBytes = true, Encoding = Encoding.UTF8, TrimOptions = TrimOptions.Trim });
        try
        {
            return ReadRecords(csv, source);
        }
        catch (Exception e) when (e is CsvHelperException or DecoderFallbackException)
        {
            throw FormatError.Undecodable(source, csv.ByteCount, "this is no CSV text", e);
        }
    }

    private static Split ReadRecords(CsvParser csv, SourceName source)
    {
        if (!csv.Read())
            throw FormatError.Corrupt(source, 0, "the file is empty, expected the columns row,part,fold,group,label");
        var header = csv.Record!;
        int Column(string name) => Array.IndexOf(header, name);
        var (row, part) = (Column("row"), Column("part"));
        if (row < 0 || part < 0)
            throw FormatError.Corrupt(source, 0, $"found the columns {string.Join(',', header.Take(8))}, expected row,part,fold,group,label");
        var (fold, group, label, repeat) = (Column("fold"), Column("group"), Column("label"), Column("repeat"));
        var assignments = new List<SplitAssignment>();
        var offset = csv.ByteCount;
        while (csv.Read())
        {
            var record = csv.Record!;
            if (record.Length != header.Length)
                throw FormatError.Corrupt(source, offset, $"line {csv.RawRow} has {record.Length} fields, expected {header.Length}");
            assignments.Add(new SplitAssignment(
                record[row], record[part], Number("fold", fold), Text(group), Text(label), Number("repeat", repeat) ?? 0));
            offset = csv.ByteCount;

            string? Text(int column) => column == NotThere || record[column].Length == 0 ? null : record[column];
            int? Number(string name, int column) => Text(column) is not { } text ? null
                : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
                : throw FormatError.Mismatch(source, offset, $"{name} in line {csv.RawRow}", $"'{text}'", "a number from 0");
        }

        return new Split(assignments);
    }
}
