using System.Globalization;
using System.Text;
using System.Text.Json;
using LungSeg.Core.Bytes;
using LungSeg.Core.Formats.Documents;
using LungSeg.Core.Formats.Parquet;

namespace LungSeg.Core.Conversion.Metadata;

/// <summary>What the values of a column of a written table are.</summary>
internal enum TableValues
{
    /// <summary>Texts, and bytes.</summary>
    Text,

    /// <summary>Integers.</summary>
    Integer,

    /// <summary>Real numbers.</summary>
    Real,

    /// <summary>Truth values.</summary>
    Bool,
}

/// <summary>The columns of a table that a conversion wrote: CSV, lines of JSON or Parquet.</summary>
internal static class OutputTable
{
    /// <summary>
    /// Reads names and types of columns that are in no group. Those of CSV are what all its values are, as readers of CSV take them.
    /// </summary>
    /// <exception cref="DatasetFormatException">The table cannot be read.</exception>
    public static IReadOnlyList<KeyValuePair<string, TableValues>> Read(string path) =>
        Path.GetExtension(path) switch
        {
            ".parquet" => ReadParquet(path),
            ".jsonl" => ReadJsonLines(path),
            _ => ReadCsv(path),
        };

    private static KeyValuePair<string, TableValues>[] ReadParquet(string path)
    {
        using var file = FileByteSource.Open(path);
        return
        [
            .. ParquetTable
                .Open(file, ReadLimits.Default)
                .Leaves.Where(leaf => leaf.Name == leaf.Top)
                .Select(leaf => KeyValuePair.Create(leaf.Name, GetValues(leaf))),
        ];
    }

    private static TableValues GetValues(ParquetLeaf leaf) =>
        leaf.DType?.Kind switch
        {
            'b' => TableValues.Bool,
            'i' or 'u' => TableValues.Integer,
            'f' => TableValues.Real,
            _ => TableValues.Text,
        };

    private static List<KeyValuePair<string, TableValues>> ReadJsonLines(string path)
    {
        var source = new SourceName(path, null, "jsonl");
        var found = new Dictionary<string, TableValues?>();
        foreach (var line in File.ReadLines(path))
        {
            using var row = JsonInput.Parse(Encoding.UTF8.GetBytes(line), source);
            if (row.RootElement.ValueKind != JsonValueKind.Object)
            {
                throw FormatError.Corrupt(source, "a line is no object");
            }
            foreach (var member in row.RootElement.EnumerateObject())
            {
                TableValues? values = member.Value.ValueKind switch
                {
                    JsonValueKind.Null => null,
                    JsonValueKind.True or JsonValueKind.False => TableValues.Bool,
                    JsonValueKind.Number => member.Value.TryGetInt64(out _) ? TableValues.Integer : TableValues.Real,
                    _ => TableValues.Text,
                };
                found[member.Name] = Join(found.GetValueOrDefault(member.Name), values);
            }
        }
        return [.. found.Select(column => KeyValuePair.Create(column.Key, column.Value ?? TableValues.Text))];
    }

    private static List<KeyValuePair<string, TableValues>> ReadCsv(string path)
    {
        string[] names = [];
        var values = new List<TableValues?>();
        _ = CsvRecords.Read<bool>(
            File.ReadAllBytes(path),
            new SourceName(path, null, "csv"),
            header =>
            {
                names = header;
                values.AddRange(header.Select(_ => default(TableValues?)));
                return line =>
                {
                    for (var i = 0; i < names.Length; i++)
                    {
                        values[i] = Join(values[i], GetValues(line.Fields[i]));
                    }
                    return true;
                };
            }
        );
        return [.. names.Select((name, i) => KeyValuePair.Create(name, values[i] ?? TableValues.Text))];
    }

    private static TableValues? GetValues(string text) =>
        text.Length == 0 ? null
        : long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _) ? TableValues.Integer
        : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _) ? TableValues.Real
        : text is "True" or "False" ? TableValues.Bool
        : TableValues.Text;

    private static TableValues? Join(TableValues? a, TableValues? b) =>
        a is null || a == b ? b ?? a
        : b is null ? a
        : a is TableValues.Integer or TableValues.Real && b is TableValues.Integer or TableValues.Real ? TableValues.Real
        : TableValues.Text;
}
