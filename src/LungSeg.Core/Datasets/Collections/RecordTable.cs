using System.Globalization;
using LungSeg.Core.Bytes;
using LungSeg.Core.Bytes.Outputs;
using LungSeg.Core.Formats;
using LungSeg.Core.Formats.Documents;
using LungSeg.Core.Formats.Parquet;

namespace LungSeg.Core.Datasets.Collections;

/// <summary>A table of records in Parquet or CSV, whose first words say what it is.</summary>
/// <param name="schema">Name and version, in the metadata of Parquet and in the first line of CSV.</param>
/// <param name="fields">The columns.</param>
/// <param name="create">
/// Makes a record of the values of a line, which are in the order of the columns. Throws <see cref="FormatException"/> where a value is
/// invalid.
/// </param>
internal sealed class RecordTable<T>(string schema, IReadOnlyList<RecordField<T>> fields, Func<IReadOnlyList<object?>, T> create)
{
    private const string SchemaKey = "schema";
    private const string FirstSign = "# ";

    /// <summary>Number of lines from which a table is refused, read or written: four times the images of LIDC-IDRI.</summary>
    private const int MaxLines = 1_000_000;

    /// <summary>Lines of a CSV before the first record.</summary>
    private const int HeadLines = 2;

    /// <summary>Size of a CSV from which it is refused.</summary>
    private const long MaxTextBytes = 1L << 30;

    /// <summary>Whether a file of this name is written as CSV.</summary>
    public static bool IsCsv(string path) => path.EndsWith(".csv", StringComparison.OrdinalIgnoreCase);

    /// <summary>Writes a table, in the form that the name says.</summary>
    /// <param name="path">The file.</param>
    /// <param name="overwrite">Whether a file of that name may be replaced.</param>
    /// <param name="records">The lines.</param>
    /// <param name="metadata">Texts about the table, which Parquet alone holds.</param>
    /// <exception cref="IOException">The file exists and may not be replaced, or writing fails.</exception>
    public void Write(string path, bool overwrite, IReadOnlyList<T> records, IReadOnlyDictionary<string, string>? metadata = null)
    {
        using var target = AtomicFile.Create(path, overwrite);
        using var stream = new FileStream(target.Handle, FileAccess.ReadWrite, 1 << 16);
        if (IsCsv(path))
        {
            using var text = new StreamWriter(stream, leaveOpen: true);
            WriteCsv(text, records);
        }
        else
        {
            WriteParquet(stream, records, metadata);
        }
        stream.Flush();
        target.Commit();
    }

    /// <summary>Writes a table as CSV.</summary>
    public void WriteCsv(TextWriter text, IEnumerable<T> records)
    {
        text.Write($"{FirstSign}{schema}\n");
        using var csv = CsvQuoting.Over(text);
        foreach (var field in fields)
        {
            csv.WriteField(field.Name);
        }
        csv.NextRecord();
        foreach (var record in records)
        {
            foreach (var field in fields)
            {
                csv.WriteField(CsvQuoting.Text(field.Get(record)));
            }
            csv.NextRecord();
        }
        csv.Flush();
    }

    /// <summary>Reads a table.</summary>
    /// <exception cref="DatasetFormatException">The file is no such table, of another version, too large, or damaged.</exception>
    /// <exception cref="IOException">The file is missing or cannot be read.</exception>
    public IReadOnlyList<T> Read(string path, out IReadOnlyDictionary<string, string> metadata)
    {
        using var file = FileByteSource.Open(path);
        var head = new byte[(int)Math.Min(ParquetFooter.MagicBytes, file.Length)];
        file.ReadExactly(0, head, "head");
        if (ParquetFooter.Matches(head))
        {
            return ReadParquet(new SliceByteSource(file, 0, file.Length, file.Name.As("parquet")), out metadata);
        }
        metadata = new Dictionary<string, string>();
        if (file.Length > MaxTextBytes)
        {
            throw FormatError.TooLarge(file.Name.As("csv"), "its length in bytes", file.Length, MaxTextBytes);
        }
        CheckTextLines(file);
        var bytes = new byte[file.Length];
        file.ReadExactly(0, bytes, "the table");
        return ReadCsv(bytes, file.Name.As("csv"));
    }

    /// <summary>Reads a table in CSV.</summary>
    /// <exception cref="DatasetFormatException">The text is no such table, of another version, too large, or damaged.</exception>
    public List<T> ReadCsv(byte[] bytes, SourceName name)
    {
        var end = bytes.AsSpan().IndexOf((byte)'\n');
        var first = System.Text.Encoding.Latin1.GetString(bytes, 0, Math.Min(end < 0 ? bytes.Length : end, 100)).TrimEnd('\r');
        if (!first.StartsWith($"{FirstSign}lungseg/", StringComparison.Ordinal))
        {
            throw FormatError.WrongFormat(
                name,
                0,
                $"its first line is '{PrintableText.Escape(first, 40)}', expected '{FirstSign}{schema}': make it with 'lungseg match'"
            );
        }
        CheckSchema(name, first[FirstSign.Length..].Split(',')[0]);
        return CsvRecords.Read<T>(
            bytes,
            name,
            header =>
            {
                var columns = fields.Select(field => Array.IndexOf(header, field.Name)).ToArray();
                RequireColumns(name, header);
                var values = new object?[fields.Count];
                return line =>
                {
                    for (var i = 0; i < columns.Length; i++)
                    {
                        values[i] = Reuse(values[i], Parse(fields[i], line.Fields[columns[i]], line, name));
                    }
                    return Create(values, name, line.LineNumber, line.Offset);
                };
            },
            end + 1
        );
    }

