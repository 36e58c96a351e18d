using LungSeg.Core.Bytes;
using LungSeg.Core.Formats.Arrays;

namespace LungSeg.Core.Formats.Pickle;

/// <summary>What every part of the table reader needs: where the bytes are, and how much the file has earned.</summary>
/// <param name="Source">The pickle's bytes.</param>
/// <param name="Limits">Limits in force.</param>
/// <param name="OpcodeCount">Opcodes that made the nodes: each real cell costs at least one.</param>
/// <param name="Budget">What is left of the memory the file has earned.</param>
internal sealed record PickleTableSource(IByteSource Source, ReadLimits Limits, long OpcodeCount, AllocationBudget Budget)
{
    public SourceName Name => Source.Name;

    /// <summary>Charges a column that is read whole when its first cell is asked for: columns may share one array.</summary>
    public void ChargeColumn(ArrayInfo values) => Budget.Charge(values.ByteLength, values.Payload.Offset);

    /// <summary>Refuses a table with more columns than any has.</summary>
    public void CheckColumns(long columns, long offset)
    {
        if (columns > Limits.MaxColumns)
            throw FormatError.TooLarge(Name, offset, "number of columns", columns, Limits.MaxColumns);
    }

    /// <summary>Refuses a table whose size its bytes cannot have earned, as an index can declare it or columns that share a list can make it.</summary>
    public TableIndex Checked(TableIndex table, long offset)
    {
        const int CellsPerOpcode = 4;
        const int RowBytes = 112;
        CheckColumns(table.Columns.Count, offset);
        var limit = (CellsPerOpcode * OpcodeCount) + Source.Length;
        var columns = Math.Max(1, table.Columns.Count);
        if (table.Rows > limit / columns)
            throw FormatError.TooLarge(Name, offset, $"number of rows of {table.Columns.Count} columns", table.Rows, limit / columns);
        Budget.Charge(RowBytes * table.Rows, offset);
        return table;
    }
}
