using LungSeg.Core.Bytes;
using LungSeg.Core.Formats.Arrays;

namespace LungSeg.Core.Formats.Pickle;

/// <summary>Context of the table reader: the bytes of the pickle, and the memory budget.</summary>
/// <param name="Source">The pickle's bytes.</param>
/// <param name="Limits">Limits in force.</param>
/// <param name="OpcodeCount">Number of opcodes in the pickle; every real cell needs at least one.</param>
/// <param name="Budget">The remaining memory budget, which depends on the size of the file.</param>
internal sealed record PickleTableSource(IByteSource Source, ReadLimits Limits, long OpcodeCount, AllocationBudget Budget)
{
    private readonly Dictionary<long, byte[]> _decoded = [];
    private readonly Lock _gate = new();

    public SourceName Name => Source.Name;

    /// <summary>The bytes of a small payload that is written as text (protocols 0 to 2). They are decoded once and cached.</summary>
    /// <exception cref="DatasetFormatException">The text cannot be decoded, or exceeds the memory budget.</exception>
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

    /// <summary>Charges the budget for a column that is read at first use, since many columns may share one array.</summary>
    public void ChargeColumn(ArrayInfo values) => Budget.Charge(values.ByteLength, values.Payload.Offset);

    /// <summary>Throws where a table has too many columns.</summary>
    public void CheckColumns(long columns, long offset)
    {
        if (columns > Limits.MaxColumns)
        {
            throw FormatError.TooLarge(Name, offset, "number of columns", columns, Limits.MaxColumns);
        }
    }

    /// <summary>
    /// Throws where a table has more rows than its bytes can hold. An index can declare any number, and columns can share one list.
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
/// <param name="Offset">Offset of its opcode, after which come 8 bytes of length and the content.</param>
/// <param name="Length">Length of the content.</param>
internal readonly record struct PickleFrame(long Offset, long Length);
