using LungSeg.Core.Bytes;
using LungSeg.Core.Formats.Arrays;
using LungSeg.Core.Formats.Columns;
using LungSeg.Core.Model;

namespace LungSeg.Core.Formats.Pickle;

/// <summary>Finds the table in a pickle: a frame, a dict of columns, a list of rows, a tuple of columns or a plain array.</summary>
internal static class PickleTable
{
    /// <summary>The table of <paramref name="root"/>.</summary>
    /// <exception cref="DatasetFormatException">
    /// The object is not a table (<see cref="Fault.WrongFormat"/>), or the table contradicts itself.
    /// </exception>
    public static TableIndex Read(PickleNode root, PickleTableSource table) => table.Checked(Find(root, table), root.Offset);

    /// <summary>The table of <paramref name="root"/>, whose number of rows is not yet checked.</summary>
    internal static TableIndex Find(PickleNode root, PickleTableSource table) =>
        root switch
        {
            CallNode { Symbol: PickleSymbol.DataFrame, Arguments: TupleNode { Items: [DictNode columns, ..] } } => FromDict(
                "pandas DataFrame",
                columns,
                table
            ),
            CallNode { Symbol: PickleSymbol.DataFrame } frame => Index("pandas DataFrame", PandasFrame.Read(frame, table)),
            CallNode { Symbol: PickleSymbol.Series } series => Index("pandas Series", PandasFrame.ReadSeries(series, table)),
            DictNode tables when PickleTables.AreTables(tables.Pairs.Select(pair => pair.Value)) => PickleTables.FromDict(tables, table),
            SequenceNode tables when PickleTables.AreTables(tables.Sequence) => PickleTables.FromSequence(tables, table),
            DictNode rows when PickleTables.AreRows(rows) => PickleTables.FromRows(rows, table),
            DictNode columns => FromDict("dict of columns", columns, table),
            ListNode { Items: [DictNode, ..] } rows => FromRecords(rows, rows.Items, "list of dicts", table),
            SequenceNode rows when PickleTables.AreTuples(rows) => PickleTables.FromTuples(rows, table),
            ListNode { Items: [ArrayNode { Info.Shape.Count: 2 }, ..] } slices => Index(
                "list of arrays",
                (slices.Items.Count, [new NodeColumn(TableIndex.BareColumn, table, slices.Items)])
            ),
            ListNode list => FromSequence("list of columns", list, list.Items, table),
            TupleNode tuple => FromSequence("tuple of columns", tuple, tuple.Items, table),
            ArrayNode { Info: { Shape.Count: > 1 } info } => Index("array", Single(TableIndex.BareColumn, root, info, table)),
            ArrayNode { Info: { } info } => throw FormatError.WrongFormat(
                table.Name,
                root.Offset,
                $"the pickle holds an array of {info.Shape.Count} axes; a slice has 2 and a stack 3"
            ),
            _ => throw FormatError.WrongFormat(
                table.Name,
                root.Offset,
                "the pickle holds no table: no DataFrame, dict of columns, list of rows or array"
            ),
        };

    internal static TableIndex Index(string container, (long Rows, IReadOnlyList<TableColumn> Columns) table) =>
        new()
        {
            Container = container,
            Rows = table.Rows,
            Columns = table.Columns,
        };

    private static TableIndex FromDict(string container, DictNode dict, PickleTableSource table)
    {
        var named = new List<(string Name, PickleNode Values)>();
        var seen = new Dictionary<string, int>();
        foreach (var (key, value) in dict.Pairs)
        {
            var name = key switch
            {
                TextNode text => text.Text,
                ScalarNode { Value: long number } => number.ToString(System.Globalization.CultureInfo.InvariantCulture),
                _ => throw FormatError.WrongFormat(table.Name, key.Offset, "the pickle holds a dict whose keys are not column names"),
            };
            if (seen.TryAdd(name, named.Count))
            {
                named.Add((name, value));
            }
            else
            {
                named[seen[name]] = (name, value);
            }
            table.CheckColumns(named.Count, key.Offset);
        }

        return Index(container, Columns(dict, named, table));
    }

