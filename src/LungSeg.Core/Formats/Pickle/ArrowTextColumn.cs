using System.Buffers.Binary;
using System.Text;
using LungSeg.Core.Bytes;
using LungSeg.Core.Formats.Arrays;

namespace LungSeg.Core.Formats.Pickle;

/// <summary>A string column in Arrow's layout: validity bits, offsets (int32 or int64) and UTF-8 text, in one or several chunks.</summary>
internal sealed class ArrowTextColumn(string name, string storage, PickleTableSource table, ArrowText text) : TableColumn(name, storage)
{
    /// <summary>Texts longer than this are read once, since many rows could share one.</summary>
    private const int LongestInlineText = 1024;

    public override CellKind? CommonKind => CellKind.Text;

    public override Cell this[long row]
    {
        get
        {
            var (chunk, element) = text.Find(row);
            return Read(chunk, element);
        }
    }

    /// <summary>Finds the Arrow buffers of a pandas array; null where it is not an Arrow string array.</summary>
    public static ArrowText? Find(CallNode call)
    {
        if (call.Symbol != PickleSymbol.ArrowStringArray || call.State is not DictNode state)
        {
            return null;
        }
        if (
            (state["_pa_array"] ?? state["_data"])
            is not CallNode { Symbol: PickleSymbol.ArrowRestoreArray, Arguments: TupleNode arguments }
        )
        {
            return null;
        }

        // _restore_array((type, length, ...)) is one chunk; chunked_array([chunk, ...], type) is several.
        if (arguments.Items is [ListNode { Items: var list }, ..])
        {
            var chunks = new List<ArrowChunk>(list.Count);
            foreach (var item in list)
            {
                if (
                    item is not CallNode { Arguments: TupleNode { Items: [TupleNode inner, ..] } }
                    || ArrowChunk.Create(inner) is not { } chunk
                )
                {
                    return null;
                }
                chunks.Add(chunk);
            }

            return new ArrowText(chunks);
        }

        return arguments.Items is [TupleNode single, ..] && ArrowChunk.Create(single) is { } whole ? new ArrowText([whole]) : null;
    }

    private Cell Read(ArrowChunk chunk, long element)
    {
        if (chunk.Validity is { } validity)
        {
            Span<byte> bits = stackalloc byte[1];
            ReadWithin(validity, element / 8, bits, "Arrow validity");
            if ((bits[0] & (1 << (int)(element % 8))) == 0)
            {
                return Cell.Missing;
            }
        }

        Span<byte> ends = stackalloc byte[2 * chunk.OffsetSize];
        ReadWithin(chunk.Offsets, element * chunk.OffsetSize, ends, "Arrow offsets");
        var (from, to) =
            chunk.OffsetSize == 8
                ? (BinaryPrimitives.ReadInt64LittleEndian(ends), BinaryPrimitives.ReadInt64LittleEndian(ends[8..]))
                : (BinaryPrimitives.ReadInt32LittleEndian(ends), BinaryPrimitives.ReadInt32LittleEndian(ends[4..]));
        if (from < 0 || to < from || to > chunk.Text.Length)
        {
            throw FormatError.Corrupt(
                table.Name,
                chunk.Offsets.Offset,
                $"text of column '{Name}' runs from byte {from} to {to} of {chunk.Text.Length}"
            );
        }
        if (to - from > PickleTableSource.LongestText)
        {
            return new Cell(CellKind.Text, null);
        }
        if (to - from > LongestInlineText)
        {
            return new Cell(CellKind.Text, table.SharedText(chunk.Text, from, () => ReadBytes(chunk.Text, from, to)));
        }
        return new Cell(CellKind.Text, Encoding.UTF8.GetString(ReadBytes(chunk.Text, from, to)));
    }

    private byte[] ReadBytes(Payload text, long from, long to)
    {
        var bytes = new byte[to - from];
        ReadWithin(text, from, bytes, "Arrow text");
        return bytes;
    }

    private void ReadWithin(Payload payload, long at, Span<byte> destination, string field)
    {
        var isRaw = payload.Encoding == PayloadEncoding.Raw;
        var decoded = isRaw ? default : table.Decoded(payload).Span;
        var length = isRaw ? payload.Length : decoded.Length;
        if (at + destination.Length > length)
        {
            throw FormatError.Truncated(table.Name, payload.Offset, field, at + destination.Length, length);
        }
        if (isRaw)
        {
            table.Source.ReadExactly(payload.Offset + at, destination, field);
        }
        else
        {
            decoded.Slice((int)at, destination.Length).CopyTo(destination);
        }
    }
}
