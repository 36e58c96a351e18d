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
    private readonly Dictionary<long, byte[]> _decoded = [];
    private readonly Lock _gate = new();

    public SourceName Name => Source.Name;

    /// <summary>
    /// The bytes of a small payload that is written as text (protocols 0 to 2), decoded once however many columns share it.
    /// </summary>
    /// <exception cref="DatasetFormatException">The text does not decode, or is larger than the file has earned.</exception>
    public ReadOnlyMemory<byte> Decoded(Payload payload)
    {
        lock (_gate)
        {
            if (!_decoded.TryGetValue(payload.Offset, out var decoded))
            {
                _decoded.Add(payload.Offset, decoded = Decode(payload));
            }
            return decoded;
        }
    }

    private byte[] Decode(Payload payload)
    {
        if (payload.Length >= Array.MaxLength)
        {
            throw FormatError.TooLarge(Name, payload.Offset, "a text payload, in bytes,", payload.Length, Array.MaxLength);
        }
        Budget.Charge(2 * payload.Length, payload.Offset);
        var encoded = new byte[payload.Length];
        Source.ReadExactly(payload.Offset, encoded, "text payload");
        var text = new TextBytes(payload.Encoding);
        var plain = new byte[payload.Length + 1];
        var bad = text.Decode(encoded, plain, out var written);
        if (bad >= 0 || !text.IsComplete)
        {
            throw FormatError.Corrupt(Name, payload.Offset + Math.Max(0, bad), "text payload holds a character that is not a byte");
        }
        return plain[..written];
    }

    /// <summary>Charges a column that is read whole when its first cell is asked for: columns may share one array.</summary>
    public void ChargeColumn(ArrayInfo values) => Budget.Charge(values.ByteLength, values.Payload.Offset);

    /// <summary>Refuses a table with more columns than any has.</summary>
    public void CheckColumns(long columns, long offset)
    {
        if (columns > Limits.MaxColumns)
        {
            throw FormatError.TooLarge(Name, offset, "number of columns", columns, Limits.MaxColumns);
        }
    }

    /// <summary>
    /// Refuses a table whose size its bytes cannot have earned, as an index can declare it or columns that share a list can make it.
    /// </summary>
    public TableIndex Checked(TableIndex table, long offset)
    {
        const int CellsPerOpcode = 4;
        const int RowBytes = 112;
        CheckColumns(table.Columns.Count, offset);
        var limit = (CellsPerOpcode * OpcodeCount) + Source.Length;
        var columns = Math.Max(1, table.Columns.Count);
        if (table.Rows > limit / columns)
        {
            throw FormatError.TooLarge(Name, offset, $"number of rows of {table.Columns.Count} columns", table.Rows, limit / columns);
        }
        Budget.Charge(RowBytes * table.Rows, offset);
        return table;
    }
}

/// <summary>A frame of protocol 4 and later.</summary>
/// <param name="Offset">Byte of its opcode; its length follows in 8 bytes, then what it frames.</param>
/// <param name="Length">Bytes framed.</param>
internal readonly record struct PickleFrame(long Offset, long Length);
