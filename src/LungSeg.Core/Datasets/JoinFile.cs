using LungSeg.Core.Bytes;
using LungSeg.Core.Formats;
using LungSeg.Core.Formats.Documents;

namespace LungSeg.Core.Datasets;

/// <summary>A table that is joined to rows: CSV, or a pickle or .npz whose columns hold no arrays; packed or not.</summary>
/// <param name="Name">Name of the file in messages.</param>
/// <param name="Columns">The columns.</param>
/// <param name="Places">Number of each line in the file, and its offset where it has one.</param>
/// <param name="Notes">What of the file is left out.</param>
internal sealed record JoinFile(
    SourceName Name,
    IReadOnlyList<JoinColumn> Columns,
    IReadOnlyList<JoinPlace> Places,
    IReadOnlyList<string> Notes
)
{
    private const int HeadBytes = 4;

    /// <summary>SHA-256 of the file.</summary>
    public string Sha256 { get; private init; } = string.Empty;

    /// <summary>Reads a table.</summary>
    /// <exception cref="DatasetFormatException">The file is no such table, or has a column twice.</exception>
    /// <exception cref="IOException">The file is missing or cannot be read.</exception>
    public static JoinFile Read(string path, DatasetOptions options)
    {
        using var file = OpenFile(path, options);
        var content = InputContent.Unpack(file, options with { Leniency = Leniency.Strict }).Content;
        try
        {
            var head = new byte[(int)Math.Min(HeadBytes, content.Length)];
            content.ReadExactly(0, head, "head");
            var sha256 = InputDigest.ComputeSha256(file, CancellationToken.None);
            var read = head is [0x80, <= 5, ..] or [(byte)'P', (byte)'K', ..] ? ReadTable(content, options) : ReadCsv(content, options);
            read.RefuseTwins();
            return read with { Sha256 = sha256 };
        }
        finally
        {
            content.Dispose();
        }
    }

    /// <summary>Index of a column, whatever its capitals; -1 where the table has none.</summary>
    public int Find(string name)
    {
        for (var at = 0; at < Columns.Count; at++)
        {
            if (string.Equals(Columns[at].Name, name, StringComparison.OrdinalIgnoreCase))
            {
                return at;
            }
        }

        return -1;
    }

    /// <summary>The table with some of its lines.</summary>
    public JoinFile Only(int[] lines) =>
        this with
        {
            Columns = [.. Columns.Select(column => column with { Cells = [.. lines.Select(line => column.Cells[line])] })],
            Places = [.. lines.Select(line => Places[line])],
        };

    /// <summary>The table with another name for a column.</summary>
    public JoinFile WithName(int column, string name) =>
        this with
        {
            Columns = [.. Columns.Select((one, at) => at == column ? one with { Name = name } : one)],
        };

    /// <summary>The names of the columns, for messages.</summary>
    public string ShowColumns()
    {
        const int MostShown = 10;
        const int LongestName = 20;
        return ShortList.Join(Columns, MostShown, column => PrintableText.Escape(column.Name, LongestName));
    }

    private static FileByteSource OpenFile(string path, DatasetOptions options)
    {
        if (FileStatus.Find(path) is not { IsRegular: false, IsFolder: false })
        {
            return FileByteSource.Open(path);
        }
        // A pipe, as a shell's <(command) is, can be read once.
        using var pipe = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
        return SpooledStream.Spool(pipe, path, options);
    }

    private static JoinFile ReadCsv(IByteSource content, DatasetOptions options)
    {
        var name = content.Name.As("csv");
        if (content.Length > options.Limits.IndexBytesBase)
        {
            throw FormatError.TooLarge(name, "its length in bytes", content.Length, options.Limits.IndexBytesBase);
        }
        var bytes = new byte[content.Length];
        content.ReadExactly(0, bytes, "the table");
        string[] header = [];
        var lines = CsvRecords.Read<CsvRecord>(
            bytes,
            name,
            read =>
            {
                header =
                    read.Length > 0 && !read.All(string.IsNullOrEmpty) ? read : throw FormatError.Truncated(name, 0, "the header", 1, 0);
                return line => line;
            }
        );
        var named = Enumerable.Range(0, header.Length).Where(at => header[at].Length > 0).ToArray();
        return new JoinFile(
            name,
            [.. named.Select(at => JoinColumn.FromTexts(header[at], [.. lines.Select(line => line.Fields[at])]))],
            [.. lines.Select(line => new JoinPlace("line", line.LineNumber, line.Offset))],
            named.Length < header.Length ? ["a column without a name is left out"] : []
        );
    }

    private static JoinFile ReadTable(IByteSource content, DatasetOptions options)
    {
        var format = FormatRegistry.Find(content, null);
        var source = new SliceByteSource(content, 0, content.Length, content.Name.As(format.Name));
        var index = format.Read(source, options.Limits, Leniency.Strict);
        try
        {
            if (index.Damage is { Fault: not Fault.Unsafe } damage)
            {
                throw damage;
            }
            JoinColumn?[] columns = [.. index.Columns.Select(column => JoinColumn.FromTable(column, index.Rows))];
            var left = index.Columns.Where((_, at) => columns[at] is null).Select(column => column.Name).ToArray();
            return new JoinFile(
                source.Name,
                [.. columns.OfType<JoinColumn>()],
                [.. Enumerable.Range(0, (int)index.Rows).Select(row => new JoinPlace("row", row, null))],
                left.Length == 0 ? [] : [$"columns that hold no text, number or date are left out: {string.Join(", ", left)}"]
            );
        }
        finally
        {
            foreach (var owned in index.Owned)
            {
                owned.Dispose();
            }
        }
    }

    private void RefuseTwins()
    {
        if (Columns.CountBy(column => column.Name).FirstOrDefault(count => count.Value > 1) is { Key: { } twice })
        {
            throw FormatError.Corrupt(Name, $"it has the column {PrintableText.Escape(twice, 40)} twice");
        }
    }
}

/// <summary>Where a line of a table stands.</summary>
/// <param name="Noun">What its number counts: lines of a text, from 1, or rows of a table, from 0.</param>
/// <param name="Number">The number.</param>
/// <param name="Offset">Offset of its first byte; null where the line is no piece of the file.</param>
internal readonly record struct JoinPlace(string Noun, int Number, long? Offset);
