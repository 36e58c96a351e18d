using System.Globalization;
using LungSeg.Core.Bytes;
using LungSeg.Core.Formats.Arrays;

namespace LungSeg.Core.Formats.Pickle;

/// <summary>
/// Joins the Series of a dict by their index, as <c>pandas.DataFrame(dict)</c> does: all labels, in ascending order where they can be
/// ordered, and a missing cell where a Series lacks a label.
/// </summary>
internal sealed class SeriesJoin
{
    private const int LabelBytes = 96;
    private readonly Dictionary<PickleNode, (TableColumn Column, long[] Rows)> _columns = new(ReferenceEqualityComparer.Instance);

    private SeriesJoin(long rows) => Rows = rows;

    /// <summary>Number of labels.</summary>
    public long Rows { get; }

    /// <summary>The join; null where fewer than two values are Series, or all have one index.</summary>
    /// <exception cref="DatasetFormatException">
    /// The indices differ, and one of them has a label twice or labels that are not read.
    /// </exception>
    public static SeriesJoin? Create(IReadOnlyList<PickleNode> values, PickleTableSource table)
    {
        var series = values.OfType<CallNode>().Where(call => call.Symbol == PickleSymbol.Series).Distinct().ToArray();
        if (series.Length < 2)
        {
            return null;
        }
        var read = new (TableColumn Column, object[] Labels)[series.Length];
        for (var i = 0; i < series.Length; i++)
        {
            var (rows, columns) = PandasFrame.ReadSeries(series[i], table);
            table.Budget.Charge(LabelBytes * rows, series[i].Offset);
            read[i] = (columns[0], Labels(PandasFrame.SeriesIndex(series[i], table), rows, series[i], table));
        }
        if (read.All(one => one.Labels.AsSpan().SequenceEqual(read[0].Labels)))
        {
            return null;
        }

        var order = Union(read);
        var join = new SeriesJoin(order.Count);
        table.Budget.Charge(8L * order.Count * series.Length, series[0].Offset);
        for (var i = 0; i < series.Length; i++)
        {
            var places = new Dictionary<object, long>();
            for (var row = 0; row < read[i].Labels.Length; row++)
            {
                if (!places.TryAdd(read[i].Labels[row], row))
                {
                    throw FormatError.Unsupported(
                        table.Name,
                        series[i].Offset,
                        $"Series of a dict are joined by their index, and one has the label {read[i].Labels[row]} twice"
                    );
                }
            }
            join._columns.Add(series[i], (read[i].Column, [.. order.Select(label => places.GetValueOrDefault(label, -1))]));
        }
        return join;
    }

    /// <summary>The column of a Series in the order of the joined labels; null for other values.</summary>
    public (long Rows, TableColumn Column)? Column(string name, PickleNode values) =>
        _columns.TryGetValue(values, out var found) ? (Rows, new JoinedColumn(name, found.Column, found.Rows)) : null;

    private static List<object> Union((TableColumn Column, object[] Labels)[] read)
    {
        var seen = new HashSet<object>();
        var all = read.SelectMany(one => one.Labels).Where(seen.Add).ToList();
        if (all.TrueForAll(label => label is double))
        {
            all.Sort((a, b) => ((double)a).CompareTo((double)b));
        }
        else if (all.TrueForAll(label => label is string))
        {
            all.Sort((a, b) => string.CompareOrdinal((string)a, (string)b));
        }
        return all;
    }

    /// <summary>The labels of an index as texts and numbers, which compare as Python's do: 1 equals 1.0.</summary>
    private static object[] Labels(PickleNode index, long rows, CallNode series, PickleTableSource table)
    {
        var levels = PandasIndex.Levels(index, table);
        if (levels.Count == 0 || PandasIndex.Count(index, table) != rows)
        {
            throw FormatError.Unsupported(table.Name, series.Offset, "a Series of a dict has an index whose labels are not read");
        }
        var labels = new object[rows];
        for (var row = 0L; row < rows; row++)
        {
            labels[row] =
                levels.Count == 1
                    ? Label(levels[0].Column[row])
                    : string.Join('\n', levels.Select(level => Convert.ToString(Label(level.Column[row]), CultureInfo.InvariantCulture)));
        }
        return labels;
    }

    private static object Label(Cell cell) =>
        cell.Value switch
        {
            string text => text,
            null => string.Empty,
            IConvertible number => number.ToDouble(CultureInfo.InvariantCulture),
            var other => other.ToString() ?? string.Empty,
        };

    /// <summary>A column whose rows are in another order; -1 where a row is missing.</summary>
    private sealed class JoinedColumn(string name, TableColumn below, long[] rows) : TableColumn(name, below.Storage), INodeColumn
    {
        public override ByteOrder ByteOrder => below.ByteOrder;

        public override CellKind? CommonKind => below.CommonKind;

        public override CategoryList? Categories => below.Categories;

        public override Cell this[long row] => rows[row] < 0 ? Cell.Missing : below[rows[row]];

        public override string Describe(long row) => rows[row] < 0 ? "nothing" : below.Describe(rows[row]);

        public PickleNode? NodeAt(long row) => rows[row] < 0 ? null : INodeColumn.Find(below, rows[row]);
    }
}
