using System.Buffers.Binary;
using LungSeg.Core.Bytes;
using LungSeg.Core.Formats.Arrays;
using LungSeg.Core.Formats.Editing;

namespace LungSeg.Core.Formats.Pickle.Editing;

/// <summary>Plans how the arrays of one column get new values while every other byte of the pickle stays.</summary>
/// <remarks>
/// Values are replaced where they lie. A cell that holds the same object as another one, and must not any more, gets an array of its own
/// in place of the opcode that recalls the object; frames around it are lengthened.
/// </remarks>
internal static class PickleArrayEditor
{
    /// <summary>The edits; none overlap.</summary>
    /// <exception cref="DatasetFormatException">An array is written as text (protocols 0 to 2) or has no values to replace (<see cref="Fault.Unsupported"/>).</exception>
    public static IReadOnlyList<FileEdit> Plan(IByteSource source, ReadLimits limits, ArrayEditRequest request)
    {
        using var machine = new PickleMachine(source, PickleMode.Strict, limits);
        var table = PickleTable.Read(machine.Run(), new PickleTableSource(source, limits, machine.OpcodeCount, machine.Budget));
        var edits = new List<FileEdit>();
        foreach (var cells in Cells(table, request).GroupBy(cell => cell.Array, ReferenceEqualityComparer.Instance))
            edits.AddRange(OfArray([.. cells], source));
        return [.. edits, .. FrameEdits(machine.Frames, edits)];
    }

    /// <summary>Every cell that holds an array, with what it is to hold: the basis of its new values, or null for those it has.</summary>
    private static IEnumerable<ArrayUse> Cells(TableIndex table, ArrayEditRequest request)
    {
        var basis = table.Columns.FirstOrDefault(column => column.Name == request.Basis);
        foreach (var column in table.Columns)
        {
            for (var row = 0L; row < table.Rows; row++)
            {
                if (column[row].Array is not { } array)
                    continue;
                var wanted = column.Name == request.Column && request.Changes(row) ? basis?[row].Array : null;
                yield return new ArrayUse(row, array, (column as INodeColumn)?.NodeAt(row) as ArrayNode, wanted);
            }
        }
    }

    private static IEnumerable<FileEdit> OfArray(ArrayUse[] uses, IByteSource source)
    {
        if (uses.All(use => use.Wanted is null))
            yield break;
        var array = uses[0].Array;
        if (array.Payload.Encoding != PayloadEncoding.Raw)
            throw FormatError.Unsupported(source.Name, array.Payload.Offset, "its arrays are written as text (pickle protocol 2 or lower); write it again with protocol 4 first");

        // The cell that holds the array itself decides what stands at its place; one that only recalls it is moved where it differs.
        var own = Array.Find(uses, use => use.Node is null or { RecallLength: 0 });
        if (own?.Wanted is not null)
            yield return InPlace(own, source);
        foreach (var use in uses)
        {
            if (use.Node is { RecallLength: > 0 } node && !ReferenceEquals(use.Wanted, own?.Wanted))
                yield return NewArray(use, node);
        }
    }

    private static FileEdit InPlace(ArrayUse use, IByteSource source)
    {
        var offset = use.Array.Offset ?? throw FormatError.Unsupported(source.Name, use.Array.Payload.Offset, "its arrays are slices of a stack in Fortran order");
        return FileEdit.InPlace(use.Array, offset, use.Row);
    }

    private static FileEdit NewArray(ArrayUse use, ArrayNode node)
    {
        var (prefix, suffix) = InlineArray.Around(use.Array);
        return new FileEdit(node.Offset, node.RecallLength, prefix, new ArrayContent(use.Row, use.Array, use.Wanted is null), suffix);
    }

    private static IEnumerable<FileEdit> FrameEdits(IReadOnlyList<PickleFrame> frames, List<FileEdit> edits)
    {
        const int HeadLength = 9;
        var growing = edits.Where(edit => edit.NewLength != edit.OldLength).ToArray();
        foreach (var frame in frames)
        {
            var start = frame.Offset + HeadLength;
            var growth = growing.Where(edit => edit.Offset >= start && edit.Offset - start < frame.Length).Sum(edit => edit.NewLength - edit.OldLength);
            if (growth == 0)
                continue;
            var length = new byte[8];
            BinaryPrimitives.WriteInt64LittleEndian(length, frame.Length + growth);
            yield return new FileEdit(frame.Offset + 1, 8, length, null, default);
        }
    }

    /// <param name="Row">Row of the cell.</param>
    /// <param name="Array">The array it holds.</param>
    /// <param name="Node">Where the pickle says so; null for slices of a stack.</param>
    /// <param name="Wanted">Array from which its new values are made; null to keep those it has.</param>
    private sealed record ArrayUse(long Row, ArrayInfo Array, ArrayNode? Node, ArrayInfo? Wanted);
}