    private void WriteParquet(Stream stream, IEnumerable<T> records, IReadOnlyDictionary<string, string>? metadata)
    {
        const int BytesPerValue = 16;
        var columns = fields.Select(field => field.CreateColumn()).ToArray();
        var texts = new Dictionary<string, string>(metadata ?? new Dictionary<string, string>()) { [SchemaKey] = schema };
        using var table = ParquetTableWriter.Create(stream, columns, texts);
        foreach (var record in records)
        {
            for (var i = 0; i < columns.Length; i++)
            {
                var value = fields[i].Get(record);
                switch (columns[i])
                {
                    case ParquetTexts column:
                        column.Add((string?)value);
                        break;
                    case ParquetNumbers<double> column:
                        column.Add((double?)value);
                        break;
                    case ParquetNumbers<int> column:
                        column.Add((int?)value);
                        break;
                    case ParquetNumbers<bool> column:
                        column.Add((bool?)value);
                        break;
                }
            }
            table.EndRow(columns.Length * BytesPerValue);
        }
        table.Finish();
    }

    private List<T> ReadParquet(SliceByteSource source, out IReadOnlyDictionary<string, string> metadata)
    {
        var name = source.Name;
        var table = ParquetTable.Open(source, ReadLimits.Default);
        metadata = table.Texts;
        if (!metadata.TryGetValue(SchemaKey, out var found))
        {
            throw FormatError.WrongFormat(name, $"its metadata has no schema, expected {schema}: make it with 'lungseg match'");
        }
        CheckSchema(name, found);
        var byName = ParquetReader.ListColumns(table).ToDictionary(column => column.Name);
        RequireColumns(name, [.. byName.Keys]);
        CheckLines(name, table.Rows);
        IEnumerator<Cell>[] cells = [.. fields.Select(field => GetCells(field, byName[field.Name], name))];
        try
        {
            var records = new List<T>();
            var values = new object?[fields.Count];
            while (records.Count < table.Rows)
            {
                for (var i = 0; i < cells.Length; i++)
                {
                    cells[i].MoveNext();
                    values[i] = Reuse(values[i], fields[i].GetValue(cells[i].Current));
                }
                records.Add(Create(values, name, records.Count + 1, null));
            }
            return records;
        }
        finally
        {
            Array.ForEach(cells, column => column.Dispose());
        }
    }

    private static IEnumerator<Cell> GetCells(RecordField<T> field, TableColumn column, SourceName name) =>
        column is ParquetCellColumn cells && column.Storage == field.Storage
            ? cells.EnumerateCells().GetEnumerator()
            : throw FormatError.Mismatch(name, $"the type of column {field.Name}", column.Storage, field.Storage);

    private T Create(object?[] values, SourceName name, long line, long? offset)
    {
        try
        {
            return create(values);
        }
        catch (FormatException e)
        {
            throw FormatError.Corrupt(name, offset, string.Create(CultureInfo.InvariantCulture, $"line {line}: {e.Message}"));
        }
    }

    /// <summary>The text of the line before, where both are equal: an index repeats its ids.</summary>
    private static object? Reuse(object? last, object? value) => last is string text && value is string same && text == same ? last : value;

    private void CheckSchema(SourceName name, string found)
    {
        if (found != schema)
        {
            throw FormatError.Unsupported(
                name,
                $"it is {PrintableText.Escape(found, 40)}, this version reads {schema}: make it again with 'lungseg match'"
            );
        }
    }

    private void RequireColumns(SourceName name, IReadOnlyList<string> found)
    {
        string[] missing = [.. fields.Select(field => field.Name).Where(field => !found.Contains(field))];
        if (missing.Length > 0)
        {
            throw FormatError.Corrupt(
                name,
                $"it has no column {ShortList.Join(missing, 3)}; it has "
                    + ShortList.Join(found, 5, column => PrintableText.Escape(column, 20))
            );
        }
    }

    /// <summary>Throws where there are more records than a table may have.</summary>
    public static void CheckCount(string path, IReadOnlyCollection<T> records) =>
        CheckLines(new SourceName(path, null, "index"), records.Count);

    /// <summary>Counts the lines before a text is held in memory.</summary>
    private static void CheckTextLines(FileByteSource file)
    {
        var piece = new byte[1 << 16];
        var (feeds, returns) = (0L, 0L);
        for (var at = 0L; at < file.Length; at += piece.Length)
        {
            var got = file.Read(at, piece);
            feeds += piece.AsSpan(0, got).Count((byte)'\n');
            returns += piece.AsSpan(0, got).Count((byte)'\r');
        }
        CheckLines(file.Name.As("csv"), Math.Max(feeds, returns) - HeadLines);
    }

    private static void CheckLines(SourceName name, long lines)
    {
        if (lines > MaxLines)
        {
            throw FormatError.TooLarge(name, "the number of lines", lines, MaxLines);
        }
    }

    private static object? Parse(RecordField<T> field, string text, CsvRecord line, SourceName name)
    {
        if (text.Length == 0)
        {
            return null;
        }
        return field.Kind switch
        {
            RecordKind.Number when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => number,
            RecordKind.Integer when int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) =>
                number,
            RecordKind.Flag when bool.TryParse(text, out var flag) => flag,
            RecordKind.Text => text,
            _ => throw FormatError.Corrupt(
                name,
                line.Offset,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"line {line.LineNumber}: {field.Name} is '{PrintableText.Escape(text, 20)}', expected type {field.Kind}"
                )
            ),
        };
    }
}
