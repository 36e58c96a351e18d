using LungSeg.Core.Bytes;
using LungSeg.Core.Formats.Columns;
using LungSeg.Core.Formats.Members;
using LungSeg.Core.Model;

namespace LungSeg.Core.Formats.Parquet;

/// <summary>Reads the index of a Parquet file: the footer, and of slices in lists the levels, which say where rows begin.</summary>
internal static class ParquetReader
{
    /// <summary>End of the name of the column that says the type of an array.</summary>
    public const string TypeSuffix = "_dtype";

    /// <summary>Name of the text by which files of lungseg are known.</summary>
    public const string VersionKey = "lungseg.version";

    /// <summary>Name of the text by which the Hugging Face hub knows which columns are pictures.</summary>
    public const string HubKey = "huggingface";

    private const string PandasKey = "pandas";
    private const string PandasIndex = "__index_level_";

    /// <summary>Columns of our files that follow from the others, or name rows of the input that they were made of.</summary>
    private static readonly string[] Derived = [.. DatasetColumns.Derived, "class_id", "hu_min", "hu_max"];

    public static TableIndex Read(IByteSource source, ReadLimits limits)
    {
        var table = ParquetTable.Open(source, limits);
        if (table.Texts.ContainsKey(VersionKey) && table.Texts.ContainsKey(HubKey))
        {
            throw FormatError.Unsupported(
                source.Name,
                "lungseg wrote it as a part of hf-parquet, whose pictures it does not read back: use what it was converted from"
            );
        }
        RowBudget.Charge(
            new TableIndex
            {
                Container = "Parquet table",
                Rows = table.Rows,
                Columns = [],
            },
            source,
            limits
        );
        var all = ListColumns(table).ToDictionary(column => column.Name);
        var isOurs = table.Texts.ContainsKey(VersionKey);
        var slices = all.Values.Where(column => column is ParquetBytesColumn).Select(column => column.Name + TypeSuffix).ToHashSet();
        TableColumn[] columns =
        [
            .. all.Values.Where(column =>
                !slices.Contains(column.Name)
                && !(isOurs && Derived.Contains(column.Name))
                && !(table.Texts.ContainsKey(PandasKey) && column.Name.StartsWith(PandasIndex, StringComparison.Ordinal))
            ),
        ];
        return new TableIndex
        {
            Container = "Parquet table",
            Rows = table.Rows,
            Columns = isOurs ? ColumnOrder.Sort(columns) : columns,
        };
    }

    /// <summary>All columns of a file, those too that follow from others.</summary>
    /// <exception cref="DatasetFormatException">Two columns have one name.</exception>
    public static IEnumerable<TableColumn> ListColumns(ParquetTable table)
    {
        var names = new HashSet<string>();
        var byName = table.Leaves.Where(leaf => leaf.ListLevels.Count == 0).ToLookup(leaf => leaf.Name);
        TableColumn? FindColumn(string name) => byName[name].FirstOrDefault() is { } leaf ? new ParquetCellColumn(table, leaf) : null;
        foreach (var group in table.Leaves.GroupBy(leaf => leaf.ListLevels.Count == 0 ? leaf.Name : leaf.Top))
        {
            if (!names.Add(group.Key))
            {
                throw FormatError.Corrupt(table.Source, $"two columns are called {PrintableText.Escape(group.Key, 40)}");
            }
            ParquetLeaf[] leaves = [.. group];
            yield return leaves switch
            {
                [{ ListLevels.Count: 0, IsBinary: false } leaf] => new ParquetCellColumn(table, leaf),
                [{ ListLevels.Count: 0 } leaf] => CreateBinary(table, leaf, FindColumn),
                [{ ListLevels.Count: <= ParquetListColumn.MaxRank, DType: { Kind: not 'M' } } leaf] => new ParquetListColumn(
                    table,
                    leaf,
                    FindSize(FindColumn)
                ),
                _ => new OpaqueColumn(group.Key, "object", CellKind.Other),
            };
        }
    }

    /// <summary>The bytes of a cell; null where they are missing.</summary>
    public static ReadOnlyMemory<byte>? GetBytes(ParquetTable table, ParquetLeaf leaf, long row)
    {
        var (group, page, index) = table.Find(leaf, row);
        var decoded = table.GetPage(leaf, group, page);
        var position = decoded.GetPosition(index, leaf.MaxDefinition);
        return position < 0 ? null
            : decoded.Values is BinaryValues binary ? binary[position]
            : ((FixedValues)decoded.Values!)[position].ToArray();
    }

    private static TableColumn CreateBinary(ParquetTable table, ParquetLeaf leaf, Func<string, TableColumn?> find)
    {
        if (find(leaf.Name + TypeSuffix) is { } type && FindSize(find) is { } size)
        {
            return new ParquetBytesColumn(table, leaf, type, size.Height, size.Width);
        }
        var first = Enumerable
            .Range(0, (int)Math.Min(table.Rows, 16))
            .Select(row => GetBytes(table, leaf, row))
            .FirstOrDefault(bytes => bytes is not null);
        return first is { } bytes && MemberArray.Matches(bytes.Span)
            ? new ParquetFilesColumn(table, leaf)
            : new ParquetCellColumn(table, leaf);
    }

    /// <summary>The columns that say the size of slices: rows and columns, or height and width.</summary>
    private static (TableColumn Height, TableColumn Width)? FindSize(Func<string, TableColumn?> find) =>
        (find("rows"), find("columns"), find("height"), find("width")) switch
        {
            ({ } height, { } width, _, _) => (height, width),
            (_, _, { } height, { } width) => (height, width),
            _ => null,
        };
}
