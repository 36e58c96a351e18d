using LungSeg.Core.Formats.Arrays;
using LungSeg.Core.Formats.Columns;
using LungSeg.Core.Model;

namespace LungSeg.Core.Formats.Pickle;

/// <summary>Tables one after another. A column that a table lacks is missing in its rows.</summary>
internal static class ConcatenatedTable
{
    public static TableIndex Create(IReadOnlyList<TableIndex> parts, PickleTableSource table)
    {
        var rows = 0L;
        var firstRows = new long[parts.Count];
        var names = new List<string>();
        var known = new HashSet<string>();
        for (var i = 0; i < parts.Count; i++)
        {
            firstRows[i] = rows;
            rows += parts[i].Rows;
            names.AddRange(parts[i].Columns.Select(column => column.Name).Where(known.Add));
            table.CheckColumns(names.Count, 0);
        }

        table.Budget.Charge(16L * names.Count * parts.Count, 0);
        return new TableIndex
        {
            Container = parts[0].Container,
            Rows = rows,
            Columns =
            [
                .. names.Select(name => new ConcatenatedColumn(
                    name,
                    [.. parts.Select(part => part.Columns.FirstOrDefault(column => column.Name == name))],
                    firstRows
                )),
            ],
            Notes = [.. parts.SelectMany(part => part.Notes).Distinct()],
            Warnings = [.. parts.SelectMany(part => part.Warnings).Distinct()],
        };
    }

    /// <summary>The tables with the name of each as the column <c>part</c>, where they have none.</summary>
    public static TableIndex Create(IReadOnlyList<(string Name, TableIndex Table)> parts, PickleTableSource table) =>
        Create(
            [
                .. parts.Select(part =>
                    part.Table.Columns.Any(column => column.Name == DatasetColumns.Part)
                        ? part.Table
                        : part.Table with
                        {
                            Columns =
                            [
                                .. part.Table.Columns,
                                new ConstantColumn(DatasetColumns.Part, "object", new Cell(CellKind.Text, part.Name)),
                            ],
                        }
                ),
            ],
            table
        );
}

/// <summary>A column of several tables, one after another; null for a table without it.</summary>
internal sealed class ConcatenatedColumn(string name, TableColumn?[] parts, long[] firstRows)
    : TableColumn(name, Common(parts, part => part.Storage) ?? "object"),
        INodeColumn
{
    public override ByteOrder ByteOrder { get; } =
        Array.TrueForAll(parts, part => part is null || part.ByteOrder == parts[0]?.ByteOrder)
            ? parts[0]?.ByteOrder ?? ByteOrder.None
            : ByteOrder.None;

    public override CellKind? CommonKind { get; } =
        Array.TrueForAll(parts, part => part is not null && part.CommonKind == parts[0]!.CommonKind) ? parts[0]!.CommonKind : null;

    public override CategoryList? Categories =>
        parts[0]?.Categories is { } first
        && Array.TrueForAll(
            parts,
            part => part?.Categories is { } other && other.IsOrdered == first.IsOrdered && other.Values.SequenceEqual(first.Values)
        )
            ? first
            : null;

    public override Cell this[long row]
    {
        get
        {
            var (part, first) = Find(row);
            return part?[row - first] ?? Cell.Missing;
        }
    }

    public override string Describe(long row)
    {
        var (part, first) = Find(row);
        return part?.Describe(row - first) ?? "nothing";
    }

    public PickleNode? NodeAt(long row)
    {
        var (part, first) = Find(row);
        return INodeColumn.Find(part, row - first);
    }

    private static string? Common(TableColumn?[] parts, Func<TableColumn, string> get) =>
        parts.OfType<TableColumn>().Select(get).Distinct().ToArray() is [var only] ? only : null;

    private (TableColumn? Part, long First) Find(long row)
    {
        var at = Array.BinarySearch(firstRows, row);
        at = at < 0 ? ~at - 1 : at;

        // Tables without rows start at the same row as the next one.
        while (at + 1 < firstRows.Length && firstRows[at + 1] <= row)
        {
            at++;
        }
        return (parts[at], firstRows[at]);
    }
}
