using System.Buffers.Binary;
using LungSeg.Core.Bytes;
using LungSeg.Core.Formats.Arrays;
using LungSeg.Core.Formats.Editing;

namespace LungSeg.Core.Formats.Pickle.Editing;

/// <summary>Plans edits that give the arrays of one column new values, with all other bytes of the pickle unchanged.</summary>
/// <remarks>
/// Values are replaced in place. Where two cells hold one object and must differ, the opcode that recalls the object is replaced by a new
/// array, and the frames around it get longer.
/// </remarks>
internal sealed class PickleArrayEditor
{
    private const string Remedy = "write the pickle again first";
    private static readonly RequestHint Rewrite = new(RequestParameter.Format, "pickle");
    private readonly SourceName _name;
    private readonly IReadOnlySet<long> _recalledPayloads;

    private PickleArrayEditor(SourceName name, IReadOnlySet<long> recalledPayloads) =>
        (_name, _recalledPayloads) = (name, recalledPayloads);

    /// <summary>The edits, which do not overlap.</summary>
    /// <exception cref="DatasetFormatException">
    /// The column shares bytes with another value, or is written as no known pickler does (<see cref="Fault.Unsupported"/>); or the pickle
    /// has an unsafe name, which a copy would have too (<see cref="Fault.Unsafe"/>).
    /// </exception>
    public static IReadOnlyList<FileEdit> Plan(IByteSource source, ReadLimits limits, ArrayEditRequest request)
    {
        using var file = new PickleFile(source, PickleMode.Strict, limits);
        try
        {
            file.Run();
        }
        catch (DatasetFormatException e) when (e is { Fault: Fault.Unsafe, Offset: { } at })
        {
            throw FormatError.Unsafe(source.Name, at, $"{e.Detail}; a copy of its bytes would name it too", Rewrite);
        }
        var table = file.ReadTable();
        var machine = file.Machine;
        var editor = new PickleArrayEditor(source.Name, machine.RecalledPayloads);
        var objects = Cells(table, request)
            .GroupBy(cell => cell.Array.Stack ?? cell.Array, ReferenceEqualityComparer.Instance)
            .Select(cells => cells.ToArray())
            .ToArray();
        var edits = new List<FileEdit>();
        foreach (var payload in objects.GroupBy(uses => uses[0].Array.Payload.Offset))
        {
            edits.AddRange(editor.EditPayload([.. payload]));
        }
        return [.. edits, .. editor.FrameEdits(machine.Frames, edits)];
    }

    /// <summary>
    /// Every cell that holds an array, with the array from which its new values are computed; null where its values stay.
    /// </summary>
    private static IEnumerable<ArrayUse> Cells(TableIndex table, ArrayEditRequest request)
    {
        // An array or list without a name is a table of one column, which is the column to edit.
        var isBare = table.Columns is [{ Name: TableIndex.BareColumn }];
        var basis = table.Columns.FirstOrDefault(column => isBare || column.Name == request.Basis);
        foreach (var column in table.Columns)
        {
            var isReplaced = isBare || column.Name == request.Column;
            for (var row = 0L; row < table.Rows; row++)
            {
                if (column[row].Array is not { } array)
                {
                    continue;
                }
                var wanted = isReplaced && request.Changes(row) ? Slice(basis?[row].Array) : null;
                yield return new ArrayUse(row, Slice(array) ?? array, INodeColumn.Find(column, row) as ArrayNode, wanted);
            }
        }
    }

    /// <summary>The slice of an array, where the file has it as bytes; else the array.</summary>
    private static ArrayInfo? Slice(ArrayInfo? array) =>
        array is not null && SliceForms.Find(array) is { Coloured: null } slice ? slice : array;

