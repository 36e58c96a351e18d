using System.Globalization;
using LungSeg.Core.Bytes;
using LungSeg.Core.Datasets;
using LungSeg.Core.Formats.Documents;

namespace LungSeg.Core.Splitting.Documents;

/// <summary>Splits as CSV: row,part,fold,group,label,key; reason where rows are dropped, repeat where there are several repeats.</summary>
internal static class SplitCsv
{
    private const int NotThere = -1;

    public static string ToText(Split split)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        using (var csv = CsvQuoting.Over(text))
        {
            var repeated = split.Repeats.Count > 1;
            foreach (var column in (ReadOnlySpan<string>)["row", "part", "fold", "group", "label", "key"])
            {
                csv.WriteField(column);
            }
            var hasReasons = split.Assignments.Any(row => row.Reason is not null);
            if (hasReasons)
            {
                csv.WriteField("reason");
            }
            if (repeated)
            {
                csv.WriteField("repeat");
            }
            csv.NextRecord();
            foreach (var row in split.Assignments)
            {
                csv.WriteField(row.Row);
                csv.WriteField(row.Part);
                csv.WriteField(row.Fold?.ToString(CultureInfo.InvariantCulture) ?? string.Empty);
                csv.WriteField(row.Group ?? string.Empty);
                csv.WriteField(row.Label ?? string.Empty);
                csv.WriteField(row.Key ?? string.Empty);
                if (hasReasons)
                {
                    csv.WriteField(row.Reason ?? string.Empty);
                }
                if (repeated)
                {
                    csv.WriteField(row.Repeat.ToString(CultureInfo.InvariantCulture));
                }
                csv.NextRecord();
            }
        }

        return text.ToString();
    }

    public static Split Read(byte[] content, SourceName source) =>
        new(
            CsvRecords.Read<SplitAssignment>(
                content,
                source,
                header =>
                {
                    if (header.Length == 0)
                    {
                        throw FormatError.Corrupt(source, 0, "the file is empty, expected the columns row,part,fold,group,label,key");
                    }
                    int Column(string name) => Array.IndexOf(header, name);
                    var (row, part) = (Column("row"), Column("part"));
                    if (row < 0 || part < 0)
                    {
                        throw FormatError.Corrupt(
                            source,
                            0,
                            $"found the columns {string.Join(',', header.Take(8))}, expected row,part,fold,group,label,key"
                        );
                    }
                    var (fold, group, label, repeat) = (Column("fold"), Column("group"), Column("label"), Column("repeat"));
                    var (key, reason) = (Column("key"), Column("reason"));
                    return line =>
                    {
                        string? Text(int column) => column == NotThere || line.Fields[column].Length == 0 ? null : line.Fields[column];
                        int? Number(string name, int column) =>
                            Text(column) is not { } text ? null
                            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
                            : throw FormatError.Mismatch(
                                source,
                                line.Offset,
                                $"{name} in line {line.LineNumber}",
                                $"'{text}'",
                                "a number from 0"
                            );
                        return new SplitAssignment(
                            line.Fields[row],
                            line.Fields[part],
                            Number("fold", fold),
                            Text(group),
                            Text(label),
                            Number("repeat", repeat) ?? 0
                        )
                        {
                            Key = Text(key),
                            Reason = Text(reason),
                        };
                    };
                }
            )
        );
}
