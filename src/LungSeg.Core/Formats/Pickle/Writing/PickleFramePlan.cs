namespace LungSeg.Core.Formats.Pickle.Writing;

/// <summary>Plan of a DataFrame pickle without array bytes: the columns in order, with dtype and shape of each array cell.</summary>
internal sealed class PickleFramePlan
{
    /// <param name="columns">Columns in the order of the frame, all with the same number of rows.</param>
    /// <param name="protocol">
    /// 4 or 5. Only the protocol number differs in the file, since numpy accepts no bytearray in an array's state.
    /// </param>
    /// <exception cref="ArgumentException">
    /// Columns have different lengths, a name occurs twice, the protocol is not 4 or 5, or the target of a shared cell has no array of its
    /// own.
    /// </exception>
    internal PickleFramePlan(IReadOnlyList<PickleColumnPlan> columns, int protocol = 4)
    {
        if (protocol is not (4 or 5))
        {
            throw new ArgumentOutOfRangeException(nameof(protocol), protocol, "protocol must be 4 or 5");
        }

        (Columns, Protocol) = (columns, protocol);
        RowCount = columns.Count == 0 ? 0 : columns[0].RowCount;
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var column in columns)
        {
            if (column.RowCount != RowCount)
            {
                throw new ArgumentException($"column {column.Name} has {column.RowCount} rows, expected {RowCount}", nameof(columns));
            }

            if (!names.Add(column.Name))
            {
                throw new ArgumentException($"column {column.Name} is given twice", nameof(columns));
            }

            CheckTargets(column);
        }
    }

    internal IReadOnlyList<PickleColumnPlan> Columns { get; }

    internal int Protocol { get; }

    internal int RowCount { get; }

    /// <summary>Position of a cell in the order of the file, which is column by column.</summary>
    internal int LinearIndex(CellAddress cell) => checked(cell.Column * RowCount + cell.Row);

    /// <summary>The array cell at an address.</summary>
    /// <exception cref="ArgumentException">The frame has no array cell.</exception>
    internal PickleArrayCell ArrayAt(CellAddress cell)
    {
        if (
            (uint)cell.Column >= (uint)Columns.Count
            || (uint)cell.Row >= (uint)RowCount
            || Columns[cell.Column] is not PickleArrayColumn column
        )
        {
            throw new ArgumentException($"column {cell.Column}, row {cell.Row} is not an array cell", nameof(cell));
        }

        return column.Cells[cell.Row];
    }

    private void CheckTargets(PickleColumnPlan column)
    {
        if (column is not PickleArrayColumn arrays)
        {
            return;
        }

        foreach (var cell in arrays.Cells)
        {
            if (cell.Target is { } target && ArrayAt(target).Target is not null)
            {
                throw new ArgumentException($"column {arrays.Name} shares an array with a cell that is shared itself", nameof(column));
            }
        }
    }
}

/// <summary>Plan of a column: texts, arrays, elements of one type, or objects.</summary>
internal abstract record PickleColumnPlan(string Name)
{
    internal abstract int RowCount { get; }

    /// <summary>pandas' name of the column's type, as lungseg reads it.</summary>
    internal virtual string Storage => "object";
}

/// <summary>A column of Python <c>str</c>; null is written as <c>None</c>.</summary>
internal sealed record PickleTextColumn(string Name, IReadOnlyList<string?> Values) : PickleColumnPlan(Name)
{
    internal override int RowCount => Values.Count;
}

/// <summary>A column of <c>numpy.ndarray</c>; a missing one is written as <c>None</c>.</summary>
internal sealed record PickleArrayColumn(string Name, IReadOnlyList<PickleArrayCell> Cells) : PickleColumnPlan(Name)
{
    internal override int RowCount => Cells.Count;
}
