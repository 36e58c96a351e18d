using System.Text;
using System.Text.Unicode;
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
    /// <summary>Maximum length of a text that is read, in bytes. Labels are shorter.</summary>
    public const int LongestText = 16 << 10;
    private readonly Dictionary<long, byte[]> _decoded = [];
    private readonly Dictionary<(long Payload, long From), string> _texts = [];

    /// <summary>Guards the budget and what is computed at first use.</summary>
    public Lock Gate { get; } = new();

    public SourceName Name => Source.Name;

    /// <summary>
    /// The text of a long str, or of bytes that are UTF-8; null where it is longer than any label, or not text. It is read once.
    /// </summary>
    public string? LongText(PayloadNode node)
    {
        lock (Gate)
        {
            if (!node.IsTextKnown)
            {
                (node.Text, node.IsTextKnown) = (ReadText(node.Payload, isText: node.IsText), true);
            }
            return node.Text;
        }
    }

    /// <summary>A long text in an Arrow buffer, which several rows may share. It is read once.</summary>
    public string SharedText(Payload payload, long from, Func<byte[]> read)
    {
        lock (Gate)
        {
            if (!_texts.TryGetValue((payload.Offset, from), out var text))
            {
                var bytes = read();
                Budget.Charge(64 + (2L * bytes.Length), payload.Offset);
                _texts.Add((payload.Offset, from), text = Encoding.UTF8.GetString(bytes));
            }
            return text;
        }
    }

    private string? ReadText(Payload payload, bool isText)
    {
        if (payload.Length > LongestText || payload.Encoding is PayloadEncoding.RawUnicodeEscape or PayloadEncoding.PythonLiteral)
        {
            return null;
        }
        Budget.Charge(64 + (2 * payload.Length), payload.Offset);
        var bytes = new byte[payload.Length];
        Source.ReadExactly(payload.Offset, bytes, "text");
        if (isText)
        {
            return payload.Encoding == PayloadEncoding.Utf8 ? Encoding.UTF8.GetString(bytes) : Encoding.Latin1.GetString(bytes);
        }
        var plain = payload.Encoding == PayloadEncoding.Raw ? bytes : DecodePlain(payload);
        return Utf8.IsValid(plain) ? Encoding.UTF8.GetString(plain) : null;
    }

    private byte[] DecodePlain(Payload payload)
    {
        var encoded = new byte[payload.Length];
        Source.ReadExactly(payload.Offset, encoded, "text payload");
        var text = new TextBytes(payload.Encoding);
        var plain = new byte[payload.Length + 1];
        return text.Decode(encoded, plain, out var written) >= 0 || !text.IsComplete ? [0xFF] : plain[..written];
    }

    /// <summary>The bytes of a small payload that is written as text (protocols 0 to 2). They are decoded once and cached.</summary>
    /// <exception cref="DatasetFormatException">The text cannot be decoded, or exceeds the memory budget.</exception>
    public ReadOnlyMemory<byte> Decoded(Payload payload)
    {
        lock (Gate)
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

    /// <summary>
    /// Throws where an array of Python objects has more bytes than its file can account for: lists can share their items.
    /// </summary>
    public void CheckDecoded(ArrayInfo array)
    {
        var limit = Limits.IndexBytesBase + (Limits.IndexBytesPerFileByte * Source.Length);
        if (array.ByteLength > limit)
        {
            throw FormatError.TooLarge(Name, array.Payload.Offset, "a nested list, in bytes,", array.ByteLength, limit);
        }
    }

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
