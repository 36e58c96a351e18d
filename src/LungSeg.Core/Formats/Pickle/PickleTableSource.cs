using LungSeg.Core.Bytes;

namespace LungSeg.Core.Formats.Pickle;

/// <summary>What every part of the table reader needs: where the bytes are, and how much the file has earned.</summary>
/// <param name="Source">The pickle's bytes.</param>
/// <param name="Limits">Limits in force.</param>
/// <param name="OpcodeCount">Opcodes that made the nodes: each real cell costs at least one.</param>
internal sealed record PickleTableSource(IByteSource Source, ReadLimits Limits, long OpcodeCount)
{
    public SourceName Name => Source.Name;

    /// <summary>Refuses a table whose size its opcodes cannot have earned, as lists that share each other can declare.</summary>
    public void CheckSize(long rows, long columns, long offset)
    {
        const int CellsPerOpcode = 16;
        if (columns > Limits.MaxColumns)
            throw FormatError.TooLarge(Name, offset, "number of columns", columns, Limits.MaxColumns);
        var limit = CellsPerOpcode * OpcodeCount;
        if (columns > 0 && rows > limit / columns)
            throw FormatError.TooLarge(Name, offset, $"number of cells of {columns} columns by rows", rows, limit / columns);
    }
}