    /// <summary>The table of dicts, one a row.</summary>
    internal static TableIndex FromRecords(PickleNode root, IReadOnlyList<PickleNode> rows, string container, PickleTableSource table)
    {
        table.Budget.Charge(8L * rows.Count, root.Offset);
        var others = 0;
        var dicts = new DictNode[rows.Count];
        var names = new List<string>();
        var known = new HashSet<string>();
        var scanned = new HashSet<DictNode>(ReferenceEqualityComparer.Instance);
        for (var i = 0; i < dicts.Length; i++)
        {
            dicts[i] =
                rows[i] as DictNode ?? throw FormatError.Corrupt(table.Name, rows[i].Offset, $"row {i} of a {container} is not a dict");
            if (!scanned.Add(dicts[i]))
            {
                continue;
            }
            foreach (var (key, _) in dicts[i].Pairs)
            {
                if (key is TextNode text && known.Add(text.Text))
                {
                    names.Add(text.Text);
                }
                others += key is TextNode ? 0 : 1;
            }

            table.CheckColumns(names.Count, dicts[i].Offset);
        }

        return Index(container, (dicts.Length, [.. names.Select(name => new RecordColumn(name, table, dicts))])) with
        {
            Warnings = others == 0 ? [] : [new($"{others} keys of its rows are no text and are left out")],
        };
    }

    /// <summary>
    /// The table of columns without names. Four columns of the right kinds get the names of the data set, others get numbers.
    /// </summary>
    private static TableIndex FromSequence(string container, PickleNode root, IReadOnlyList<PickleNode> items, PickleTableSource table)
    {
        if (
            items.Count == 0
            || items.Any(item => item is not (ArrayNode or ListNode or TupleNode or CallNode { Symbol: PickleSymbol.Series }))
        )
        {
            throw FormatError.WrongFormat(table.Name, root.Offset, "the pickle holds a sequence of values, not of columns or rows");
        }
        table.CheckColumns(items.Count, root.Offset);
        var names = items is [_, _, _, _]
            ? DatasetColumns.InOrder
            : [.. Enumerable.Range(0, items.Count).Select(i => i.ToString(System.Globalization.CultureInfo.InvariantCulture))];
        var found = Columns(root, [.. items.Select((item, i) => (names[i], item))], table);
        return Index(container, found) with
        {
            Notes = [$"its columns have no names and were taken as {string.Join(", ", names)}, in this order"],
        };
    }

    private static (long Rows, IReadOnlyList<TableColumn> Columns) Columns(
        PickleNode root,
        List<(string Name, PickleNode Values)> named,
        PickleTableSource table
    )
    {
        var columns = new List<TableColumn>(named.Count);
        var join = SeriesJoin.Create([.. named.Select(item => item.Values)], table);
        var rows = join?.Rows;
        foreach (var (name, values) in named)
        {
            var (length, column) = join?.Column(name, values) ?? Column(name, values, table);
            if (rows is { } expected && expected != length)
            {
                throw FormatError.Mismatch(
                    table.Name,
                    values.Offset,
                    $"number of rows in column '{name}'",
                    $"{length}",
                    $"{expected} as in column '{named[0].Name}'"
                );
            }
            rows = length;
            columns.Add(column);
        }

        if (rows is null)
        {
            throw FormatError.WrongFormat(table.Name, root.Offset, "the pickle holds an empty dict");
        }
        return (rows.Value, columns);
    }

    private static (long Rows, TableColumn Column) Column(string name, PickleNode values, PickleTableSource table)
    {
        switch (values)
        {
            case ListNode list:
                return (list.Items.Count, new NodeColumn(name, table, list.Items));
            case TupleNode tuple:
                return (tuple.Items.Length, new NodeColumn(name, table, tuple.Items));
            case ArrayNode { Objects: { } objects, Shape.Length: 1 }:
                return (objects.Items.Count, new NodeColumn(name, table, objects.Items));
            case ArrayNode { Info: { } info }:
                var (rows, columns) = Single(name, values, info, table);
                return (rows, columns[0]);
            case CallNode { Symbol: PickleSymbol.Series } series:
                var (count, inner) = PandasFrame.ReadSeries(series, table);
                return (count, new RenamedColumn(name, inner[0]));
            case CallNode extension when PandasValues.Length(extension) is { } length:
                return (length, PandasValues.Column(name, extension, table, 0, length));
            default:
                throw FormatError.WrongFormat(table.Name, values.Offset, $"'{name}' is not a column: neither a list nor an array");
        }
    }

    private static (long Rows, IReadOnlyList<TableColumn> Columns) Single(
        string name,
        PickleNode node,
        ArrayInfo info,
        PickleTableSource table
    )
    {
        if (info.Shape.Count == 0)
        {
            throw FormatError.WrongFormat(table.Name, node.Offset, "the pickle holds a single number, not a table");
        }
        if (info.Shape.Count == 1)
        {
            table.ChargeColumn(info);
        }
        return (ArrayColumns.GetRows(info, table.Name), [ArrayColumns.Create(name, info, table.Source)]);
    }
}