    /// <param name="objects">For each array with the payload, the cells that hold it.</param>
    private IEnumerable<FileEdit> EditPayload(ArrayUse[][] objects)
    {
        if (objects.All(uses => uses.All(use => use.Wanted is null)))
        {
            return [];
        }
        var payload = objects[0][0].Array.Payload;
        if (objects[0][0].Array is { Decoder: not null } or { Shape.Count: not 2 })
        {
            throw Unsupported(payload, "its arrays are written in another form than [row, col] as bytes");
        }
        if (objects.Length > 1 || _recalledPayloads.Contains(payload.Offset))
        {
            throw Unsupported(payload, "the bytes of its arrays are shared with other values");
        }

        // Only BINUNICODE, with 4 length bytes, is edited: opcodes with 1 or 8 are of protocol 4, which writes arrays as bytes objects.
        if (payload is { Encoding: PayloadEncoding.Utf8, LengthBytes: not sizeof(uint) })
        {
            throw Unsupported(payload, "its arrays are written as text in opcodes of protocol 4");
        }
        return objects[0][0].Array.Stack is { } stack ? EditStack(objects[0], stack) : EditArray(objects[0]);
    }

    private IEnumerable<FileEdit> EditStack(ArrayUse[] uses, ArrayInfo stack)
    {
        if (uses.Length != stack.Shape[0])
        {
            throw Unsupported(stack.Payload, "one stack of its arrays serves several columns");
        }
        return FileEdit.ForStack([.. uses.Select(use => use.Content)]);
    }

    private IEnumerable<FileEdit> EditArray(ArrayUse[] uses)
    {
        // The array is edited for the cell where it is defined. A cell that recalls it and needs other values gets a new array.
        var own = Array.FindAll(uses, use => use.Node is null or { RecallLength: 0 });
        if (own.Any(use => !ReferenceEquals(use.Wanted, own[0].Wanted)))
        {
            throw Unsupported(uses[0].Array.Payload, "one list of its arrays serves several columns");
        }
        if (own is [{ Wanted: not null } first, ..])
        {
            yield return FileEdit.InPlace(first.Array, first.Content);
        }
        foreach (var use in uses)
        {
            if (use.Node is { RecallLength: > 0 } node && !ReferenceEquals(use.Wanted, own.FirstOrDefault()?.Wanted))
            {
                yield return InlineArray.CreateInPlace(node.Offset, node.RecallLength, use.Content);
            }
        }
    }

    private IEnumerable<FileEdit> FrameEdits(IReadOnlyList<PickleFrame> frames, List<FileEdit> edits)
    {
        const int HeadLength = 9;
        var growing = edits.Where(edit => edit.NewLength != edit.OldLength).ToArray();
        foreach (var frame in frames)
        {
            var start = frame.Offset + HeadLength;
            var inside = Array.FindAll(growing, edit => edit.Offset >= start && edit.Offset - start < frame.Length);
            if (inside.Length == 0)
            {
                continue;
            }
            if (Array.Find(inside, edit => edit.NewLength is null) is not null)
            {
                throw FormatError.Unsupported(
                    _name,
                    frame.Offset,
                    $"its arrays are written as text inside a frame, as no protocol does; {Remedy}",
                    Rewrite
                );
            }
            var length = new byte[8];
            BinaryPrimitives.WriteInt64LittleEndian(length, frame.Length + inside.Sum(edit => edit.NewLength!.Value - edit.OldLength));
            yield return new FileEdit(frame.Offset + 1, 8, length, null, default);
        }
    }

    private DatasetFormatException Unsupported(Payload payload, string why) =>
        FormatError.Unsupported(_name, payload.Offset, $"{why}; {Remedy}", Rewrite);

    /// <param name="Row">Row of the cell.</param>
    /// <param name="Array">The array it holds.</param>
    /// <param name="Node">Node of the array; null for slices of a stack.</param>
    /// <param name="Wanted">Array from which its new values are computed; null to keep its values.</param>
    private sealed record ArrayUse(long Row, ArrayInfo Array, ArrayNode? Node, ArrayInfo? Wanted)
    {
        public ArrayContent Content => new(Row, Array, IsOriginal: Wanted is null);
    }
}
